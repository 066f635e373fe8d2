import { type FieldError, invalidValue, required, unsupported } from '../../api/errors.ts'
import { parseDate, parseWordyDuration, parseTimestamp } from '../../lib/cel/moment.ts'
import { equal } from '../../lib/equal.ts'
import { isMap, own } from '../../lib/own.ts'
import { compileRegexp, type Regexp } from '../../lib/re2/regexp.ts'
import { PatternError } from '../../lib/re2/syntax.ts'
import type { Schema } from './types.ts'
import type { Correlation } from './validation/correlation.ts'

/**
 * What is wrong with a value by its schema, in the words of kube-openapi's validation
 * (apiextensions-apiserver pkg/apiserver/validation). Its rules are another matter, see validation/obeyed-rules.ts.
 */
export function check(value: unknown, schema: Schema, path: string, before?: Correlation): FieldError[] {
  const errors: FieldError[] = []
  visit(value, schema, path, errors, before)
  return errors
}

/** What is wrong with a part that has not changed was wrong `before`, and is let be (apiserver validation/ratcheting.go). */
function visit(value: unknown, schema: Schema, path: string, errors: FieldError[], before?: Correlation): void {
  const found: FieldError[] = []
  visitPart(value, schema, path, found, before)
  if (found.length > 0 && !before?.isUnchanged) errors.push(...found)
}

function visitPart(value: unknown, schema: Schema, path: string, errors: FieldError[], before?: Correlation): void {
  if (value === undefined || (value === null && schema.nullable)) return
  const wrong = typeError(value, schema)
  if (wrong !== undefined) {
    errors.push(
      invalidValue(path, kindOf(value), `${path} in body must be of type ${wrong}: ${JSON.stringify(kindOf(value))}`),
    )
    return
  }
  if (schema.enum && !schema.enum.some(each => equal(each, value))) {
    errors.push(
      unsupported(
        path,
        value,
        schema.enum.map(each => (typeof each === 'string' ? each : JSON.stringify(each))),
      ),
    )
  }
  const bad = (text: string) => errors.push(invalidValue(path, value, `${path} in body should ${text}`))
  if (typeof value === 'string') checkText(value, schema, path, bad, errors)
  if (typeof value === 'number') checkNumber(value, schema, bad)
  if (Array.isArray(value)) checkList(value, schema, path, errors, before)
  else if (isMap(value)) checkMap(value, schema, path, errors, before)
  checkCombined(value, schema, path, errors)
}

/** The type that is wanted, when the value has another. */
function typeError(value: unknown, schema: Schema): string | undefined {
  if (schema['x-kubernetes-int-or-string']) {
    return typeof value === 'string' || Number.isInteger(value) ? undefined : 'integer,string'
  }
  const { type } = schema
  if (!type) return undefined
  const kind = kindOf(value)
  if (kind === type || (type === 'number' && kind === 'integer')) return undefined
  return type
}

function kindOf(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number'
  return typeof value
}

const FORMATS: Record<string, { test(text: string): boolean }> = {
  'date-time': { test: text => parseTimestamp(text) !== undefined },
  date: { test: text => parseDate(text) !== undefined },
  duration: { test: text => parseWordyDuration(text) !== undefined },
  ipv4: /^(\d{1,3}\.){3}\d{1,3}$/,
  uuid: /^[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}$/i,
  email: /^[^@\s]+@[^@\s]+$/,
  hostname: /^[a-zA-Z0-9]([-a-zA-Z0-9.]*[a-zA-Z0-9])?$/,
  byte: /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/,
}

function checkText(
  value: string,
  schema: Schema,
  path: string,
  bad: (text: string) => void,
  errors: FieldError[],
): void {
  const length = [...value].length
  if (schema.maxLength !== undefined && length > schema.maxLength) {
    errors.push({ type: 'Too long', path, detail: `may not be more than ${schema.maxLength} bytes` })
  }
  if (schema.minLength !== undefined && length < schema.minLength) {
    bad(`be at least ${schema.minLength} chars long`)
  }
  if (schema.pattern !== undefined && !matches(schema.pattern, value)) bad(`match '${schema.pattern}'`)
  const format = schema.format === undefined ? undefined : own(FORMATS, schema.format)
  if (format && !format.test(value)) {
    errors.push(invalidValue(path, value, `${path} in body must be of type ${schema.format}: ${JSON.stringify(value)}`))
  }
}

