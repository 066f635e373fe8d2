import { equals } from '../equal.ts'
import type { Family, Runtime } from '../overload.ts'
import { Failure } from '../problems.ts'
import { showKey } from '../show.ts'
import { type Dict, type List, Optional, type Value } from '../values.ts'

/** Code points, as CEL counts. */
export const lengthOf = (text: string): number => {
  let length = text.length
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code >= 0xd800 && code < 0xdc00) length--
  }
  return length
}

export const contains = (list: List, item: Value, runtime: Runtime): boolean => {
  return list.items.some(each => equals(each, item, runtime))
}

function itemAt(list: List, index: bigint): Value | undefined {
  return index >= 0n && index < BigInt(list.items.length) ? list.items[Number(index)] : undefined
}

function found(value: Value | undefined, problem: string): Value {
  if (value === undefined) throw new Failure(problem)
  return value
}

/** In an optional list or map: none where there is none. */
const inside = <T extends Value>(target: Optional, get: (value: T) => Value | undefined): Optional =>
  new Optional(target.value === undefined ? undefined : get(target.value as T))

export const collections = (): Family => ({
  'size(string) -> int': (text: string) => BigInt(lengthOf(text)),
  'string.size() -> int': (text: string) => BigInt(lengthOf(text)),
  'size(bytes) -> int': (bytes: Uint8Array) => BigInt(bytes.length),
  'bytes.size() -> int': (bytes: Uint8Array) => BigInt(bytes.length),
  'size(list(A)) -> int': (list: List) => BigInt(list.items.length),
  'list(A).size() -> int': (list: List) => BigInt(list.items.length),
  'size(map(A, B)) -> int': (map: Dict) => BigInt(map.entries.size),
  'map(A, B).size() -> int': (map: Dict) => BigInt(map.entries.size),
  '@in(A, list(A)) -> bool': (item: Value, list: List, runtime) => contains(list, item, runtime),
  '@in(A, map(A, B)) -> bool': (key: Value, map: Dict) => map.get(key) !== undefined,
  '_[_](list(A), int) -> A': (list: List, i: bigint) => found(itemAt(list, i), `index out of bounds: ${i}`),
  '_[_](map(A, B), A) -> B': (map: Dict, key: Value) => found(map.get(key), `no such key: ${showKey(key)}`),
  '_[_](optional(list(A)), int) -> optional(A)': (list: Optional, i: bigint) =>
    inside<List>(list, items => itemAt(items, i)),
  '_[_](optional(map(A, B)), A) -> optional(B)': (map: Optional, key: Value) =>
    inside<Dict>(map, entries => entries.get(key)),
  '_[?_](list(A), int) -> optional(A)': (list: List, i: bigint) => new Optional(itemAt(list, i)),
  '_[?_](map(A, B), A) -> optional(B)': (map: Dict, key: Value) => new Optional(map.get(key)),
  '_[?_](optional(list(A)), int) -> optional(A)': (list: Optional, i: bigint) =>
    inside<List>(list, items => itemAt(items, i)),
  '_[?_](optional(map(A, B)), A) -> optional(B)': (map: Optional, key: Value) =>
    inside<Dict>(map, entries => entries.get(key)),
})
