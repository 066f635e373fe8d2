import type { FieldError } from '../../api/errors.ts'
import { compileExpression, variableType } from '../../api/expressions/compiled.ts'
import type { Scope } from '../../api/expressions/variables.ts'
import type { Type } from '../../lib/cel/types.ts'
import { equal } from '../../lib/equal.ts'
import { label1035Errors, labelKeyErrors, pathSegmentErrors, subdomainErrors } from '../../lib/names.ts'
import type { AdmissionRule, MatchResources, ValidatingAdmissionPolicy } from '../../lib/objects.ts'
import { validateLabelSelector } from '../pod/validate/labels.ts'
import { Path } from '../pod/validate/path.ts'
import {
  among,
  checkConditions,
  checkExpression,
  checkRule,
  FAILURE_POLICIES,
  MATCH_POLICIES,
} from '../webhookconfiguration/matching.ts'

type Spec = ValidatingAdmissionPolicy['spec']
type ParamKind = NonNullable<Spec['paramKind']>
type Validation = NonNullable<Spec['validations']>[number]
type AuditAnnotation = NonNullable<Spec['auditAnnotations']>[number]

const REASONS = ['Forbidden', 'Invalid', 'RequestEntityTooLarge']
const MOST_ANNOTATIONS = 20
const LONGEST_VALUE = 5 * 1024
const NOTHING = 'validations or auditAnnotations must contain at least one item'

/** Modelled on pkg/apis/admissionregistration/validation, ValidateValidatingAdmissionPolicy. */
export function validatePolicy(
  { spec, metadata }: ValidatingAdmissionPolicy,
  previous?: ValidatingAdmissionPolicy,
): FieldError[] {
  const errors: FieldError[] = []
  const at = Path.root('spec', errors)
  const { paramKind, matchConstraints, variables, validations = [], auditAnnotations = [] } = spec
  among(spec.failurePolicy, FAILURE_POLICIES, at.at('failurePolicy'))
  if (paramKind) checkParamKind(paramKind, at.at('paramKind'))
  if (!matchConstraints) at.at('matchConstraints').required()
  else {
    checkMatchResources(matchConstraints, at.at('matchConstraints'))
    if (!matchConstraints.resourceRules?.length) at.at('matchConstraints').at('resourceRules').required()
  }
  const scope: Scope = { params: paramKind !== undefined, authorizer: true }
  if (!previous || !sameConditions(previous.spec, spec)) {
    checkConditions(spec.matchConditions, scope, at.at('matchConditions'))
  }
  const composed = checkVariables(variables, scope, at.at('variables'))
  const composing = { ...scope, ...(variables?.length ? { variables: composed } : {}) }
  if (validations.length === 0 && auditAnnotations.length === 0) {
    at.at('validations').required(NOTHING)
    at.at('auditAnnotations').required(NOTHING)
  }
  at.at('validations').each(validations, (validation, here) => checkValidation(validation, composing, here))
  checkAnnotations(auditAnnotations, metadata.name, composing, at.at('auditAnnotations'))
  return errors
}

const sameConditions = (a: Spec, b: Spec): boolean =>
  equal(a.paramKind, b.paramKind) && equal(a.matchConditions, b.matchConditions)

function checkParamKind({ apiVersion, kind }: ParamKind, at: Path): void {
  const here = at.at('apiVersion')
  if (!apiVersion) here.required()
  else {
    const parts = apiVersion === '/' ? ['', ''] : apiVersion.split('/')
    const [group, version] = (parts.length === 1 ? ['', ...parts] : parts) as [string, string]
    if (parts.length > 2) here.invalid(apiVersion, `unexpected GroupVersion string: ${apiVersion}`)
    else {
      const wrong = group === '' ? [] : subdomainErrors(group)
      if (wrong.length > 0) here.invalid(group, wrong.join(','))
      const bad = label1035Errors(version)
      if (version === '') here.invalid(apiVersion, 'version must be specified')
      else if (bad.length > 0) here.invalid(version, bad.join(','))
    }
  }
  if (!kind) at.at('kind').required()
  else {
    const bad = label1035Errors(kind.toLowerCase())
    const but = 'may have mixed case, but should otherwise match: '
    if (bad.length > 0) at.at('kind').invalid(kind, but + bad.join(','))
  }
}

