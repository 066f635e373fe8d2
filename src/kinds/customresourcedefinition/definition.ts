import { type Definition, define, type Field, type Type } from '../../api/schema/schema.ts'
import type { Schema } from './types.ts'

const ANY: Type = { kind: 'any', go: 'any' }
const METADATA: Type = { kind: 'struct', go: 'v1.ObjectMeta', struct: 'meta.v1.ObjectMeta' }

/**
 * Makes the type of a custom resource known: what it declares, how its lists and maps are taken apart. Values are not
 * judged here (see check.ts), so that scalars may be anything. `name` must tell the schema apart from all others.
 */
export function defineResource(name: string, kind: string, version: string, schema: Schema | undefined): void {
  const text: Type = { kind: 'string', go: 'string' }
  const top: [string, Type][] = [
    ['kind', text],
    ['apiVersion', text],
    ['metadata', METADATA],
  ]
  const any: Schema = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true }
  define(struct(name, kind, version, schema ?? any, top))
}

function struct(name: string, kind: string, version: string, schema: Schema, more: [string, Type][] = []): Definition {
  const fields = new Map<string, Field>()
  for (const [key, inner] of Object.entries(schema.properties ?? {})) {
    fields.set(key, fieldOf(key, typeOf(`${name}.${key}`, inner), inner))
  }
  for (const [field, type] of more) fields.set(field, fieldOf(field, type, undefined))
  const merge = { field: () => undefined }
  const made: Definition = {
    name,
    version,
    struct: kind,
    atomic: schema['x-kubernetes-map-type'] === 'atomic',
    fields,
    written: [],
    merge,
  }
  if (schema['x-kubernetes-preserve-unknown-fields']) made.open = true
  return made
}

function fieldOf(name: string, type: Type, schema: Schema | undefined): Field {
  const field: Field = { name, type, required: false, always: false, omitZero: true }
  const list = schema?.['x-kubernetes-list-type']
  if (list === 'map' || list === 'set')
    field.list = { type: list, keys: [...(schema!['x-kubernetes-list-map-keys'] ?? [])] }
  return field
}

function typeOf(name: string, schema: Schema): Type {
  // What is empty says something here, too.
  const shape = { go: '', pointer: true, lenient: true } as const
  if (schema['x-kubernetes-int-or-string']) return { ...ANY, pointer: true }
  if (schema.type === 'array' && schema.items) return { ...shape, kind: 'list', of: typeOf(`${name}[]`, schema.items) }
  if (schema.type !== 'object') return { ...ANY, pointer: true }
  const { additionalProperties: values } = schema
  if (values && values !== true) return { ...shape, kind: 'map', of: typeOf(`${name}{}`, values) }
  if (values === true) return { ...ANY, pointer: true }
  if (schema['x-kubernetes-embedded-resource'] && !schema.properties) return { ...ANY, pointer: true }
  define(struct(name, '', '', schema))
  return { ...shape, kind: 'struct', struct: name }
}
