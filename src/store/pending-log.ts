import { KEPT } from './compact.ts'
import type { Change, Revision } from './store.ts'

/** `next`: what became of the object later in the transaction. */
interface Entry extends Pick<Change, 'revision' | 'key' | 'type' | 'object'> {
  next: Entry | undefined
}

/** A long log is looked through for what may be forgotten when it has so many entries. */
const BATCH = 1000

/**
 * The log's newest entries, before they are written at the end of the transaction. One that makes more than watchers may
 * lag behind (a month of the cluster's time) leaves nobody a place in its midst: what is not current is then forgotten on
 * the way, and never written.
 */
export class PendingLog {
  #entries: Entry[] = []
  #added = 0
  /** How many make it worth while to look again: most may be of objects that are still there. */
  #limit = BATCH
  /** The last revision that may have been forgotten; 0 when nothing was. */
  forgottenTo: Revision = 0

  /** `head` tells a key's current revision. */
  add({ revision, key, type, object }: Change, head: (key: string) => Revision | undefined): void {
    this.#entries.push({ revision, key, type, object, next: undefined })
    if (++this.#added <= KEPT || this.#entries.length < this.#limit) return
    this.#entries = this.#entries.filter(entry => entry.revision === revision || head(entry.key) === entry.revision)
    this.#limit = BATCH + 2 * this.#entries.length
    this.forgottenTo = revision - 1
  }

  /** All entries, oldest first; none is left. Once they are written, a watcher may lag behind from here on. */
  take(): Entry[] {
    const entries = this.#entries
    this.#entries = []
    this.#added = 0
    this.#limit = BATCH
    return entries
  }

  /** The transaction is over. */
  reset(): void {
    this.take()
    this.forgottenTo = 0
  }
}

/** The entries, each with the next of the same object. */
export function followed(entries: Entry[]): Entry[] {
  const last = new Map<string, Entry>()
  for (const entry of entries) {
    const before = last.get(entry.key)
    if (before) before.next = entry
    last.set(entry.key, entry)
  }
  return entries
}