export function checkMatchResources(resources: MatchResources, at: Path): void {
  among(resources.matchPolicy, MATCH_POLICIES, at.at('matchPolicy'))
  validateLabelSelector(resources.namespaceSelector, at.at('namespaceSelector'))
  validateLabelSelector(resources.objectSelector, at.at('objectSelector'))
  at.at('resourceRules').each(resources.resourceRules, checkNamedRule)
  at.at('excludeResourceRules').each(resources.excludeResourceRules, checkNamedRule)
}

function checkNamedRule(rule: AdmissionRule, at: Path): void {
  const { resourceNames: names = [] } = rule
  at.at('resourceNames').each(names, (name, here, i) => {
    here.judge(name, pathSegmentErrors(name))
    if (names.indexOf(name) < i) here.duplicate(name)
  })
  checkRule(rule, at)
}

const IDENTIFIER = /^[_a-zA-Z][_a-zA-Z0-9]*$/
const RESERVED =
  'true false null in as break const continue else for function if import let loop package namespace return var void while'.split(
    ' ',
  )

/** Each may use those before it. */
function checkVariables(variables: Spec['variables'], scope: Scope, at: Path): Map<string, Type> {
  const composed = new Map<string, Type>()
  at.each(variables, ({ name, expression }, here) => {
    if (!name?.trim()) here.at('name').required('name is not specified')
    else if (!IDENTIFIER.test(name) || RESERVED.includes(name)) {
      here.at('name').invalid(name, 'name is not a valid CEL identifier')
    }
    if (!expression?.trim()) {
      here.at('expression').required('expression is not specified')
      return
    }
    const compiled = compileExpression(expression, { ...scope, variables: composed })
    if (compiled.problem !== undefined) here.at('expression').invalid(expression, compiled.problem)
    composed.set(name, variableType(compiled))
  })
  return composed
}

function checkValidation(
  { expression, message = '', messageExpression, reason }: Validation,
  scope: Scope,
  at: Path,
): void {
  checkExpression(expression, scope, ['bool'], at.at('expression'), 'expression is not specified')
  if (messageExpression) {
    const here = at.at('messageExpression')
    if (messageExpression.trim() === '') here.invalid(messageExpression, 'must be non-empty if specified')
    else checkExpression(messageExpression, { ...scope, authorizer: false }, ['string'], here)
  }
  const text = message.trim()
  if (message !== '' && text === '') at.at('message').invalid(message, 'message must be non-empty if specified')
  else if (/[\n\r]/.test(text)) at.at('message').invalid(message, 'message must not contain line breaks')
  among(reason, REASONS, at.at('reason'))
}

function checkAnnotations(annotations: readonly AuditAnnotation[], policy: string, scope: Scope, at: Path): void {
  if (annotations.length > MOST_ANNOTATIONS) {
    at.invalid(annotations, `must not have more than ${MOST_ANNOTATIONS} auditAnnotations`)
  }
  const keys = new Set<string>()
  at.each(annotations, ({ key = '', valueExpression = '' }, here) => {
    const whole = `${policy}/${key}`
    here.at('key').judge(whole, labelKeyErrors(whole))
    const source = valueExpression.trim()
    const value = here.at('valueExpression')
    if (source === '') value.required('valueExpression is not specified')
    else if (Buffer.byteLength(source) > LONGEST_VALUE) {
      value.required(`must not exceed ${LONGEST_VALUE} bytes in length`)
    } else {
      const { problem } = compileExpression(source, scope, ['string', 'null_type'])
      if (problem !== undefined) value.invalid(valueExpression, problem)
    }
    if (keys.has(key)) here.at('key').duplicate(key)
    keys.add(key)
  })
}
