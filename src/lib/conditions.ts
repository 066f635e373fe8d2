import type { Condition } from './objects.ts'
import type { Ms } from './time.ts'
import { rfc3339 } from './time.ts'

/** The condition of a type. */
export function condition<T extends { type: string }>(list: readonly T[] | undefined, type: string): T | undefined {
  if (list) for (let i = 0; i < list.length; i++) if (list[i]!.type === type) return list[i]
  return undefined
}

/** Whether the condition of a type has status `True`. */
export function isTrue(list: readonly { type: string; status: string }[] | undefined, type: string): boolean {
  return condition(list, type)?.status === 'True'
}

/**
 * A new list with `next` in the place of the condition of its type, or at the end. `lastTransitionTime` is that of the old
 * one while the status is the same, otherwise what `next` brings, otherwise now.
 */
export function setCondition<T extends Condition>(list: readonly T[] | undefined, next: T, now: Ms): T[] {
  const old = condition(list, next.type)
  const lastTransitionTime =
    old && old.status === next.status && old.lastTransitionTime
      ? old.lastTransitionTime
      : (next.lastTransitionTime ?? rfc3339(now))
  const set = { ...next, lastTransitionTime }
  const result: T[] = []
  for (const each of list ?? []) result.push(each === old ? set : each)
  if (!old) result.push(set)
  return result
}

/** A new list without the condition of a type. */
export function withoutCondition<T extends { type: string }>(list: readonly T[] | undefined, type: string): T[] {
  return (list ?? []).filter(each => each.type !== type)
}
