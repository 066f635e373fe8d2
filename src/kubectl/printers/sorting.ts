import { compileFind, relaxedJsonPath } from '../../lib/jsonpath.ts'
import { parseQuantity } from '../../lib/quantity.ts'

/**
 * Sorts by a field as kubectl's --sort-by; objects without it come first. Throws Error for a wrong path or one that no
 * object has.
 */
export function sortByField<T>(items: readonly T[], objectOf: (item: T) => unknown, field: string): T[] {
  const find = compileFind(relaxedJsonPath(field))
  const keyed = items.map(item => ({ item, key: find(objectOf(item))[0] }))
  if (items.length > 0 && keyed.every(({ key }) => key === undefined)) {
    throw new Error(
      `couldn't find any field with path ${JSON.stringify(relaxedJsonPath(field))} in the list of objects`,
    )
  }
  return keyed.sort((a, b) => compareValues(a.key, b.key)).map(({ item }) => item)
}

function compareValues(a: unknown, b: unknown): number {
  if (a === undefined || b === undefined) return Number(a !== undefined) - Number(b !== undefined)
  if (typeof a === 'number' && typeof b === 'number') return a - b
  if (typeof a === 'boolean' && typeof b === 'boolean') return Number(a) - Number(b)
  const [left, right] = [String(a), String(b)]
  const [x, y] = [parseQuantity(left), parseQuantity(right)]
  return x !== undefined && y !== undefined ? x - y : compareNaturally(left, right)
}

/** Runs of digits compare as numbers: `web-9` before `web-10`. */
export function compareNaturally(a: string, b: string): number {
  const [left, right] = [a.match(/\d+|\D/g) ?? [], b.match(/\d+|\D/g) ?? []]
  for (let i = 0; i < left.length && i < right.length; i++) {
    const [x, y] = [left[i]!, right[i]!]
    if (x === y) continue
    const difference = /^\d/.test(x) && /^\d/.test(y) ? Number(x) - Number(y) : 0
    if (difference !== 0) return difference
    return x < y ? -1 : 1
  }
  return left.length - right.length
}