/** A pattern that does not compile refuses nothing; CRD validation says so when it is made. */
function matches(pattern: string, value: string): boolean {
  let compiled = patterns.get(pattern)
  if (compiled === undefined) patterns.set(pattern, (compiled = compilePattern(pattern) ?? null))
  return compiled?.test(value) ?? true
}

const patterns = new Map<string, Regexp | null>()

/** As Go reads it; undefined for what is no pattern. */
export function compilePattern(pattern: string): Regexp | undefined {
  try {
    return compileRegexp(pattern)
  } catch (error) {
    if (error instanceof PatternError) return undefined
    throw error
  }
}

function checkNumber(value: number, schema: Schema, bad: (text: string) => void): void {
  const { maximum, minimum, multipleOf } = schema
  if (maximum !== undefined) {
    if (schema.exclusiveMaximum && value >= maximum) bad(`be less than ${maximum}`)
    else if (value > maximum) bad(`be less than or equal to ${maximum}`)
  }
  if (minimum !== undefined) {
    if (schema.exclusiveMinimum && value <= minimum) bad(`be greater than ${minimum}`)
    else if (value < minimum) bad(`be greater than or equal to ${minimum}`)
  }
  if (multipleOf !== undefined && !Number.isInteger(value / multipleOf)) bad(`be a multiple of ${multipleOf}`)
}

const tooMany = (path: string, count: number, most: number): FieldError => ({
  type: 'Too many',
  path,
  detail: `${count}: must have at most ${most} item${most === 1 ? '' : 's'}`,
})

function checkList(list: unknown[], schema: Schema, path: string, errors: FieldError[], before?: Correlation): void {
  const { maxItems, minItems, items } = schema
  if (maxItems !== undefined && list.length > maxItems) errors.push(tooMany(path, list.length, maxItems))
  if (minItems !== undefined && list.length < minItems) {
    errors.push(invalidValue(path, list.length, `${path} in body should have at least ${minItems} items`))
  }
  list.forEach((item, i) => {
    if (items) visit(item, items, `${path}[${i}]`, errors, before?.index(i))
  })
  const keys = schema['x-kubernetes-list-map-keys']
  const type = schema['x-kubernetes-list-type']
  if (type !== 'map' && type !== 'set') return
  const seen: unknown[] = []
  list.forEach((item, i) => {
    const id = type === 'set' || !isMap(item) ? item : Object.fromEntries((keys ?? []).map(key => [key, item[key]]))
    if (seen.some(each => equal(each, id))) {
      errors.push({ type: 'Duplicate value', path: `${path}[${i}]`, value: id, detail: '' })
    } else seen.push(id)
  })
}

function checkMap(
  map: Record<string, unknown>,
  schema: Schema,
  path: string,
  errors: FieldError[],
  before?: Correlation,
): void {
  const { properties = {}, additionalProperties, maxProperties, minProperties } = schema
  const below = (key: string) => (path === '' ? key : `${path}.${key}`)
  for (const key of schema.required ?? []) {
    if (!Object.hasOwn(map, key) || map[key] === undefined) errors.push(required(below(key)))
  }
  const count = Object.keys(map).length
  if (maxProperties !== undefined && count > maxProperties) errors.push(tooMany(path, count, maxProperties))
  if (minProperties !== undefined && count < minProperties) {
    errors.push(invalidValue(path, count, `${path} in body should have at least ${minProperties} properties`))
  }
  for (const key of Object.keys(map).sort()) {
    const inner = Object.hasOwn(properties, key) ? properties[key] : additionalProperties
    if (isMap(inner)) visit(map[key], inner as Schema, below(key), errors, before?.key(key))
  }
}

const passes = (value: unknown, schema: Schema, path: string): boolean => check(value, schema, path).length === 0

function checkCombined(value: unknown, schema: Schema, path: string, errors: FieldError[]): void {
  for (const each of (schema.allOf ?? []) as Schema[]) visit(value, each, path, errors)
  const fails = (text: string) => errors.push(invalidValue(path, value, `${JSON.stringify(path)} ${text}`))
  const any = schema.anyOf as Schema[] | undefined
  if (any && !schema['x-kubernetes-int-or-string'] && !any.some(each => passes(value, each, path))) {
    fails('must validate at least one schema (anyOf)')
  }
  const one = schema.oneOf as Schema[] | undefined
  if (one) {
    const count = one.filter(each => passes(value, each, path)).length
    if (count !== 1) fails(`must validate one and only one schema (oneOf). Found ${count || 'none'} valid`)
  }
  if (schema.not && passes(value, schema.not, path)) fails('must not validate the schema (not)')
}
