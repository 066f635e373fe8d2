import { type Compiled, compileExpression, variableType } from '../../api/expressions/compiled.ts'
import type { Scope } from '../../api/expressions/variables.ts'
import type { Type } from '../../lib/cel/types.ts'
import type { ValidatingAdmissionPolicy } from '../../lib/objects.ts'

/** The expressions of a policy (apiserver pkg/admission/plugin/policy/validating, compilePolicy). */
export interface CompiledPolicy {
  conditions: Compiled[]
  variables: { name: string; compiled: Compiled }[]
  validations: Compiled[]
  /** As many as validations; undefined for those without messageExpression. */
  messages: (Compiled | undefined)[]
  annotations: Compiled[]
}

/** Stored policies do not change; their expressions are compiled when they are first needed. */
const known = new WeakMap<ValidatingAdmissionPolicy, CompiledPolicy>()

export function compiledPolicy(policy: ValidatingAdmissionPolicy): CompiledPolicy {
  let found = known.get(policy)
  if (!found) {
    found = compilePolicy(policy.spec)
    known.set(policy, found)
  }
  return found
}

function compilePolicy(spec: ValidatingAdmissionPolicy['spec']): CompiledPolicy {
  const types = new Map<string, Type>()
  const scope: Scope = { params: spec.paramKind !== undefined, authorizer: true, variables: types }
  const variables = (spec.variables ?? []).map(({ name, expression }) => {
    const compiled = compileExpression(expression, scope)
    types.set(name, variableType(compiled))
    return { name, compiled }
  })
  const { validations = [] } = spec
  return {
    variables,
    conditions: (spec.matchConditions ?? []).map(each => compileExpression(each.expression ?? '', scope, ['bool'])),
    validations: validations.map(({ expression }) => compileExpression(expression, scope, ['bool'])),
    messages: validations.map(({ messageExpression: source }) =>
      source ? compileExpression(source, { ...scope, authorizer: false }, ['string']) : undefined,
    ),
    annotations: (spec.auditAnnotations ?? []).map(({ valueExpression }) =>
      compileExpression(valueExpression, scope, ['string', 'null_type']),
    ),
  }
}
