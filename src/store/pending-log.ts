import { KEPT, STEP } from './compact.ts'
import type { Change, Revision } from './store.ts'

type Entry = Pick<Change, 'revision' | 'key' | 'type' | 'object'>

/**
 * The log's newest entries, before they are written at the end of the transaction. A long one (a month of the cluster's
 * time) makes many that the compaction at its end would drop: those are forgotten on the way.
 */
export class PendingLog {
  #entries: Entry[] = []
  /** How many make it worth while to look again: most may be objects that are still there. */
  #limit = 2 * STEP

  /** `head` tells a key's current revision. */
  add({ revision, key, type, object }: Change, head: (key: string) => Revision | undefined): void {
    this.#entries.push({ revision, key, type, object })
    if (this.#entries.length < this.#limit) return
    const upTo = revision - KEPT
    this.#entries = this.#entries.filter(entry => entry.revision > upTo || head(entry.key) === entry.revision)
    this.#limit = Math.max(2 * STEP, 2 * this.#entries.length)
  }

  /** All entries, oldest first; none is left. */
  take(): Entry[] {
    const entries = this.#entries
    this.#entries = []
    this.#limit = 2 * STEP
    return entries
  }
}
