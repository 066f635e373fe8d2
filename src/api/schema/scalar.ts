import { clone } from '../../lib/clone.ts'
import { isMap } from '../../lib/own.ts'
import { canonicalQuantity, parseQuantity, QUANTITY_ERROR } from '../../lib/quantity.ts'
import { rfc3339, rfc3339Micro } from '../../lib/time.ts'
import type { Field, Type } from './schema.ts'

/** Values that are no structs, lists or maps: what the API server accepts for each, and its words for what it does not. */

export interface Outcome {
  value?: unknown
  /** `cannot unmarshal string into` when `plain` names the Go type, else the whole text. */
  error?: string
  plain?: string
}

/** Go's word for the kind of a JSON value: encoding/json's, or reflect's. */
export function kindOf(value: unknown, style: 'json' | 'unstructured'): string {
  if (Array.isArray(value)) return style === 'json' ? 'array' : 'slice'
  if (isMap(value)) return style === 'json' ? 'object' : 'map'
  if (value === null) return 'null'
  if (typeof value === 'boolean') return 'bool'
  if (typeof value !== 'number') return 'string'
  if (style === 'json') return 'number'
  return Number.isInteger(value) ? 'int64' : 'float64'
}

/** Go's `omitempty`. */
export function isEmpty(value: unknown, { type }: Field): boolean {
  switch (type.kind) {
    case 'list':
    case 'map':
      for (const _ in value as object) return false
      return true
    case 'string':
    case 'bytes':
      return value === ''
    case 'bool':
      return value === false
    case 'int32':
    case 'int64':
    case 'float64':
      return value === 0
    default:
      return false
  }
}

const MAX_INT32 = 2 ** 31

export function decodeScalar(type: Type, value: unknown, style: 'json' | 'unstructured'): Outcome {
  switch (type.kind) {
    case 'string':
      return typeof value === 'string' ? { value } : mismatch(type, value, style)
    case 'bool':
      return typeof value === 'boolean' ? { value } : mismatch(type, value, style)
    case 'int32':
    case 'int64':
      return integer(type, value, style)
    case 'float64':
      return typeof value === 'number' ? { value } : mismatch(type, value, style)
    case 'bytes':
      return base64(type, value, style)
    case 'IntOrString':
      return typeof value === 'string' ? { value } : integer({ kind: 'int32', go: 'int32' }, value, 'json')
    case 'Quantity':
      return quantity(value)
    case 'Time':
      return time(value, rfc3339)
    case 'MicroTime':
      return time(value, rfc3339Micro)
    case 'Duration':
      return typeof value === 'string' ? { value } : mismatch({ ...type, go: 'string' }, value, 'json')
    default:
      return { value: clone(value) }
  }
}

function mismatch(type: Type, value: unknown, style: 'json' | 'unstructured', shown = ''): Outcome {
  const kind = kindOf(value, style)
  if (style === 'json') return { error: `cannot unmarshal ${kind}${shown} into`, plain: type.go }
  // Go converts whole numbers to text, which the API server refuses with a text of its own.
  if (kind === 'int64' && type.kind === 'string') return { error: `cannot convert int64 to ${type.go}` }
  if (kind === 'float64' && type.kind.startsWith('int')) return { error: `cannot convert float64 to ${type.go}` }
  return { error: `unrecognized type: ${type.kind}` }
}

function integer(type: Type, value: unknown, style: 'json' | 'unstructured'): Outcome {
  if (typeof value !== 'number') return mismatch(type, value, style)
  // The converter of patched objects cuts off what is too large, as Go's conversions do.
  if (style === 'unstructured' && Number.isInteger(value)) return { value: type.kind === 'int32' ? value | 0 : value }
  const fits = Number.isInteger(value) && (type.kind === 'int64' || (value >= -MAX_INT32 && value < MAX_INT32))
  return fits ? { value } : mismatch(type, value, style, ` ${value}`)
}

function base64(type: Type, value: unknown, style: 'json' | 'unstructured'): Outcome {
  if (typeof value !== 'string') {
    if (style === 'json') return { error: `cannot unmarshal ${kindOf(value, style)} into`, plain: type.go }
    return { error: `cannot restore slice from ${kindOf(value, style)}` }
  }
  const text = value.replace(/[\r\n]/g, '')
  const wrong = illegalByte(text)
  if (wrong === undefined) return { value: text }
  const error = `illegal base64 data at input byte ${wrong}`
  return { error: style === 'json' ? error : `error decoding from json: ${error}` }
}

/** Where Go's base64 decoder stops; undefined for good text. */
function illegalByte(text: string): number | undefined {
  const body = /^[A-Za-z0-9+/]*/.exec(text)![0].length
  const rest = text.slice(body)
  const over = body % 4
  if (rest === '' && over === 0) return undefined
  if (rest === '') return body - over
  if (over === 2 && rest === '==') return undefined
  if (over === 3 && rest === '=') return undefined
  if (over === 2 && rest === '=') return text.length
  if (rest[0] === '=' && over >= 2) return over === 2 && rest[1] !== '=' ? body + 1 : body + (over === 2 ? 2 : 1)
  return body
}

function quantity(value: unknown): Outcome {
  const text = typeof value === 'number' ? String(value) : value
  if (typeof text !== 'string') return { error: QUANTITY_ERROR }
  // No amount needs such an exponent, and working it out would take long.
  if (/e[-+]?[0-9]{4,}$/i.test(text)) return { error: "unable to parse quantity's suffix" }
  if (parseQuantity(text) === undefined) return { error: QUANTITY_ERROR }
  return { value: canonicalQuantity(text) }
}

const TIME = /^\d{4}-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(\.\d+)?(Z|[+-]\d\d:\d\d)$/

function time(value: unknown, write: (at: number) => string): Outcome {
  if (typeof value !== 'string') return mismatch({ kind: 'string', go: 'string' }, value, 'json')
  const at = TIME.test(value) ? Date.parse(value) : Number.NaN
  if (!Number.isNaN(at)) return { value: write(at) }
  const layout = '"2006-01-02T15:04:05Z07:00"'
  return {
    error: `parsing time ${JSON.stringify(value)} as ${layout}: cannot parse ${JSON.stringify(value)} as "2006"`,
  }
}
