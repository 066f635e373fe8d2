import { equal } from '../../lib/equal.ts'
import { byElement, type Element } from './element.ts'
import { type Part, type Place, partsOf } from './place.ts'
import { isUnowned } from './update.ts'

type Fields = Record<string, unknown>

/**
 * `fieldsV1` of who makes an object: what `compare`, `ownable` and `FieldSet.fields` say together, in one go, because most
 * objects are never changed by those who made them. `blank` is the object of which nobody has said anything.
 */
export function fieldsOfNew(place: Place, blank: unknown, made: unknown, hasStatus: boolean): Fields {
  return added(place, blank, made, '', hasStatus)
}

/** What is new below a field; `path` is '' for the object, `undefined` where everything may be owned. */
function added(place: Place, before: unknown, after: unknown, path: string | undefined, hasStatus: boolean): Fields {
  const fields: Fields = {}
  const earlier = partsOf(place, before)
  const parts = partsOf(place, after)
  for (const element of sorted(parts)) {
    const part = parts!.get(element)!
    if (path !== undefined && isUnowned(path, element, hasStatus)) continue
    const isMetadata = path === '' && element === 'f:metadata'
    // What is null was there.
    const was = earlier?.has(element) ? earlier.get(element)!.value : isMetadata ? {} : undefined
    if (was === undefined) {
      fields[element] = whole(part)
      continue
    }
    const below = added(part.place, was, part.value, isMetadata ? element : undefined, hasStatus)
    if (Object.keys(below).length > 0 || isModified(part, was)) fields[element] = below
  }
  return fields
}

/** A value that was not there: it and all that is in it. */
function whole({ place, value }: Part): Fields {
  const parts = partsOf(place, value)
  const fields: Fields = parts && parts.size > 0 ? { '.': {} } : {}
  for (const element of sorted(parts)) fields[element] = whole(parts!.get(element)!)
  return fields
}

const isModified = ({ place, value }: Part, was: unknown): boolean =>
  !partsOf(place, was) && !partsOf(place, value) && !equal(was, value)

const sorted = (parts: ReadonlyMap<Element, Part> | undefined): Element[] =>
  parts ? [...parts.keys()].sort(byElement) : []
