import { compare, equals } from '../equal.ts'
import type { Family, Runtime } from '../overload.ts'
import { Failure, noSuchOverload } from '../problems.ts'
import { Duration, type List, Uint, type Value } from '../values.ts'
import { int, uint } from './operators.ts'

const COMPARABLE = ['int', 'uint', 'double', 'bool', 'duration', 'timestamp', 'string', 'bytes']

function order(a: Value, b: Value): number {
  const found = compare(a, b)
  if (found === undefined) throw noSuchOverload()
  return found
}

function isSorted({ items }: List, runtime: Runtime): boolean {
  runtime.charge(items.length)
  return items.every((item, i) => i === 0 || !(order(items[i - 1]!, item) > 0))
}

const extreme =
  (name: string, sign: number) =>
  ({ items }: List, runtime: Runtime): Value => {
    runtime.charge(items.length)
    if (items.length === 0) throw new Failure(`${name} called on empty list`)
    return items.reduce((best, item) => (order(item, best) * sign > 0 ? item : best))
  }

function sum<T extends Value>(zero: T, add: (a: T, b: T) => T) {
  return ({ items }: List, runtime: Runtime): T => {
    runtime.charge(items.length)
    return (items as T[]).reduce(add, zero)
  }
}

/** The lists library of Kubernetes. */
export function lists(): Family {
  const family: Family = {
    'list(int).sum() -> int': sum<bigint>(0n, (a, b) => int(a + b)),
    'list(uint).sum() -> uint': sum(new Uint(0n), (a, b) => uint(a.value + b.value)),
    'list(double).sum() -> double': sum<number>(0, (a, b) => a + b),
    'list(duration).sum() -> duration': sum(new Duration(0n), (a, b) => new Duration(int(a.nanos + b.nanos))),
    'list(A).indexOf(A) -> int': ({ items }: List, item: Value, runtime) => {
      return BigInt(items.findIndex(each => equals(each, item, runtime)))
    },
    'list(A).lastIndexOf(A) -> int': ({ items }: List, item: Value, runtime) => {
      return BigInt(items.findLastIndex(each => equals(each, item, runtime)))
    },
  }
  for (const type of COMPARABLE) {
    family[`list(${type}).isSorted() -> bool`] = isSorted
    family[`list(${type}).max() -> ${type}`] = extreme('max', 1)
    family[`list(${type}).min() -> ${type}`] = extreme('min', -1)
  }
  return family
}
