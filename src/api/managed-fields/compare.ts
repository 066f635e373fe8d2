import { equal } from '../../lib/equal.ts'
import type { Element } from './element.ts'
import { type Part, type Place, partsOf } from './place.ts'
import { FieldSet } from './set.ts'

/** What became of an object's fields. */
export interface Comparison {
  removed: FieldSet
  modified: FieldSet
  added: FieldSet
}

const NONE: ReadonlyMap<Element, Part> = new Map()

/** Compares two states of an object (structured-merge-diff typed.Compare). */
export function compare(place: Place, before: unknown, after: unknown): Comparison {
  const result: Comparison = { removed: new FieldSet(), modified: new FieldSet(), added: new FieldSet() }
  visit(place, before, after, [], result)
  return result
}

function visit(place: Place, before: unknown, after: unknown, path: Element[], result: Comparison): void {
  if (before === after) return
  if (before === undefined) result.added.insert(path)
  if (after === undefined) result.removed.insert(path)
  const left = partsOf(place, before)
  const right = partsOf(place, after)
  if (!left && !right) {
    if (before !== undefined && after !== undefined && !equal(before, after)) result.modified.insert(path)
    return
  }
  for (const [element, part] of left ?? NONE) {
    path.push(element)
    visit(part.place, part.value, right?.get(element)?.value, path, result)
    path.pop()
  }
  for (const [element, part] of right ?? NONE) {
    if (left?.has(element)) continue
    path.push(element)
    visit(part.place, undefined, part.value, path, result)
    path.pop()
  }
}

/** The fields that a configuration names: what has no parts of its own, and every item of a list. */
export function fieldsOf(place: Place, value: unknown): FieldSet {
  const set = new FieldSet()
  collect(place, value, [], set)
  return set
}

function collect(place: Place, value: unknown, path: Element[], set: FieldSet): void {
  const parts = partsOf(place, value)
  const isItem = path.length > 0 && !path.at(-1)!.startsWith('f:')
  if (isItem || !parts || parts.size === 0) set.insert(path)
  for (const [element, part] of parts ?? NONE) collect(part.place, part.value, [...path, element], set)
}
