import { parseDate, parseWordyDuration, parseTimestamp } from '../../../lib/cel/moment.ts'
import { Failure } from '../../../lib/cel/problems.ts'
import { DYN } from '../../../lib/cel/types.ts'
import { Dict, dict, type Key, List, type Merge, Opaque, type Value } from '../../../lib/cel/values.ts'
import { showKey } from '../../../lib/cel/show.ts'
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

/** What expressions see of data, by its schema (apiserver pkg/cel/common/values.go). Throws Failure for data that is otherwise. */
export function celValue(data: unknown, schema: Schema, root: boolean): Value {
  if (data === null || data === undefined) return null
  const otherwise = (wanted: string) => new Failure(`invalid data, expected ${wanted}, got ${goType(data)}`)
  if (schema['x-kubernetes-int-or-string']) {
    if (typeof data === 'string') return data
    if (!Number.isInteger(data)) throw otherwise('XIntOrString value to be either a string or integer')
    return BigInt(data as number)
  }
  switch (schema.type) {
    case 'array':
      if (!Array.isArray(data)) throw otherwise('an array for the provided schema with type=array')
      return listOf(data, schema)
    case 'object':
      if (!isMap(data)) throw otherwise('a map for the provided schema with type=object')
      return objectOf(data, root ? withObjectMeta(schema) : schema)
    case 'string':
      if (typeof data !== 'string') throw otherwise('string')
      return textOf(data, schema)
    case 'integer':
      if (!Number.isInteger(data)) throw otherwise('int')
      return BigInt(data as number)
    case 'number':
      if (typeof data !== 'number') throw otherwise('float')
      return data
    case 'boolean':
      if (typeof data !== 'boolean') throw otherwise('bool')
      return data
    default:
      return new Preserved(data)
  }
}

function goType(data: unknown): string {
  if (Array.isArray(data)) return '[]interface {}'
  if (typeof data === 'number') return Number.isInteger(data) ? 'int64' : 'float64'
  return typeof data === 'boolean' ? 'bool' : typeof data === 'string' ? 'string' : 'map[string]interface {}'
}

/** An item or a field. What is wrong with it concerns only who uses it: nobody can. */
function part(data: unknown, schema: Schema): Value {
  try {
    return celValue(data, schema, isEmbedded(schema))
  } catch (error) {
    if (error instanceof Failure) return new Preserved(data)
    throw error
  }
}

function listOf(data: unknown[], schema: Schema): List {
  const { items = {} } = schema
  return new List(() => data.map(item => part(item, items)), mergeOf(schema))
}

function mergeOf(schema: Schema): Merge | undefined {
  const type = schema['x-kubernetes-list-type']
  if (type === 'set') return { type, idOf: item => `${typeof item} ${showKey(item)}` }
  if (type !== 'map') return undefined
  const keys = (schema['x-kubernetes-list-map-keys'] ?? []).map(key => escapeName(key) ?? key)
  const idOf = (item: Value) =>
    JSON.stringify(keys.map(key => (item instanceof Dict ? showKey(item.get(key) ?? null) : null)))
  return { type, idOf }
}

function objectOf(data: Record<string, unknown>, schema: Schema): Dict {
  const { properties, additionalProperties: values } = schema
  if (!properties && isMap(values)) {
    const inner = values as Schema
    return new Dict(() => dict(Object.keys(data).map(key => [key, part(data[key], inner)])).entries)
  }
  return new Dict(() => {
    const fields: [Key, Value][] = []
    for (const key of Object.keys(data)) {
      // Null says as much as nothing.
      if (data[key] === null || data[key] === undefined) continue
      const inner = own(properties ?? {}, key) as Schema | undefined
      const value = inner ? part(data[key], inner) : new Preserved(data[key])
      // Nobody can name what is not declared, and it must not stand for what is.
      fields.push([(inner && escapeName(key)) ?? `\0${key}`, value])
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

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/

const FORMATS: Record<string, ((text: string) => Value | undefined) | undefined> = {
  duration: parseWordyDuration,
  date: parseDate,
  'date-time': parseTimestamp,
  byte: text => (BASE64.test(text) ? Uint8Array.from(atob(text), char => char.charCodeAt(0)) : undefined),
}
