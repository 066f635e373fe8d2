import type { Runtime } from './overload.ts'
import { Dict, Duration, List, Opaque, Optional, Timestamp, TypeValue, Uint, type Value } from './values.ts'

/** Numbers are compared across their types; lists of the API by their merge keys. */
export function equals(a: Value, b: Value, runtime: Runtime): boolean {
  runtime.charge(1)
  const [x, y] = [asNumber(a), asNumber(b)]
  if (x !== undefined && y !== undefined) return compareNumbers(x, y) === 0
  if (typeof a !== 'object' || a === null || typeof b !== 'object' || b === null) return a === b
  if (a instanceof Uint8Array) return b instanceof Uint8Array && compareBytes(a, b) === 0
  if (a instanceof Duration) return b instanceof Duration && a.nanos === b.nanos
  if (a instanceof Timestamp) return b instanceof Timestamp && a.nanos === b.nanos
  if (a instanceof List) return b instanceof List && equalLists(a, b, runtime)
  if (a instanceof Dict) return b instanceof Dict && equalDicts(a, b, runtime)
  if (a instanceof TypeValue) return b instanceof TypeValue && a.name === b.name
  if (a instanceof Optional) {
    if (!(b instanceof Optional)) return false
    if (a.value === undefined || b.value === undefined) return a.value === b.value
    return equals(a.value, b.value, runtime)
  }
  return a instanceof Opaque && b instanceof Opaque && a.equals(b)
}

function equalLists(a: List, b: List, runtime: Runtime): boolean {
  if (a.items.length !== b.items.length) return false
  const { merge } = a
  if (!merge) return a.items.every((item, i) => equals(item, b.items[i]!, runtime))
  const byId = new Map(a.items.map(item => [merge.idOf(item), item]))
  return b.items.every(item => {
    const same = byId.get(merge.idOf(item))
    return same !== undefined && equals(same, item, runtime)
  })
}

function equalDicts(a: Dict, b: Dict, runtime: Runtime): boolean {
  if (a.entries.size !== b.entries.size) return false
  for (const [text, [, value]] of a.entries) {
    const other = b.entries.get(text)
    if (!other || !equals(value, other[1], runtime)) return false
  }
  return true
}

function asNumber(value: Value): bigint | number | undefined {
  if (typeof value === 'bigint' || typeof value === 'number') return value
  return value instanceof Uint ? value.value : undefined
}

/** JavaScript compares integers and doubles exactly. NaN is neither less nor greater nor equal. */
export function compareNumbers(a: bigint | number, b: bigint | number): number {
  // biome-ignore lint/suspicious/noDoubleEquals: an integer and a double are never identical.
  if (a == b) return 0
  return a < b ? -1 : a > b ? 1 : Number.NaN
}

export function compareBytes(a: Uint8Array, b: Uint8Array): number {
  for (let i = 0; i < a.length && i < b.length; i++) if (a[i] !== b[i]) return a[i]! < b[i]! ? -1 : 1
  return Math.sign(a.length - b.length)
}

/** By code points, which is the order of the UTF-8 bytes. */
export function compareStrings(a: string, b: string): number {
  if (a === b) return 0
  for (let i = 0; i < a.length && i < b.length; i++) {
    if (a.charCodeAt(i) !== b.charCodeAt(i)) return Math.sign(codeAt(a, i) - codeAt(b, i))
  }
  return Math.sign(a.length - b.length)
}

function codeAt(text: string, i: number): number {
  const low = text.charCodeAt(i)
  if (low >= 0xdc00 && low < 0xe000 && i > 0) return text.codePointAt(i - 1)!
  return text.codePointAt(i)!
}

/** The order of two values of one type that has one; undefined for others. */
export function compare(a: Value, b: Value): number | undefined {
  const [x, y] = [asNumber(a), asNumber(b)]
  if (x !== undefined && y !== undefined) return compareNumbers(x, y)
  if (typeof a === 'string' && typeof b === 'string') return compareStrings(a, b)
  if (typeof a === 'boolean' && typeof b === 'boolean') return Number(a) - Number(b)
  if (a instanceof Uint8Array && b instanceof Uint8Array) return compareBytes(a, b)
  if (a instanceof Duration && b instanceof Duration) return compareNumbers(a.nanos, b.nanos)
  if (a instanceof Timestamp && b instanceof Timestamp) return compareNumbers(a.nanos, b.nanos)
  return undefined
}
