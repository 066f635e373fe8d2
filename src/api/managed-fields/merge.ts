import { put } from '../../lib/own.ts'
import type { Element } from './element.ts'
import { type Part, type Place, partsOf } from './place.ts'
import type { FieldSet } from './set.ts'

/**
 * An object with what a configuration says laid over it: fields by name, items of lists by their keys, everything else
 * whole (structured-merge-diff typed.Merge).
 */
export function merge(place: Place, live: unknown, config: unknown): unknown {
  if (config === undefined) return live
  const mine = partsOf(place, config)
  const theirs = partsOf(place, live)
  if (!mine || !theirs) return config
  const merged = new Map<Element, unknown>()
  const both = (element: Element, { place: inner, value }: Part) =>
    merged.set(element, merge(inner, theirs.get(element)?.value, value))
  if (place.type.kind !== 'list') {
    for (const [element, part] of theirs) merged.set(element, part.value)
    for (const [element, part] of mine) both(element, part)
    return rebuilt(place, merged)
  }
  // Items that only the object has keep their place before the next item that both have.
  const wanted = [...mine]
  for (const [element, part] of theirs) {
    if (!mine.has(element)) merged.set(element, part.value)
    else if (!merged.has(element)) {
      while (wanted.length > 0) {
        const [next, of] = wanted.shift()!
        both(next, of)
        if (next === element) break
      }
    }
  }
  for (const [element, part] of wanted) both(element, part)
  return rebuilt(place, merged)
}

/** The object without the fields in `gone` and all below them, but with what is in `kept`. */
export function prune(place: Place, value: unknown, gone: FieldSet, kept: FieldSet | undefined): unknown {
  const parts = partsOf(place, value)
  if (!parts) return value
  const left = new Map<Element, unknown>()
  for (const [element, { place: inner, value: old }] of parts) {
    const inGone = gone.below(element)
    const inKept = kept?.below(element)
    if (gone.has(element) && !kept?.has(element)) {
      if (inKept) left.set(element, onlyKept(inner, old, inKept))
    } else left.set(element, inGone ? prune(inner, old, inGone, inKept) : old)
  }
  return rebuilt(place, left)
}

/** Of a removed value, what others own, with the keys that name its items. */
function onlyKept(place: Place, value: unknown, kept: FieldSet): unknown {
  const parts = partsOf(place, value)
  if (!parts) return value
  const left = new Map<Element, unknown>()
  for (const [element, part] of parts) {
    const below = kept.below(element)
    if (kept.has(element)) left.set(element, part.value)
    else if (below) left.set(element, onlyKept(part.place, part.value, below))
  }
  return rebuilt(place, left)
}

function rebuilt(place: Place, parts: ReadonlyMap<Element, unknown>): unknown {
  if (place.type.kind === 'list') return [...parts.values()]
  const result: Record<string, unknown> = {}
  for (const [element, value] of parts) put(result, element.slice(2), value)
  return result
}
