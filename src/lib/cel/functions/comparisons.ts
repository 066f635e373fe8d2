import { compare, equals } from '../equal.ts'
import type { Family, Runtime } from '../overload.ts'
import { noSuchOverload } from '../problems.ts'
import type { Value } from '../values.ts'

const ORDERED = ['bool', 'int', 'uint', 'double', 'string', 'bytes', 'timestamp', 'duration']
const NUMBERS = ['int', 'uint', 'double']

/** How much there is to look at, for the count of work. */
const sizeOf = (value: Value): number =>
  typeof value === 'string' || value instanceof Uint8Array ? value.length / 10 : 0

function charge(a: Value, b: Value, runtime: Runtime): void {
  const least = Math.min(sizeOf(a), sizeOf(b))
  if (least >= 1) runtime.charge(Math.ceil(least))
}

function order(holds: (order: number) => boolean) {
  return (a: Value, b: Value, runtime: Runtime): boolean => {
    charge(a, b, runtime)
    const found = compare(a, b)
    if (found === undefined) throw noSuchOverload()
    return holds(found)
  }
}

export function comparisons(): Family {
  const family: Family = {
    '_==_(A, A) -> bool': (a: Value, b: Value, runtime) => {
      charge(a, b, runtime)
      return equals(a, b, runtime)
    },
    '_!=_(A, A) -> bool': (a: Value, b: Value, runtime) => {
      charge(a, b, runtime)
      return !equals(a, b, runtime)
    },
  }
  const operators: [string, (order: number) => boolean][] = [
    ['<', x => x < 0],
    ['<=', x => x <= 0],
    ['>', x => x > 0],
    ['>=', x => x >= 0],
  ]
  for (const [operator, holds] of operators) {
    for (const type of ORDERED) family[`_${operator}_(${type}, ${type}) -> bool`] = order(holds)
    for (const a of NUMBERS) {
      for (const b of NUMBERS) if (a !== b) family[`_${operator}_(${a}, ${b}) -> bool`] = order(holds)
    }
  }
  return family
}
