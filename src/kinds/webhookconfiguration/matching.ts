import { compileExpression } from '../../api/expressions/compiled.ts'
import type { Scope } from '../../api/expressions/variables.ts'
import { labelKeyErrors } from '../../lib/names.ts'
import type { AdmissionRule, MatchCondition } from '../../lib/objects.ts'
import type { Path } from '../pod/validate/path.ts'

/** What webhooks and policies say alike of the requests that they are about: pkg/apis/admissionregistration/validation. */

export const FAILURE_POLICIES = ['Fail', 'Ignore']
export const MATCH_POLICIES = ['Equivalent', 'Exact']
const OPERATIONS = ['*', 'CONNECT', 'CREATE', 'DELETE', 'UPDATE']
const SCOPES = ['*', 'Cluster', 'Namespaced']
const MOST_CONDITIONS = 64

export function among(value: string | undefined, supported: readonly string[], at: Path): void {
  if (value !== undefined && !supported.includes(value)) at.unsupported(value, supported)
}

export function checkRule(rule: AdmissionRule, at: Path): void {
  const { operations = [], apiGroups = [], apiVersions = [], resources = [], scope } = rule
  wildcard(operations, 'operations', at.at('operations'))
  at.at('operations').each(operations, (operation, here) => among(operation, OPERATIONS, here))
  wildcard(apiGroups, 'API groups', at.at('apiGroups'))
  wildcard(apiVersions, 'API versions', at.at('apiVersions'))
  at.at('apiVersions').each(apiVersions, (version, here) => version === '' && here.required())
  checkResources(resources, at.at('resources'))
  among(scope, SCOPES, at.at('scope'))
}

function wildcard(list: readonly string[], what: string, at: Path): void {
  if (list.length === 0) at.required()
  if (list.length > 1 && list.includes('*')) at.invalid(list, `if '*' is present, must not specify other ${what}`)
}

function checkResources(resources: readonly string[], at: Path): void {
  if (resources.length === 0) at.required()
  const withAllSubresources = new Set<string>()
  const ofAllResources = new Set<string>()
  let isPlain = false
  at.each(resources, (text, here) => {
    if (text === '') {
      here.required()
      return
    }
    const slash = text.indexOf('/')
    if (slash < 0) {
      isPlain = text !== '*'
      return
    }
    const [resource, sub] = [text.slice(0, slash), text.slice(slash + 1)]
    if (withAllSubresources.has(resource)) {
      here.invalid(text, `if '${resource}/*' is present, must not specify ${text}`)
    }
    if (ofAllResources.has(sub)) here.invalid(text, `if '*/${sub}' is present, must not specify ${text}`)
    if (sub === '*') withAllSubresources.add(resource)
    if (resource === '*') ofAllResources.add(sub)
  })
  if (resources.length > 1 && resources.includes('*/*')) {
    at.invalid(resources, "if '*/*' is present, must not specify other resources")
  }
  if (resources.includes('*') && isPlain) {
    at.invalid(resources, "if '*' is present, must not specify other resources without subresources")
  }
}

export function checkConditions(conditions: readonly MatchCondition[] | undefined, scope: Scope, at: Path): void {
  if (!conditions) return
  if (conditions.length > MOST_CONDITIONS) at.tooMany(conditions.length, MOST_CONDITIONS)
  const names = new Set<string>()
  at.each(conditions, ({ name, expression }, here) => {
    checkExpression(expression?.trim(), scope, ['bool'], here.at('expression'))
    if (!name) here.at('name').required()
    else {
      here.at('name').judge(name, labelKeyErrors(name))
      if (names.has(name)) here.at('name').duplicate(name)
      names.add(name)
    }
  })
}

/** An expression that must be there and of one of these types. */
export function checkExpression(
  source: string | undefined,
  scope: Scope,
  returns: readonly string[] | undefined,
  at: Path,
  missing = '',
): void {
  if (!source?.trim()) {
    at.required(missing)
    return
  }
  const { problem } = compileExpression(source, scope, returns)
  if (problem !== undefined) at.invalid(source, problem)
}
