import { isMap, own } from '../../lib/own.ts'
import { definition, type Field, type Type } from '../schema/schema.ts'
import { type Element, fieldElement, keyElement, valueElement } from './element.ts'

/** Where a value stands: its type, and how a list or map there is taken apart. */
export interface Place {
  type: Type
  list?: Field['list']
}

export interface Part {
  place: Place
  value: unknown
}

export const placeOf = (schema: string): Place => ({ type: { kind: 'struct', go: '', struct: schema } })

/** Values of keys that an item may leave out, as the API's defaults fill them. */
const KEY_DEFAULTS: Record<string, unknown> = { protocol: 'TCP' }

/** Whether values here are owned as a whole. */
export function isAtomic({ type, list }: Place): boolean {
  if (list?.type === 'atomic') return true
  if (type.kind === 'struct') return definition(type.struct!).atomic
  if (type.kind === 'list') return !list
  return type.kind !== 'map'
}

/** The parts of a value in their order; undefined for what is owned as a whole or is of another kind than its type. */
export function partsOf(place: Place, value: unknown): Map<Element, Part> | undefined {
  if (isAtomic(place)) return undefined
  const parts = new Map<Element, Part>()
  const { type, list } = place
  if (type.kind === 'list') {
    if (!Array.isArray(value)) return undefined
    for (const item of value) parts.set(elementOf(list!, item), { place: { type: type.of! }, value: item })
    return parts
  }
  if (!isMap(value)) return undefined
  const fields = type.kind === 'struct' ? definition(type.struct!).fields : undefined
  for (const key of Object.keys(value)) {
    if (value[key] === undefined) continue
    const field = fields?.get(key)
    if (fields && !field) continue
    const inner = field ? { type: field.type, list: field.list } : { type: type.of! }
    parts.set(fieldElement(key), { place: inner, value: value[key] })
  }
  return parts
}

export function elementOf(list: NonNullable<Field['list']>, item: unknown): Element {
  if (list.type === 'set' || !isMap(item)) return valueElement(item)
  return keyElement(
    Object.fromEntries(
      list.keys.flatMap(key => {
        const value = own(item, key) ?? KEY_DEFAULTS[key]
        return value === undefined ? [] : [[key, value]]
      }),
    ),
  )
}
