import type { Family } from '../overload.ts'
import { Failure } from '../problems.ts'
import { Dict, Duration, List, Optional, Uint, type Value } from '../values.ts'

const NONE = () => new Optional(undefined)

/** Whether a value is what its type has when nothing is said. */
function isZero(value: Value): boolean {
  if (value === null || value === false || value === '' || value === 0n || value === 0) return true
  if (value instanceof Uint) return value.value === 0n
  if (value instanceof Duration) return value.nanos === 0n
  if (value instanceof Uint8Array) return value.length === 0
  if (value instanceof List) return value.items.length === 0
  if (value instanceof Dict) return value.entries.size === 0
  return value instanceof Optional && value.value === undefined
}

const present = ({ items }: List): List =>
  new List((items as Optional[]).flatMap(({ value }) => (value === undefined ? [] : [value])))

/** What the evaluator does not do itself (see `orValue` and `or` there). */
export const optionals = (): Family => ({
  'optional.of(A) -> optional(A)': (value: Value) => new Optional(value),
  'optional.none() -> optional(A)': NONE,
  'optional.ofNonZeroValue(A) -> optional(A)': (value: Value) => (isZero(value) ? NONE() : new Optional(value)),
  'optional.unwrap(list(optional(A))) -> list(A)': present,
  'list(optional(A)).unwrapOpt() -> list(A)': present,
  'optional(A).hasValue() -> bool': ({ value }: Optional) => value !== undefined,
  'optional(A).value() -> A': ({ value }: Optional) => {
    if (value === undefined) throw new Failure('optional.none() dereference')
    return value
  },
  'optional(A).or(optional(A)) -> optional(A)': (first: Optional, second: Optional) =>
    first.value === undefined ? second : first,
  'optional(A).orValue(A) -> A': ({ value }: Optional, other: Value) => (value === undefined ? other : value),
  'list(A).first() -> optional(A)': ({ items }: List) => new Optional(items[0]),
  'list(A).last() -> optional(A)': ({ items }: List) => new Optional(items.at(-1)),
})
