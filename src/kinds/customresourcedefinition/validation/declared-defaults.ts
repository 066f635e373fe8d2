import { type FieldError, invalidValue, Raw } from '../../../api/errors.ts'
import { goJson } from '../../../lib/go-json.ts'
import { isMap, own } from '../../../lib/own.ts'
import { check } from '../check.ts'
import type { Schema } from '../types.ts'
import { isEmbedded } from './declare.ts'
import { rulesBrokenByDefault } from './obeyed-rules.ts'

/** Defaults must be what their schema and its rules allow (apiextensions pkg/apiserver/schema/defaulting, ValidateDefaults). */
export function validateDefaults(schema: Schema, path: string): FieldError[] {
  const errors = schema.default === undefined ? [] : problemsOf(schema.default, schema, `${path}.default`)
  if (schema.items) errors.push(...validateDefaults(schema.items, `${path}.items`))
  for (const [key, inner] of Object.entries(schema.properties ?? {})) {
    errors.push(...validateDefaults(inner, `${path}.properties[${key}]`))
  }
  return errors
}

function problemsOf(value: unknown, schema: Schema, path: string): FieldError[] {
  const errors: FieldError[] = []
  if (hasUnknown(value, schema)) errors.push(invalidValue(path, new Raw(goJson(value)), 'must not have unknown fields'))
  const wrong = check(value, schema, '').map(error => ({ ...error, path: below(path, error.path) }))
  errors.push(...(wrong.length > 0 ? wrong : rulesBrokenByDefault(value, schema, path)))
  return errors
}

const below = (path: string, rest: string): string =>
  rest === '' || rest.startsWith('[') ? path + rest : `${path}.${rest}`

/** What every object has. */
const OF_OBJECTS = ['apiVersion', 'kind', 'metadata']

/** Whether pruning would take something away. */
function hasUnknown(value: unknown, schema: Schema): boolean {
  if (Array.isArray(value)) return schema.items !== undefined && value.some(item => hasUnknown(item, schema.items!))
  if (!isMap(value)) return false
  const { properties = {}, additionalProperties: values } = schema
  const isOpen = schema['x-kubernetes-preserve-unknown-fields'] === true || values === true
  return Object.keys(value).some(key => {
    if (isEmbedded(schema) && OF_OBJECTS.includes(key)) return false
    const inner = (own(properties, key) as Schema | undefined) ?? (isMap(values) ? (values as Schema) : undefined)
    return inner ? hasUnknown(value[key], inner) : !isOpen
  })
}
