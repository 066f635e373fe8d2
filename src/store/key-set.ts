/** A set of keys that can be read in key order; sorting is put off until somebody reads. */
export class KeySet {
  readonly #keys: Set<string>
  #sorted: string[] | undefined

  constructor(sorted: string[]) {
    this.#keys = new Set(sorted)
    this.#sorted = sorted
  }

  add(key: string): void {
    if (this.#keys.has(key)) return
    this.#keys.add(key)
    this.#sorted = undefined
  }

  delete(key: string): void {
    if (this.#keys.delete(key)) this.#sorted = undefined
  }

  get size(): number {
    return this.#keys.size
  }

  sorted(): readonly string[] {
    this.#sorted ??= [...this.#keys].sort()
    return this.#sorted
  }
}
