import type { Document, FieldDocument } from './document.ts'

/** The part of an OpenAPI schema that explains. */
interface Schema {
  type?: string
  format?: string
  description?: string
  enum?: unknown[]
  required?: string[]
  properties?: Record<string, Schema>
  items?: Schema
  additionalProperties?: Schema | boolean
  'x-kubernetes-int-or-string'?: boolean
}

/** A custom resource, as its definition describes it, with what every object has: `about` tells of those fields. */
export function customDocument(
  kind: string,
  schema: Schema,
  metadata: Document,
  about: Record<string, string>,
): Document {
  const text = (name: string): FieldDocument => ({
    name,
    required: false,
    enum: [],
    description: about[name] ?? '',
    type: () => ({ type: 'string', description: '', fields: [] }),
  })
  const { properties = {}, required = [] } = schema
  const own = Object.entries(properties).filter(([name]) => !['apiVersion', 'kind', 'metadata'].includes(name))
  const fields = [
    text('apiVersion'),
    text('kind'),
    { ...text('metadata'), type: () => metadata },
    ...own.map(([name, inner]) => field(name, inner, required)),
  ]
  return {
    type: kind,
    description: schema.description ?? '',
    fields: fields.sort((a, b) => (a.name < b.name ? -1 : 1)),
  }
}

const field = (name: string, schema: Schema, required: readonly string[]): FieldDocument => ({
  name,
  required: required.includes(name),
  enum: (schema.enum ?? []).map(String),
  description: schema.description ?? '',
  // The description of a field is that of its type: there is only one.
  type: () => ({ ...document(schema), description: '' }),
})

function document(schema: Schema): Document {
  const { items, additionalProperties: values, properties = {}, required = [] } = schema
  if (schema['x-kubernetes-int-or-string']) return { type: 'IntOrString', description: '', fields: [] }
  if (schema.type === 'array' && items) {
    const inner = document(items)
    return { ...inner, type: `[]${inner.type}` }
  }
  if (schema.type === 'object' && values && values !== true) {
    const inner = document(values)
    return { ...inner, type: `map[string]${inner.type}` }
  }
  const fields = Object.entries(properties)
    .map(([name, inner]) => field(name, inner, required))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
  return { type: schema.type === 'object' ? 'Object' : (schema.type ?? 'Object'), description: '', fields }
}
