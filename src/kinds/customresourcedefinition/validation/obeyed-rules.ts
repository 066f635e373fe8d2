import { type FieldError, fieldErrorText, forbiddenField, invalidValue, required } from '../../../api/errors.ts'
import { Budget } from '../../../lib/cel/compile.ts'
import { attempt, CostError, Failure } from '../../../lib/cel/problems.ts'
import { Optional, type Value } from '../../../lib/cel/values.ts'
import { isMap, own } from '../../../lib/own.ts'
import type { Rule, Schema } from '../types.ts'
import { type CompiledRule, compiledRules } from './compiled-rules.ts'
import { Correlation, Ratchet, sameItem } from './correlation.ts'
import { isEmbedded } from './declare.ts'
import { normalizedFieldPath } from './field-path.ts'
import { celValue } from './values.ts'

/** What one evaluation, and all of an object, may cost (apiserver pkg/apis/cel/config.go). */
const PER_CALL = 1_000_000
const PER_OBJECT = 10_000_000
/** The longest message that an expression may make, in bytes. */
const LONGEST_MESSAGE = 5120

/**
 * Which rules of its schema an object breaks (apiextensions pkg/apiserver/schema/cel/validation.go, as of v1.35: simple
 * values are shown, others are left out). Where nothing has changed, what was wrong before is only warned of.
 */
export function brokenRules(
  next: Record<string, unknown>,
  previous: Record<string, unknown> | undefined,
  schema: Schema,
  warn: (text: string) => void,
): FieldError[] {
  const walk = new Walk(warn)
  const ratchet = new Ratchet(previous && new Correlation(next, previous, schema))
  walk.visit({ rules: schema, node: schema, root: true, path: '', value: next, old: previous, ratchet })
  return walk.errors
}

/**
 * Which rules a default breaks: as a value that stays as it is, and as a new one (apiextensions
 * pkg/apiserver/schema/defaulting).
 */
export function rulesBrokenByDefault(value: unknown, schema: Schema, path: string): FieldError[] {
  const place = { rules: schema, node: schema, root: isEmbedded(schema), path, value, ratchet: new Ratchet(undefined) }
  const errorsWith = (old: unknown) => {
    const walk = new Walk(() => {})
    walk.visit({ ...place, old })
    return walk.errors
  }
  const errors = errorsWith(value)
  return errors.length > 0 ? errors : errorsWith(undefined)
}

interface Place {
  /** The schema that has rules, and the one that says what values are; they differ in allOf. */
  rules: Schema
  node: Schema
  root: boolean
  path: string
  value: unknown
  old: unknown
  ratchet: Ratchet
}

const known = new WeakMap<Schema, boolean>()

/** Whether a schema has rules, at any depth. */
export function hasRules(schema: Schema): boolean {
  let has = known.get(schema)
  if (has === undefined) {
    const { additionalProperties: values, items, properties = {}, allOf = [] } = schema
    const below = [...Object.values(properties), ...(allOf as Schema[]), ...(items ? [items] : [])]
    if (isMap(values)) below.push(values as Schema)
    has = (schema['x-kubernetes-validations']?.length ?? 0) > 0 || below.some(hasRules)
    known.set(schema, has)
  }
  return has
}

/** Ends the walk: the budget is used up. */
class Exhausted extends Error {}

class Walk {
  readonly errors: FieldError[] = []
  private readonly budget = new Budget(PER_CALL, PER_OBJECT)
  private readonly warn: (text: string) => void
  constructor(warn: (text: string) => void) {
    this.warn = warn
  }

  visit(place: Place): void {
    try {
      this.walk(place)
    } catch (error) {
      if (!(error instanceof Exhausted)) throw error
    }
  }

  private walk(place: Place): void {
    const { rules, node, path, value, old, ratchet } = place
    if (value === null || value === undefined || !hasRules(rules)) return
    if (rules['x-kubernetes-validations']?.length) this.evaluate(place)
    for (const each of (rules.allOf ?? []) as Schema[]) {
      this.walk({ ...place, rules: each, ratchet: ratchet.uncorrelated })
    }
    if (Array.isArray(value)) {
      const { items } = rules
      if (!items || !node.items) return
      value.forEach((item, i) => {
        const below = { rules: items, node: node.items!, root: isEmbedded(node.items!), value: item }
        this.walk({ ...below, path: `${path}[${i}]`, old: sameItem(item, old, node), ratchet: ratchet.index(i) })
      })
      return
    }
    if (!isMap(value)) return
    const before = isMap(old) ? old : {}
    for (const key of Object.keys(value).sort()) {
      const step = { value: value[key], old: own(before, key), ratchet: ratchet.key(key) }
      const property = own(rules.properties ?? {}, key) as Schema | undefined
      const declared = own(node.properties ?? {}, key) as Schema | undefined
      if (property && declared) {
        const child = path === '' ? key : `${path}.${key}`
        this.walk({ ...step, rules: property, node: declared, root: isEmbedded(declared), path: child })
      } else if (isMap(rules.additionalProperties) && isMap(node.additionalProperties)) {
        const inner = node.additionalProperties as Schema
        const values = rules.additionalProperties as Schema
        this.walk({ ...step, rules: values, node: inner, root: isEmbedded(inner), path: `${path}[${key}]` })
      }
    }
  }

