import type { Family, Runtime } from '../overload.ts'
import type { List } from '../values.ts'
import { contains } from './collections.ts'

const within = (part: List, whole: List, runtime: Runtime): boolean =>
  part.items.every(item => contains(whole, item, runtime))

/** The sets extension: lists as sets. */
export const sets = (): Family => ({
  'sets.contains(list(A), list(A)) -> bool': (whole: List, part: List, runtime) => within(part, whole, runtime),
  'sets.equivalent(list(A), list(A)) -> bool': (a: List, b: List, runtime) =>
    within(a, b, runtime) && within(b, a, runtime),
  'sets.intersects(list(A), list(A)) -> bool': (a: List, b: List, runtime) =>
    a.items.some(item => contains(b, item, runtime)),
})
