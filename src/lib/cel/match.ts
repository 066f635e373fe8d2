import type { Type } from './types.ts'
import { Dict, Duration, List, Opaque, Optional, Timestamp, TypeValue, Uint, type Value } from './values.ts'

/** Whether a value is of a type, as far as is needed to choose among overloads. */
export function matches(value: Value, type: Type): boolean {
  switch (type.kind) {
    case 'dyn':
    case 'param':
      return true
    case 'int':
      return typeof value === 'bigint'
    case 'uint':
      return value instanceof Uint
    case 'double':
      return typeof value === 'number'
    case 'string':
      return typeof value === 'string'
    case 'bool':
      return typeof value === 'boolean'
    case 'bytes':
      return value instanceof Uint8Array
    case 'null':
      return value === null
    case 'duration':
      return value instanceof Duration
    case 'timestamp':
      return value instanceof Timestamp
    case 'list': {
      if (!(value instanceof List)) return false
      const [item] = type.of as [Type]
      return item.kind === 'param' || value.items.length === 0 || matches(value.items[0]!, item)
    }
    case 'map':
      return value instanceof Dict
    case 'optional_type': {
      if (!(value instanceof Optional)) return false
      return value.value === undefined || matches(value.value, type.of[0]!)
    }
    case 'type':
      return value instanceof TypeValue
    default:
      return value instanceof Opaque && value.type.name === type.name
  }
}

/** The name of a value's type, as `type()` answers it. */
export function typeNameOf(value: Value): string {
  switch (typeof value) {
    case 'bigint':
      return 'int'
    case 'number':
      return 'double'
    case 'string':
      return 'string'
    case 'boolean':
      return 'bool'
  }
  if (value === null) return 'null_type'
  if (value instanceof Uint) return 'uint'
  if (value instanceof Uint8Array) return 'bytes'
  if (value instanceof Duration) return 'google.protobuf.Duration'
  if (value instanceof Timestamp) return 'google.protobuf.Timestamp'
  if (value instanceof List) return 'list'
  if (value instanceof Dict) return 'map'
  if (value instanceof Optional) return 'optional_type'
  if (value instanceof TypeValue) return 'type'
  return value.type.name
}
