import { parseDate, parseWordyDuration, parseTimestamp } from '../../../lib/cel/moment.ts'
import { Failure } from '../../../lib/cel/problems.ts'
import { DYN } from '../../../lib/cel/types.ts'
import { Dict, dict, type Key, List, type Merge, Opaque, type Value } from '../../../lib/cel/values.ts'
import { equal } from '../../../lib/equal.ts'
import { isMap, own } from '../../../lib/own.ts'
import type { Schema } from '../types.ts'
import { isEmbedded, withObjectMeta } from './declare.ts'
import { escapeName } from './property-names.ts'

/** Data that no schema describes: it can be compared and nothing else. */
class Preserved extends Opaque {
  readonly type = DYN
  readonly data: unknown
  constructor(data: unknown) {
    super()
    this.data = data
  }
  equals(other: Opaque): boolean {
    return other instanceof Preserved && equal(other.data, this.data)
  }
}

/** What expressions see of data, by its schema (apiserver pkg/cel/common/values.go). Throws Failure. */
export function celValue(data: unknown, schema: Schema, root: boolean): Value {
  if (data === null || data === undefined) return null
  if (schema['x-kubernetes-int-or-string']) return typeof data === 'number' ? BigInt(data) : (data as string)
  switch (schema.type) {
    case 'array':
      return listOf(data as unknown[], schema)
    case 'object':
      return objectOf(data as Record<string, unknown>, root ? withObjectMeta(schema) : schema)
    case 'string':
      return textOf(data as string, schema)
    case 'integer':
      return BigInt(data as number)
    case 'number':
    case 'boolean':
      return data as number | boolean
    default:
      return new Preserved(data)
  }
}

function listOf(data: unknown[], schema: Schema): List {
  const { items = {} } = schema
  return new List(() => data.map(item => celValue(item, items, isEmbedded(items))), mergeOf(schema))
}

function mergeOf(schema: Schema): Merge | undefined {
  const type = schema['x-kubernetes-list-type']
  if (type === 'set') return { type, idOf: item => `${typeof item} ${item}` }
  if (type !== 'map') return undefined
  const keys = (schema['x-kubernetes-list-map-keys'] ?? []).map(key => escapeName(key) ?? key)
  return { type, idOf: item => JSON.stringify(keys.map(key => (item instanceof Dict ? String(item.get(key)) : null))) }
}

function objectOf(data: Record<string, unknown>, schema: Schema): Dict {
  const { properties, additionalProperties: values } = schema
  if (!properties && isMap(values)) {
    const inner = values as Schema
    return new Dict(
      () => dict(Object.keys(data).map(key => [key, celValue(data[key], inner, isEmbedded(inner))])).entries,
    )
  }
  return new Dict(() => {
    const fields: [Key, Value][] = []
    for (const key of Object.keys(data)) {
      // Null says as much as nothing.
      if (data[key] === null || data[key] === undefined) continue
      const inner = own(properties ?? {}, key) as Schema | undefined
      const value = inner ? celValue(data[key], inner, isEmbedded(inner)) : new Preserved(data[key])
      fields.push([(inner && escapeName(key)) ?? `${key}`, value])
    }
    return dict(fields).entries
  }, true)
}

function textOf(text: string, { format }: Schema): Value {
  const made = format === undefined ? undefined : (own(FORMATS, format) as (typeof FORMATS)[string])
  if (!made) return text
  const value = made(text)
  if (value === undefined) throw new Failure(`Invalid ${format} formatted string ${text}`)
  return value
}

const FORMATS: Record<string, ((text: string) => Value | undefined) | undefined> = {
  duration: parseWordyDuration,
  date: parseDate,
  'date-time': parseTimestamp,
  byte: text => Uint8Array.from(atob(text), char => char.charCodeAt(0)),
}
