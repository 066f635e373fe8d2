import type { Family } from '../overload.ts'
import { Failure } from '../problems.ts'
import { Duration, List, type Timestamp, Uint, type Value } from '../values.ts'
import { inRange } from '../moment.ts'

const MIN = -(2n ** 63n)
const MAX = 2n ** 63n - 1n
const LARGEST = 2n ** 64n - 1n

/** Throws when it does not fit in 64 bits. */
export function int(value: bigint): bigint {
  if (value < MIN || value > MAX) throw new Failure('integer overflow')
  return value
}

export function uint(value: bigint): Uint {
  if (value < 0n || value > LARGEST) throw new Failure('unsigned integer overflow')
  return new Uint(value)
}

function duration(nanos: bigint): Duration {
  if (nanos < MIN || nanos > MAX) throw new Failure('duration overflow')
  return new Duration(nanos)
}

function timestamp(nanos: bigint): Timestamp {
  const at = inRange(nanos)
  if (!at) throw new Failure('timestamp overflow')
  return at
}

function nonZero(divisor: bigint, what = 'division'): bigint {
  if (divisor === 0n) throw new Failure(`${what} by zero`)
  return divisor
}

/** Arithmetic on integers is exact or fails. */
export const operators = (): Family => ({
  '_+_(int, int) -> int': (a: bigint, b: bigint) => int(a + b),
  '_+_(uint, uint) -> uint': (a: Uint, b: Uint) => uint(a.value + b.value),
  '_+_(double, double) -> double': (a: number, b: number) => a + b,
  '_+_(string, string) -> string': (a: string, b: string, runtime) => {
    runtime.charge(Math.ceil((a.length + b.length) / 10))
    return a + b
  },
  '_+_(bytes, bytes) -> bytes': (a: Uint8Array, b: Uint8Array, runtime) => {
    runtime.charge(Math.ceil((a.length + b.length) / 10))
    return Uint8Array.from([...a, ...b])
  },
  '_+_(list(A), list(A)) -> list(A)': (a: List, b: List, runtime) => {
    runtime.charge(Math.ceil((a.items.length + b.items.length) / 10))
    return addLists(a, b)
  },
  '_+_(timestamp, duration) -> timestamp': (a: Timestamp, b: Duration) => timestamp(a.nanos + b.nanos),
  '_+_(duration, timestamp) -> timestamp': (a: Duration, b: Timestamp) => timestamp(a.nanos + b.nanos),
  '_+_(duration, duration) -> duration': (a: Duration, b: Duration) => duration(a.nanos + b.nanos),
  '_-_(int, int) -> int': (a: bigint, b: bigint) => int(a - b),
  '_-_(uint, uint) -> uint': (a: Uint, b: Uint) => uint(a.value - b.value),
  '_-_(double, double) -> double': (a: number, b: number) => a - b,
  '_-_(timestamp, timestamp) -> duration': (a: Timestamp, b: Timestamp) => duration(a.nanos - b.nanos),
  '_-_(timestamp, duration) -> timestamp': (a: Timestamp, b: Duration) => timestamp(a.nanos - b.nanos),
  '_-_(duration, duration) -> duration': (a: Duration, b: Duration) => duration(a.nanos - b.nanos),
  '_*_(int, int) -> int': (a: bigint, b: bigint) => int(a * b),
  '_*_(uint, uint) -> uint': (a: Uint, b: Uint) => uint(a.value * b.value),
  '_*_(double, double) -> double': (a: number, b: number) => a * b,
  '_/_(int, int) -> int': (a: bigint, b: bigint) => int(a / nonZero(b)),
  '_/_(uint, uint) -> uint': (a: Uint, b: Uint) => uint(a.value / nonZero(b.value)),
  '_/_(double, double) -> double': (a: number, b: number) => a / b,
  '_%_(int, int) -> int': (a: bigint, b: bigint) => int(a % nonZero(b, 'modulus')),
  '_%_(uint, uint) -> uint': (a: Uint, b: Uint) => uint(a.value % nonZero(b.value, 'modulus')),
  '-_(int) -> int': (a: bigint) => int(-a),
  '-_(double) -> double': (a: number) => -a,
  '!_(bool) -> bool': (a: boolean) => !a,
  // The evaluator decides these three itself: not all of their arguments are looked at.
  '_&&_(bool, bool) -> bool': (a: boolean, b: boolean) => a && b,
  '_||_(bool, bool) -> bool': (a: boolean, b: boolean) => a || b,
  '_?_:_(bool, A, A) -> A': (condition: boolean, yes: Value, no: Value) => (condition ? yes : no),
})

/** Sets and lists with keys of the API are merged: what the second says of the same item wins, its place stays. */
function addLists(a: List, b: List): List {
  const { merge } = a
  if (!merge) return new List([...a.items, ...b.items])
  const items = new Map(a.items.map(item => [merge.idOf(item), item]))
  for (const item of b.items) {
    const id = merge.idOf(item)
    if (merge.type === 'map' || !items.has(id)) items.set(id, item)
  }
  return new List([...items.values()], merge)
}
