/**
 * Rows of one name/value table, remembered within a transaction and written back at its end.
 * `load` reads a row, `loadRange` all rows whose name begins with a prefix, `save` writes (undefined: deletes).
 */
export class Memo<T> {
  readonly #rows = new Map<string, T | undefined>()
  readonly #dirty = new Set<string>()
  readonly #load: (name: string) => T | undefined
  readonly #loadRange: (prefix: string) => [string, T][]
  readonly #save: (name: string, value: T | undefined) => void

  constructor(
    load: (name: string) => T | undefined,
    loadRange: (prefix: string) => [string, T][],
    save: (name: string, value: T | undefined) => void,
  ) {
    this.#load = load
    this.#loadRange = loadRange
    this.#save = save
  }

  get(name: string): T | undefined {
    const known = this.#rows.get(name)
    if (known !== undefined || this.#rows.has(name)) return known
    const value = this.#load(name)
    this.#rows.set(name, value)
    return value
  }

  set(name: string, value: T | undefined): void {
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
    for (const name of this.#dirty) this.#save(name, this.#rows.get(name))
    this.#dirty.clear()
  }

  reset(): void {
    this.#rows.clear()
    this.#dirty.clear()
  }
}