  private evaluate({ rules, node, root, path, value, old, ratchet }: Place): void {
    const compiled = compiledRules(rules, node, root) ?? []
    const type = node.type ?? ''
    const where = path === '' ? '<nil>' : path
    const self = attempt(() => celValue(value, node, root))
    const hasOld = old !== null && old !== undefined
    const oldSelf = hasOld ? attempt(() => celValue(old, node, root)) : undefined
    for (const each of compiled) {
      const { rule, program, problem, usesOldSelf } = each
      if (problem !== undefined) this.errors.push(invalidValue(where, type, `rule compile error: ${problem}`))
      if (!program || (usesOldSelf && !hasOld && !rule.optionalOldSelf)) continue
      const variables = new Map<string, Value>()
      if (self instanceof Failure) {
        this.errors.push(invalidValue(where, type, `${self.message} evaluating rule: ${shortText(rule)}`))
        continue
      }
      variables.set('self', self)
      const before = oldSelf instanceof Failure ? undefined : oldSelf
      if (rule.optionalOldSelf) variables.set('oldSelf', new Optional(before))
      else if (before !== undefined) variables.set('oldSelf', before)
      if (this.holds(each, variables, where, type)) continue
      const fieldPath = rule.fieldPath ? normalizedFieldPath(rule.fieldPath, node) : undefined
      const at = fieldPath ? `${path}${path === '' || fieldPath.startsWith('[') ? '' : '.'}${fieldPath}` : where
      const detail = this.messageOf(each, variables, at, type) ?? plainMessage(rule)
      const error = errorFor(rule, at, isMap(value) || Array.isArray(value) ? undefined : value, detail)
      if (!usesOldSelf && ratchet.holds) this.warn(fieldErrorText(error))
      else this.errors.push(error)
    }
  }

  /** True also when it has been told why it cannot be said. */
  private holds({ rule, program }: CompiledRule, variables: Map<string, Value>, at: string, type: string): boolean {
    if (this.budget.left <= 0) return this.exhausted(at, type, NO_BUDGET)
    const refuse = (detail: string) => {
      this.errors.push(invalidValue(at, type, detail))
      return true
    }
    try {
      const holds = program!.run(variables, this.budget) === true
      return this.budget.left < 0 ? this.exhausted(at, type, NO_BUDGET) : holds
    } catch (error) {
      if (error instanceof CostError) {
        return this.exhausted(
          at,
          type,
          `'${error.message}': no further validation rules will be run due to call cost exceeds limit for rule: ${shortText(rule)}`,
        )
      }
      if (!(error instanceof Failure)) throw error
      if (error.message.startsWith('no such overload')) {
        return refuse(
          `'${error.message}': call arguments did not match a supported operator, function or macro signature for rule: ${shortText(rule)}`,
        )
      }
      return refuse(`${error.message} evaluating rule: ${shortText(rule)}`)
    }
  }

  private exhausted(at: string, type: string, detail: string): never {
    this.errors.push(invalidValue(at, type, detail))
    throw new Exhausted()
  }

  /** What the messageExpression makes; undefined when it makes nothing that can be shown. */
  private messageOf(
    { rule, message }: CompiledRule,
    variables: Map<string, Value>,
    at: string,
    type: string,
  ): string | undefined {
    if (!message) return undefined
    try {
      const text = String(message.run(variables, this.budget)).trim()
      const isFit = text !== '' && !text.includes('\n') && new TextEncoder().encode(text).length <= LONGEST_MESSAGE
      return isFit ? text : undefined
    } catch (error) {
      if (error instanceof CostError) {
        return this.exhausted(
          at,
          type,
          `no further validation rules will be run due to call cost exceeds limit for messageExpression: ${JSON.stringify(rule.messageExpression)}`,
        )
      }
      if (error instanceof Failure) return undefined
      throw error
    }
  }
}

const NO_BUDGET = 'validation failed due to running out of cost budget, no further validation rules will be run'

const shortText = ({ rule, message }: Rule): string => (message ? message.trim() : rule.trim())
const plainMessage = ({ rule, message }: Rule): string => (message ? message.trim() : `failed rule: ${rule.trim()}`)

function errorFor({ reason }: Rule, path: string, value: unknown, detail: string): FieldError {
  switch (reason) {
    case 'FieldValueForbidden':
      return forbiddenField(path, detail)
    case 'FieldValueRequired':
      return required(path, detail)
    case 'FieldValueDuplicate':
      return { type: 'Duplicate value', path, value, detail: '' }
    default:
      return invalidValue(path, value, detail)
  }
}
