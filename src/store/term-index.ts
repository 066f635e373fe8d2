import type { Statement } from './database.ts'
import { KeySet } from './key-set.ts'
import type { Presence } from './presence.ts'
import { Rows } from './rows.ts'

/** `keys`: those that carry the term, once somebody has asked; `changes`: which keys are to be added or dropped in the file. */
interface Term {
  resource: string
  term: string
  keys: KeySet | undefined
  changes: Map<string, boolean>
}

/**
 * Which keys of a resource carry which term (`node=worker`). Within a transaction what changes is kept in memory: most objects
 * change their terms several times, and those that come and go leave nothing to write.
 */
export class TermIndex {
  readonly #sql: (text: string) => Statement
  readonly #stored: Presence
  /** By resource and term: texts that are joined anew for every question are slow to look up. */
  readonly #resources = new Map<string, Map<string, Term>>()
  /** Those that have changes. */
  readonly #changed = new Set<Term>()

  /** `sql` prepares statements and remembers them; `stored` knows which terms the file holds, behind their resource. */
  constructor(sql: (text: string) => Statement, stored: Presence) {
    this.#sql = sql
    this.#stored = stored
  }

  /** The keys that carry a term, in their order. */
  keys(resource: string, term: string): readonly string[] {
    const known = this.#resources.get(resource)?.get(term)
    return (known?.keys ?? this.#load(resource, term, known))?.sorted() ?? []
  }

  /** A key gains a term or loses it. */
  set(resource: string, term: string, key: string, present: boolean): void {
    const terms = this.#terms(resource)
    let known = terms.get(term)
    if (!known) {
      known = { resource, term, keys: undefined, changes: new Map() }
      terms.set(term, known)
    }
    const { keys, changes } = known
    if (keys) present ? keys.add(key) : keys.delete(key)
    const before = changes.get(key)
    if (before === present) return
    if (before === undefined) {
      changes.set(key, present)
      if (changes.size === 1) this.#changed.add(known)
      return
    }
    changes.delete(key)
    if (changes.size > 0) return
    this.#changed.delete(known)
    if (!keys || keys.size === 0) terms.delete(term)
  }

  /** Writes what changed. */
  flush(): void {
    const rows = new Rows(this.#sql, 'INSERT OR IGNORE INTO term (term, key)', 2)
    const drop = this.#sql('DELETE FROM term WHERE term = ? AND key = ?')
    for (const { resource, term, changes } of this.#changed) {
      const name = nameOf(resource, term)
      this.#stored.wrote(name)
      for (const [key, present] of changes) {
        if (present) rows.add(name, key)
        else drop.run(name, key)
      }
      changes.clear()
    }
    rows.end()
    this.#changed.clear()
  }

  /** Forgets what is in memory. */
  reset(): void {
    this.#resources.clear()
    this.#changed.clear()
    this.#stored.reset()
  }

  #terms(resource: string): Map<string, Term> {
    let terms = this.#resources.get(resource)
    if (!terms) {
      terms = new Map()
      this.#resources.set(resource, terms)
    }
    return terms
  }

  /** Undefined when nothing carries the term. */
  #load(resource: string, term: string, known: Term | undefined): KeySet | undefined {
    const name = nameOf(resource, term)
    const stored = this.#stored.mayHave(name)
    if (!stored && !known) return undefined
    const rows = stored ? this.#sql('SELECT key FROM term WHERE term = ? ORDER BY key').all(name) : []
    if (stored && rows.length === 0) this.#stored.missed()
    const keys = new KeySet(rows.map(row => row.key))
    if (known) {
      for (const [key, present] of known.changes) present ? keys.add(key) : keys.delete(key)
      known.keys = keys
    } else this.#terms(resource).set(term, { resource, term, keys, changes: new Map() })
    return keys
  }
}

/** How the file calls a term. */
const nameOf = (resource: string, term: string): string => `${resource} ${term}`
