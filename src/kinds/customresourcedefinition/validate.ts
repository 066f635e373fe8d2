import { type FieldError, invalidValue, required, unsupported } from '../../api/errors.ts'
import { equal } from '../../lib/equal.ts'
import { label1035Errors, labelErrors, subdomainErrors } from '../../lib/names.ts'
import { compilePattern } from './check.ts'
import { type CustomResourceDefinition, type Schema, schemaOf, type Version } from './types.ts'
import { validateDefaults } from './validation/declared-defaults.ts'
import { validateRules } from './validation/declared-rules.ts'

/** apiextensions-apiserver pkg/apis/apiextensions/validation. */
export function validate(next: CustomResourceDefinition, previous: CustomResourceDefinition | undefined): FieldError[] {
  const { spec, metadata } = next
  const errors: FieldError[] = []
  const wanted = `${spec.names?.plural}.${spec.group}`
  if (metadata.name !== wanted) {
    errors.push(invalidValue('metadata.name', metadata.name, `must be spec.names.plural+"."+spec.group`))
  }
  if (!spec.group) errors.push(required('spec.group'))
  else {
    for (const why of subdomainErrors(spec.group)) errors.push(invalidValue('spec.group', spec.group, why))
    if (!spec.group.includes('.')) {
      errors.push(invalidValue('spec.group', spec.group, 'should be a domain with at least one dot'))
    }
  }
  const scopes = ['Cluster', 'Namespaced']
  if (!spec.scope) errors.push(required('spec.scope'))
  else if (!scopes.includes(spec.scope)) errors.push(unsupported('spec.scope', spec.scope, scopes))
  validateNames(next, errors)
  validateVersions(spec.versions ?? [], errors)
  if (previous?.status.conditions?.some(c => c.type === 'Established' && c.status === 'True')) {
    for (const [path, before, after] of [
      ['spec.group', previous.spec.group, spec.group],
      ['spec.scope', previous.spec.scope, spec.scope],
      ['spec.names.kind', previous.spec.names.kind, spec.names.kind],
      ['spec.names.plural', previous.spec.names.plural, spec.names.plural],
    ] as const) {
      if (before !== after) errors.push(invalidValue(path, after, 'field is immutable'))
    }
  }
  return errors
}

function validateNames({ spec: { names } }: CustomResourceDefinition, errors: FieldError[]): void {
  const check = (field: string, value: string | undefined, rule: (text: string) => string[], text = value) => {
    if (!value) errors.push(required(`spec.names.${field}`))
    else for (const why of rule(text!)) errors.push(invalidValue(`spec.names.${field}`, value, why))
  }
  check('plural', names?.plural, label1035Errors)
  check('singular', names?.singular, label1035Errors)
  const lower = (text: string) =>
    labelErrors(text).map(why => `may have mixed case, but should otherwise match: ${why}`)
  check('kind', names?.kind, lower, names?.kind?.toLowerCase())
  check('listKind', names?.listKind, lower, names?.listKind?.toLowerCase())
  ;(names?.shortNames ?? []).forEach((name, i) => {
    for (const why of label1035Errors(name)) errors.push(invalidValue(`spec.names.shortNames[${i}]`, name, why))
  })
  if (names?.kind && names.kind === names.listKind) {
    errors.push(invalidValue('spec.names.listKind', names.listKind, 'kind and listKind may not be the same'))
  }
}

