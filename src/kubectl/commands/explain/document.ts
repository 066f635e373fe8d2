import type { Definition, Field, Type } from '../../../api/schema/schema.ts'
import { definition } from '../../../api/schema/schema.ts'

/** What can be told about a type: what it is called, what it is for, what it is made of. */
export interface Document {
  /** As in `<[]ServicePort>`. */
  type: string
  description: string
  fields: readonly FieldDocument[]
}

export interface FieldDocument {
  name: string
  required: boolean
  enum: readonly string[]
  /** What the field is for; what its type is for is in `type`. */
  description: string
  type(): Document
}

/** Descriptions by definition (`apps.v1.Deployment`): of the type, and of its fields. */
export type Descriptions = Record<string, [type: string, fields: Record<string, string>]>

/** A built-in type, from the schema data and the descriptions that were taken along when kubesim was built. */
export function documentOf(made: Definition, descriptions: Descriptions): Document {
  const [description, fields] = descriptions[made.name] ?? ['', {}]
  return {
    type: made.struct,
    description,
    fields: [...made.fields.values()].sort(byName).map(field => fieldDocument(field, fields[field.name], descriptions)),
  }
}

const byName = (a: { name: string }, b: { name: string }) => (a.name < b.name ? -1 : 1)

function fieldDocument(field: Field, description: string | undefined, descriptions: Descriptions): FieldDocument {
  // A list's values belong to its items, and are not told.
  const values = field.type.kind === 'list' ? [] : [...(field.enum ?? [])].sort()
  return {
    name: field.name,
    required: field.required,
    enum: values,
    description: withValues(description ?? '', values),
    type: () => typeDocument(field.type, descriptions),
  }
}

/** The API server ends the description of such a field with the values. */
const withValues = (text: string, values: readonly string[]): string =>
  values.length === 0
    ? text
    : `${text}${text ? '\n\n' : ''}Possible enum values:\n${values.map(value => ` - \`"${value}"\``).join('\n')}`

const PLAIN: Partial<Record<Type['kind'], string>> = {
  int32: 'integer',
  int64: 'integer',
  float64: 'number',
  bool: 'boolean',
  bytes: 'string',
  any: 'Object',
}

function typeDocument(type: Type, descriptions: Descriptions): Document {
  if (type.kind === 'struct') return documentOf(definition(type.struct!), descriptions)
  if (type.kind !== 'list' && type.kind !== 'map') {
    return { type: PLAIN[type.kind] ?? type.kind, description: '', fields: [] }
  }
  const inner = typeDocument(type.of!, descriptions)
  return { ...inner, type: `${type.kind === 'list' ? '[]' : 'map[string]'}${inner.type}` }
}
