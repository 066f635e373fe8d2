/** A set of keys that can be read in key order; sorting is put off until somebody reads. */
export class KeySet {
  readonly #keys: Set<string>
  /** Undefined when it has to be made anew; what grows at its end and goes from its beginning, as Events do, stays sorted. */
  #sorted: string[] | undefined

  constructor(sorted: string[]) {
    this.#keys = new Set(sorted)
    this.#sorted = sorted
  }

  add(key: string): void {
    if (this.#keys.has(key)) return
    this.#keys.add(key)
    const sorted = this.#sorted
    if (!sorted) return
    if (sorted.length === 0 || sorted[sorted.length - 1]! < key) sorted.push(key)
    else this.#sorted = undefined
  }

  delete(key: string): void {
    if (!this.#keys.delete(key)) return
    const sorted = this.#sorted
    if (sorted?.[0] === key) sorted.shift()
    else if (sorted?.at(-1) === key) sorted.pop()
    else this.#sorted = undefined
  }

  get size(): number {
    return this.#keys.size
  }

  /** Valid until the next change. */
  sorted(): readonly string[] {
    this.#sorted ??= [...this.#keys].sort()
    return this.#sorted
  }

  /** Those at or behind `from`, and no more than `limit`. */
  range(from = '', limit = Number.POSITIVE_INFINITY): readonly string[] {
    const sorted = this.sorted()
    if (from === '' && limit >= sorted.length) return sorted
    const start = firstFrom(sorted, from)
    return sorted.slice(start, start + limit)
  }

  countFrom(from: string): number {
    return this.size - firstFrom(this.sorted(), from)
  }
}

/** Index of the first key at or behind `from`. */
function firstFrom(sorted: readonly string[], from: string): number {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (sorted[middle]! < from) low = middle + 1
    else high = middle
  }
  return low
}

/** The end of a range of keys that begin with `prefix`. */
export const after = (prefix: string): string => `${prefix}\uffff`