function validateVersions(versions: readonly Version[], errors: FieldError[]): void {
  const storages = versions.filter(({ storage }) => storage).length
  if (storages !== 1) {
    errors.push(invalidValue('spec.versions', versions, 'must have exactly one version marked as storage version'))
  }
  const seen = new Set<string>()
  versions.forEach((version, i) => {
    const path = `spec.versions[${i}]`
    for (const why of label1035Errors(version.name)) errors.push(invalidValue(`${path}.name`, version.name, why))
    if (seen.has(version.name)) {
      errors.push(invalidValue('spec.versions', version.name, 'must contain unique version names'))
    }
    seen.add(version.name)
    if (!schemaOf(version)) errors.push(required(`${path}.schema.openAPIV3Schema`, 'schemas are required'))
    const { scale } = version.subresources ?? {}
    for (const field of ['specReplicasPath', 'statusReplicasPath'] as const) {
      const start = field === 'specReplicasPath' ? '.spec.' : '.status.'
      if (scale && !scale[field]?.startsWith(start)) {
        const where = `${path}.subresources.scale.${field}`
        errors.push(invalidValue(where, scale[field] ?? '', `should be a json path under ${start.slice(0, -1)}`))
      }
    }
    ;(version.additionalPrinterColumns ?? []).forEach(({ name, type, jsonPath }, at) => {
      const where = `${path}.additionalPrinterColumns[${at}]`
      if (!name) errors.push(required(`${where}.name`))
      if (!type) errors.push(required(`${where}.type`, `must be one of boolean,date,integer,number,string`))
      else if (!COLUMN_TYPES.includes(type)) {
        errors.push(invalidValue(`${where}.type`, type, `must be one of boolean,date,integer,number,string`))
      }
      if (!jsonPath) errors.push(required(`${where}.jsonPath`))
    })
  })
  validateSchemas(versions.map(schemaOf), errors)
}

/** A schema that all versions share is one, and stands elsewhere in the internal type that upstream validates. */
function validateSchemas(schemas: (Schema | undefined)[], errors: FieldError[]): void {
  const shared = schemas.every(schema => equal(schema, schemas[0]))
  schemas.slice(0, shared ? 1 : undefined).forEach((schema, i) => {
    if (!schema) return
    const path = `${shared ? 'spec.validation' : `spec.versions[${i}].schema`}.openAPIV3Schema`
    const wrong: FieldError[] = []
    validateSchema(schema, path, wrong, true)
    // Rules are read by a schema that is right, and defaults are judged by rules that can be read.
    if (wrong.length === 0) wrong.push(...validateRules(schema, path))
    if (wrong.length === 0) wrong.push(...validateDefaults(schema, path))
    errors.push(...wrong)
  })
}

const COLUMN_TYPES = ['boolean', 'date', 'integer', 'number', 'string']
const TYPES = ['array', 'boolean', 'integer', 'number', 'object', 'string']

/** Structural schemas only: every node has a type. */
function validateSchema(schema: Schema, path: string, errors: FieldError[], root = false): void {
  const free = schema['x-kubernetes-int-or-string'] || schema['x-kubernetes-preserve-unknown-fields']
  if (!schema.type) {
    if (root) errors.push(required(`${path}.type`, 'must not be empty at the root'))
    else if (!free) errors.push(required(`${path}.type`, 'must not be empty for specified object fields'))
  } else if (root && schema.type !== 'object') {
    errors.push(invalidValue(`${path}.type`, schema.type, 'must be object at the root'))
  } else if (!TYPES.includes(schema.type)) errors.push(unsupported(`${path}.type`, schema.type, TYPES))
  if (schema.type === 'array' && !schema.items) {
    errors.push(required(`${path}.items`, 'must be specified'))
  }
  if (schema.pattern !== undefined && !compilePattern(schema.pattern)) {
    errors.push(invalidValue(`${path}.pattern`, schema.pattern, 'must be a valid regular expression'))
  }
  if (schema['x-kubernetes-list-type'] === 'map' && !schema['x-kubernetes-list-map-keys']?.length) {
    errors.push(required(`${path}.x-kubernetes-list-map-keys`, 'must not be empty if x-kubernetes-list-type is map'))
  }
  for (const [key, inner] of Object.entries(schema.properties ?? {})) {
    validateSchema(inner, `${path}.properties[${key}]`, errors)
  }
  if (schema.items) validateSchema(schema.items, `${path}.items`, errors)
  if (typeof schema.additionalProperties === 'object') {
    validateSchema(schema.additionalProperties, `${path}.additionalProperties`, errors)
  }
}
