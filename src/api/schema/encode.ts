import { isMap, put } from '../../lib/own.ts'
import { decode } from './decode.ts'
import type { Type } from './schema.ts'
import { definition } from './schema.ts'

/**
 * An object as Go writes it: fields in the order of its type (kind before apiVersion), empty ones left out, those that are
 * always written filled. Clients that build objects print these.
 */
export function encode<T>(schema: string, object: T): T {
  return ordered({ kind: 'struct', go: '', struct: schema }, decode(schema, object, 'Ignore').object) as T
}

function ordered(type: Type, value: unknown): unknown {
  if (type.kind === 'list') return Array.isArray(value) ? value.map(item => ordered(type.of!, item)) : value
  if (!isMap(value)) return value
  const result: Record<string, unknown> = {}
  if (type.kind === 'map') for (const key of Object.keys(value).sort()) put(result, key, ordered(type.of!, value[key]))
  else if (type.struct) {
    for (const { name, type: inner } of definition(type.struct).fields.values()) {
      if (value[name] !== undefined) result[name] = ordered(inner, value[name])
    }
  } else return value
  return result
}
