import type { KubeObject } from '../../lib/objects.ts'
import { isMap, put } from '../../lib/own.ts'
import { badRequest } from '../errors.ts'
import { Decoder } from './decoder.ts'
import { definition } from './schema.ts'

export type FieldValidation = 'Strict' | 'Warn' | 'Ignore'

export interface Decoded {
  /** A fresh copy with the fields that the type has, empty ones left out or filled as the API server writes them. */
  object: KubeObject
  /** `unknown field "spec.replica"`: warnings for `Warn`. Empty for `Ignore`. */
  unknown: string[]
}

/**
 * Reads a body as the API server does. Throws ApiError BadRequest for wrong types, and for unknown fields under `Strict`.
 */
export function decode(schema: string, body: unknown, validation: FieldValidation): Decoded {
  const { struct, version } = definition(schema)
  const refuse = (why: string) =>
    badRequest(`${struct} in version "${version}" cannot be handled as a ${struct}: ${why}`)
  const { object, unknown, error } = read(schema, body, 'json')
  if (error !== undefined) throw refuse(error)
  if (validation === 'Strict' && unknown.length > 0) throw refuse(strictError(unknown))
  return { object: object!, unknown: validation === 'Ignore' ? [] : unknown }
}

export const strictError = (unknown: string[]): string => `strict decoding error: ${unknown.join(', ')}`

/**
 * The reading itself, without ApiErrors. `error` is the first wrong type. `style`: in whose words; `json` for bodies,
 * `unstructured` for the outcome of a strategic merge patch.
 */
export function read(
  schema: string,
  body: unknown,
  style: 'json' | 'unstructured',
): { object?: KubeObject; unknown: string[]; error?: string } {
  const plain = new Decoder(style)
  const object = plain.object(schema, body)
  if (plain.error === undefined && plain.unknown.length === 0) return { object, unknown: [] }
  // Troubles are reported in the order of a sorted document, which is what clients send.
  const sorted = new Decoder(style)
  sorted.object(schema, sortKeys(body))
  const unknown = style === 'json' ? sorted.unknown : [...sorted.unknown].sort()
  return { object, unknown: [...new Set(unknown)].slice(0, 100), error: sorted.error }
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys)
  if (!isMap(value)) return value
  const sorted: Record<string, unknown> = {}
  for (const key of Object.keys(value).sort()) put(sorted, key, sortKeys(value[key]))
  return sorted
}
