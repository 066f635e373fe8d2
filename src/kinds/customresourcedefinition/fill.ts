import { clone } from '../../lib/clone.ts'
import { isMap, own, put } from '../../lib/own.ts'
import type { Schema } from './types.ts'

/** Puts a schema's defaults where a value is absent, or null and not nullable (apiextensions pkg/apiserver/schema/defaulting). */
export function fillDefaults(value: unknown, schema: Schema): void {
  if (Array.isArray(value)) {
    if (schema.items) for (const item of value) fillDefaults(item, schema.items)
    return
  }
  if (!isMap(value)) return
  const { properties = {}, additionalProperties } = schema
  for (const [key, inner] of Object.entries(properties)) {
    const present = own(value, key)
    const absent = present === undefined || (present === null && !inner.nullable)
    if (absent && inner.default !== undefined) put(value, key, clone(inner.default))
    fillDefaults(own(value, key), inner)
  }
  if (!isMap(additionalProperties)) return
  for (const key of Object.keys(value)) {
    if (!Object.hasOwn(properties, key)) fillDefaults(value[key], additionalProperties as Schema)
  }
}
