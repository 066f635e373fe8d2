import { type FieldError, forbiddenField, invalidValue, Raw, required, unsupported } from '../../../api/errors.ts'
import { goJson } from '../../../lib/go-json.ts'
import { isMap, own } from '../../../lib/own.ts'
import type { Rule, Schema } from '../types.ts'
import { compiledRules } from './compiled-rules.ts'
import { isEmbedded } from './declare.ts'
import { normalizedFieldPath } from './field-path.ts'
import { costOf, costProblem, mostTimes, TotalCost, timesBelow } from './limits.ts'

const REASONS = ['FieldValueDuplicate', 'FieldValueForbidden', 'FieldValueInvalid', 'FieldValueRequired']

/** What is wrong with the rules of a definition (apiextensions pkg/apis/apiextensions/validation). */
export function validateRules(schema: Schema, path: string): FieldError[] {
  const texts: FieldError[] = []
  const top: Place = { rules: schema, node: schema, root: true, path, uncorrelated: undefined, times: 1 }
  eachRule(top, ({ rules, path: at }) => {
    rules['x-kubernetes-validations']!.forEach((rule, i) => {
      texts.push(...textProblems(rule, rules, `${at}.x-kubernetes-validations[${i}]`))
    })
  })
  if (texts.length > 0) return texts
  const errors: FieldError[] = []
  const total = new TotalCost()
  eachRule(top, place => errors.push(...programProblems(place, total)))
  for (const { path: at, detail } of total.problems(path)) errors.push(forbiddenField(at, detail))
  return errors
}

interface Place {
  /** The schema that has rules, and the one that says what values are; they differ in allOf. */
  rules: Schema
  node: Schema
  root: boolean
  path: string
  /** The list above whose items have no old value. */
  uncorrelated: string | undefined
  /** How often there can be such a value in an object; undefined without a bound. */
  times: number | undefined
}

function eachRule(place: Place, visit: (place: Place) => void): void {
  const { rules, node, path, uncorrelated, times } = place
  const isList = node.type === 'array' && node['x-kubernetes-list-type'] !== 'map'
  const most = timesBelow(node)
  const child = (inner: Schema, described: Schema, step: string): Place => ({
    rules: inner,
    node: described,
    root: isEmbedded(described),
    path: `${path}.${step}`,
    uncorrelated: uncorrelated ?? (isList ? path : undefined),
    times: times === undefined || most === undefined ? undefined : times * most,
  })
  const { properties = {}, items, additionalProperties: values } = rules
  for (const [key, inner] of Object.entries(properties)) {
    const described = own(node.properties ?? {}, key) as Schema | undefined
    if (described) eachRule(child(inner, described, `properties[${key}]`), visit)
  }
  if (items && node.items) eachRule(child(items, node.items, 'items'), visit)
  if (isMap(values) && isMap(node.additionalProperties)) {
    eachRule(child(values as Schema, node.additionalProperties as Schema, 'additionalProperties'), visit)
  }
  ;((rules.allOf ?? []) as Schema[]).forEach((each, i) => {
    eachRule({ ...place, rules: each, path: `${path}.allOf[${i}]` }, visit)
  })
  if (rules['x-kubernetes-validations']?.length) visit(place)
}

const hasNewlines = (text: string): boolean => /[\n\r]/.test(text)

/** What can be said of a rule's texts without compiling them. */
function textProblems(rule: Rule, schema: Schema, path: string): FieldError[] {
  const { rule: source = '', message = '', messageExpression = '', reason, fieldPath = '' } = rule
  const errors: FieldError[] = []
  const at = (field: string) => `${path}.${field}`
  if (source.trim() === '') errors.push(required(at('rule'), 'rule is not specified'))
  else if (message !== '' && message.trim() === '') {
    errors.push(invalidValue(at('message'), message, 'message must be non-empty if specified'))
  } else if (hasNewlines(message.trim())) {
    errors.push(invalidValue(at('message'), message, 'message must not contain line breaks'))
  } else if (hasNewlines(source.trim()) && message.trim() === '') {
    errors.push(required(at('message'), 'message must be specified if rule contains line breaks'))
  }
  if (messageExpression !== '' && messageExpression.trim() === '') {
    errors.push(required(at('messageExpression'), 'messageExpression must be non-empty if specified'))
  }
  if (reason !== undefined && reason !== null && !REASONS.includes(reason)) {
    errors.push(unsupported(at('reason'), reason, REASONS))
  }
  if (fieldPath !== '' && fieldPath.trim() === '') {
    errors.push(invalidValue(at('fieldPath'), fieldPath, 'fieldPath must be non-empty if specified'))
  }
  if (hasNewlines(fieldPath)) {
    errors.push(invalidValue(at('fieldPath'), fieldPath, 'fieldPath must not contain line breaks'))
  }
  if (fieldPath !== '' && normalizedFieldPath(fieldPath, schema) === undefined) {
    errors.push(invalidValue(at('fieldPath'), fieldPath, 'fieldPath must be a valid path'))
  }
  return errors
}

function programProblems({ rules, node, root, path, uncorrelated, times }: Place, total: TotalCost): FieldError[] {
  const compiled = compiledRules(rules, node, root)
  const where = `${path}.x-kubernetes-validations`
  if (!compiled) {
    const detail = 'internal error: failed to retrieve type information for x-kubernetes-validations'
    return [{ type: 'Internal error', path: where, detail }]
  }
  return compiled.flatMap(({ rule, program, problem, message, messageProblem, usesOldSelf }, i) => {
    const errors: FieldError[] = []
    const observe = (field: string, what: string, cost: number) => {
      const expensive = costProblem(`estimated ${what} cost`, cost)
      if (expensive !== undefined) errors.push(forbiddenField(`${where}[${i}].${field}`, expensive))
      total.add(`${where}[${i}].${field}`, cost)
    }
    if (program) observe('rule', 'rule', costOf(program, node, root) * (times ?? mostTimes(node, root)))
    if (problem !== undefined) errors.push(invalidValue(`${where}[${i}].rule`, shown(rule), problem))
    if (messageProblem !== undefined) {
      errors.push(invalidValue(`${where}[${i}].messageExpression`, shown(rule), messageProblem))
    }
    if (message) observe('messageExpression', 'messageExpression', costOf(message, node, root))
    if (usesOldSelf && uncorrelated !== undefined) {
      const detail = `oldSelf cannot be used on the uncorrelatable portion of the schema within ${uncorrelated}`
      errors.push(invalidValue(`${where}[${i}].rule`, rule.rule, detail))
    } else if (!usesOldSelf && typeof rule.optionalOldSelf === 'boolean') {
      const detail = 'may not be set if oldSelf is not used in rule'
      errors.push(invalidValue(`${where}[${i}].optionalOldSelf`, rule.optionalOldSelf, detail))
    }
    return errors
  })
}

/** The internal type, which has no names for JSON. */
function shown(rule: Rule): Raw {
  const fields = {
    Rule: rule.rule,
    Message: rule.message ?? '',
    MessageExpression: rule.messageExpression ?? '',
    Reason: rule.reason ?? null,
    FieldPath: rule.fieldPath ?? '',
    OptionalOldSelf: rule.optionalOldSelf ?? null,
  }
  return new Raw(goJson(fields, false))
}
