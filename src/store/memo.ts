import type { Presence } from './presence.ts'

/**
 * Rows of one name/value table, remembered within a transaction and written back at its end.
 * `load` reads a row, `loadRange` all rows whose name begins with a prefix, `save` writes (undefined: deletes).
 */
export class Memo<T> {
  readonly #rows = new Map<string, T | undefined>()
  readonly #dirty = new Set<string>()
  readonly #stored: Presence
  readonly #load: (name: string) => T | undefined
  readonly #loadRange: (prefix: string) => [string, T][]
  readonly #save: (name: string, value: T | undefined) => void

  /** `stored` knows which names the file holds. */
  constructor(
    stored: Presence,
    load: (name: string) => T | undefined,
    loadRange: (prefix: string) => [string, T][],
    save: (name: string, value: T | undefined) => void,
  ) {
    this.#stored = stored
    this.#load = load
    this.#loadRange = loadRange
    this.#save = save
  }

  get(name: string): T | undefined {
    const known = this.#rows.get(name)
    if (known !== undefined || !this.#stored.mayHave(name) || this.#rows.has(name)) return known
    const value = this.#load(name)
    if (value === undefined) this.#stored.missed()
    this.#rows.set(name, value)
    return value
  }

  set(name: string, value: T | undefined): void {
    if (value === undefined && !this.#stored.mayHave(name)) {
      // It came and goes within the transaction.
      this.#rows.delete(name)
      this.#dirty.delete(name)
      return
    }
    this.#rows.set(name, value)
    this.#dirty.add(name)
  }

  /** All present rows whose name begins with `prefix`, in name order. */
  range(prefix: string): [string, T][] {
    this.flush()
    const rows = this.#loadRange(prefix)
    for (const [name, value] of rows) if (!this.#rows.has(name)) this.#rows.set(name, value)
    return rows.map(([name]) => [name, this.#rows.get(name)!])
  }

  flush(): void {
    for (const name of this.#dirty) {
      this.#stored.wrote(name)
      this.#save(name, this.#rows.get(name))
    }
    this.#dirty.clear()
  }

  reset(): void {
    this.#rows.clear()
    this.#dirty.clear()
    this.#stored.reset()
  }
}
