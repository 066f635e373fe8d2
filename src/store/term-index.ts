import type { Statement } from './database.ts'
import { KeySet } from './key-set.ts'
import type { Presence } from './presence.ts'
import { Rows } from './rows.ts'

/**
 * Which keys carry which term (`pods node=worker`). Within a transaction what changes is kept in memory: most objects change
 * their terms several times, and those that come and go leave nothing to write.
 */
export class TermIndex {
  readonly #sql: (text: string) => Statement
  readonly #stored: Presence
  readonly #terms = new Map<string, KeySet>()
  /** Pairs of term and key that are to be added or dropped. */
  readonly #changes = new Map<string, Map<string, boolean>>()

  /** `sql` prepares statements and remembers them; `stored` knows which terms the file holds. */
  constructor(sql: (text: string) => Statement, stored: Presence) {
    this.#sql = sql
    this.#stored = stored
  }

  /** The keys that carry a term, in their order. */
  keys(term: string): readonly string[] {
    return (this.#terms.get(term) ?? this.#load(term))?.sorted() ?? []
  }

  /** A key gains a term or loses it. */
  set(term: string, key: string, present: boolean): void {
    const changes = this.#changes.get(term)
    if (!changes) this.#changes.set(term, new Map([[key, present]]))
    else if (!changes.has(key)) changes.set(key, present)
    else if (changes.get(key) !== present) changes.delete(key)
    const keys = this.#terms.get(term)
    keys?.[present ? 'add' : 'delete'](key)
    if (changes?.size !== 0) return
    this.#changes.delete(term)
    if (keys?.size === 0) this.#terms.delete(term)
  }

  /** Writes what changed. */
  flush(): void {
    const rows = new Rows(this.#sql, 'INSERT OR IGNORE INTO term (term, key)', 2)
    const drop = this.#sql('DELETE FROM term WHERE term = ? AND key = ?')
    for (const [term, changes] of this.#changes) {
      this.#stored.wrote(term)
      for (const [key, present] of changes) {
        if (present) rows.add(term, key)
        else drop.run(term, key)
      }
    }
    rows.end()
    this.#changes.clear()
  }

  /** Forgets what is in memory. */
  reset(): void {
    this.#terms.clear()
    this.#changes.clear()
    this.#stored.reset()
  }

  /** Undefined when nothing carries the term. */
  #load(term: string): KeySet | undefined {
    const changes = this.#changes.get(term)
    const stored = this.#stored.mayHave(term)
    if (!stored && !changes) return undefined
    const rows = stored ? this.#sql('SELECT key FROM term WHERE term = ? ORDER BY key').all(term) : []
    if (stored && rows.length === 0) this.#stored.missed()
    const keys = new KeySet(rows.map(row => row.key))
    for (const [key, present] of changes ?? []) keys[present ? 'add' : 'delete'](key)
    this.#terms.set(term, keys)
    return keys
  }
}
