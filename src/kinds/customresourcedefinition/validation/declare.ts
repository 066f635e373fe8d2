import * as types from '../../../lib/cel/types.ts'
import type { Type } from '../../../lib/cel/types.ts'
import { isMap, own } from '../../../lib/own.ts'
import type { Schema } from '../types.ts'
import { unescapeName } from './property-names.ts'

const TEXT: Schema = { type: 'string' }

/** The root of an object, also of an embedded one: what of its metadata rules may see is always the same. */
export function withObjectMeta(schema: Schema): Schema {
  const metadata: Schema = { type: 'object', properties: { name: TEXT, generateName: TEXT } }
  return { ...schema, properties: { ...schema.properties, kind: TEXT, apiVersion: TEXT, metadata } }
}

export const isEmbedded = (schema: Schema): boolean => schema['x-kubernetes-embedded-resource'] === true

/**
 * The type that expressions see, see apiserver pkg/cel/common/schemas.go; undefined for what they cannot see: data without a
 * type. `name` is that of objects.
 */
export function declaredType(schema: Schema, root: boolean, name: string): Type | undefined {
  if (schema['x-kubernetes-int-or-string']) return types.DYN
  const { type, items, additionalProperties: values } = schema
  switch (type) {
    case 'array': {
      const item = items && declaredType(items, isEmbedded(items), `${name}.@idx`)
      return item && types.listOf(item)
    }
    case 'object': {
      if (isMap(values)) {
        const value = declaredType(values as Schema, isEmbedded(values as Schema), `${name}.@elem`)
        return value && types.mapOf(types.STRING, value)
      }
      return types.objectOf(name, new DeclaredFields((root ? withObjectMeta(schema) : schema).properties ?? {}, name))
    }
    case 'string':
      return own(TEXT_TYPES, schema.format ?? '') ?? types.STRING
    case 'boolean':
      return types.BOOL
    case 'number':
      return types.DOUBLE
    case 'integer':
      return types.INT
    default:
      return undefined
  }
}

const TEXT_TYPES: Record<string, Type | undefined> = {
  byte: types.BYTES,
  duration: types.DURATION,
  date: types.TIMESTAMP,
  'date-time': types.TIMESTAMP,
}

/** Most of a large schema is never asked for. */
class DeclaredFields {
  private readonly known = new Map<string, Type | undefined>()
  private readonly properties: Record<string, Schema>
  private readonly name: string
  constructor(properties: Record<string, Schema>, name: string) {
    this.properties = properties
    this.name = name
  }
  get(escaped: string): Type | undefined {
    if (this.known.has(escaped)) return this.known.get(escaped)
    const property = unescapeName(escaped)
    const schema = property !== undefined && Object.hasOwn(this.properties, property) && this.properties[property]
    const type = schema ? declaredType(schema, isEmbedded(schema), `${this.name}.${escaped}`) : undefined
    this.known.set(escaped, type)
    return type
  }
}
