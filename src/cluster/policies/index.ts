import { AdmissionRefusal, forbidden, type Reason } from '../../api/errors.ts'
import type { Connection, KindDefinition, Reader } from '../../api/kind.ts'
import { resourceOf } from '../../api/registry.ts'
import type { Review } from '../../api/webhooks.ts'
import type {
  KubeObject,
  MatchResources,
  Namespace,
  ValidatingAdmissionPolicy,
  ValidatingAdmissionPolicyBinding,
} from '../../lib/objects.ts'
import { activation, withAuthorizer } from '../admission/activation.ts'
import { matchedForm, placeOf, selectsRequest } from '../admission/match.ts'
import { compiledPolicy } from './compiled.ts'
import { type Denial, decide } from './decide.ts'
import { collectParams, Misconfigured, unknownKind } from './params.ts'

const POLICIES = 'validatingadmissionpolicies.admissionregistration.k8s.io'
const BINDINGS = 'validatingadmissionpolicybindings.admissionregistration.k8s.io'

/** Whether any policy is bound; counted by the store. */
export const areBound = (read: Reader): boolean => read.tally('policies') > 0

/**
 * Admission plugin ValidatingAdmissionPolicy (apiserver pkg/admission/plugin/policy/validating/dispatcher.go): every policy
 * that is bound, in the order of names, which a real API server leaves to chance. Throws AdmissionRefusal.
 */
export function applyPolicies(review: Review, connection: Connection): void {
  const { read } = connection
  const warned = new Set<string>()
  let first: Denial | undefined
  const refuse = (message: string, reason?: string) => {
    first ??= { message, ...(reason ? { reason } : {}) }
  }
  for (const [name, bindings] of boundPolicies(read)) {
    const policy = read.get<ValidatingAdmissionPolicy>(POLICIES, undefined, name)
    const form = policy?.spec.matchConstraints && formFor(policy.spec.matchConstraints, review, read)
    if (!policy || form === undefined) continue
    const paramKind = kindOfParams(policy, connection)
    if (paramKind instanceof Misconfigured) {
      const text = `ValidatingAdmissionPolicy '${name}' denied request: failed to configure policy: ${paramKind.message}`
      if (policy.spec.failurePolicy !== 'Ignore') refuse(text)
      continue
    }
    for (const binding of bindings) {
      const { matchResources, validationActions = [] } = binding.spec
      if (matchResources && formFor(matchResources, review, read) === undefined) continue
      const who = `ValidatingAdmissionPolicy '${name}' with binding '${binding.metadata.name}'`
      for (const denial of denials(policy, binding, paramKind, { review, form, read })) {
        if (denial.always || validationActions.includes('Deny')) {
          refuse(`${who} denied request: ${denial.message}`, denial.reason)
        }
        if (!denial.always && validationActions.includes('Warn')) {
          warned.add(`Validation failed for ${who}: ${denial.message}`)
        }
      }
    }
  }
  for (const text of warned) connection.warn(text)
  if (first) throw refusal(first, review)
}

function boundPolicies(read: Reader): [string, ValidatingAdmissionPolicyBinding[]][] {
  const bound = new Map<string, ValidatingAdmissionPolicyBinding[]>()
  for (const binding of read.list<ValidatingAdmissionPolicyBinding>(BINDINGS)) {
    const name = binding.spec.policyName!
    bound.set(name, [...(bound.get(name) ?? []), binding])
  }
  return [...bound].sort(([a], [b]) => (a < b ? -1 : 1))
}

/** The version in which a request is one that `resources` are about (apiserver pkg/admission/plugin/policy/matching). */
function formFor(resources: MatchResources, review: Review, read: Reader): string | undefined {
  const { resourceRules = [], excludeResourceRules, matchPolicy } = resources
  if (!selectsRequest(resources, review, read)) return undefined
  if (matchedForm(excludeResourceRules, review, matchPolicy) !== undefined) return undefined
  if (resourceRules.length === 0) return review.apiVersion
  return matchedForm(resourceRules, review, matchPolicy)
}

function kindOfParams(
  { spec: { paramKind } }: ValidatingAdmissionPolicy,
  { registry }: Connection,
): KindDefinition<any> | undefined | Misconfigured {
  if (!paramKind) return undefined
  const kind = registry.byKind(paramKind.apiVersion ?? '', paramKind.kind ?? '')
  return kind && !kind.hidden ? kind : unknownKind(paramKind)
}

function denials(
  policy: ValidatingAdmissionPolicy,
  binding: ValidatingAdmissionPolicyBinding,
  paramKind: KindDefinition<any> | undefined,
  { review, form, read }: { review: Review; form: string; read: Reader },
): Denial[] {
  let all: (KubeObject | null)[]
  try {
    all = collectParams(paramKind, binding.spec.paramRef, placeOf(review), read)
  } catch (error) {
    if (!(error instanceof Misconfigured)) throw error
    if (policy.spec.failurePolicy === 'Ignore') return []
    return [{ message: `failed to configure binding: ${error.message}`, always: true }]
  }
  const namespace = namespaceFor(review, read)
  const compiled = compiledPolicy(policy)
  return all.flatMap(params => {
    const plain = activation(review, form, { params, namespace })
    return decide(policy.spec, compiled, { plain, authorized: withAuthorizer(plain, review, read) })
  })
}

const SHOWN = [
  'name',
  'generateName',
  'namespace',
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'labels',
  'annotations',
  'finalizers',
] as const

/** `namespaceObject`: without who manages and owns it; null for what stands in no namespace. */
function namespaceFor({ namespace }: Review, read: Reader): KubeObject | null {
  const found = namespace === undefined ? undefined : read.get<Namespace>('namespaces', undefined, namespace)
  if (!found) return null
  const metadata = Object.fromEntries(SHOWN.map(field => [field, found.metadata[field]]))
  return { metadata, spec: found.spec, status: found.status } as unknown as KubeObject
}

function refusal({ message: text, reason = 'Invalid' }: Denial, { kind, name, object }: Review): AdmissionRefusal {
  const shown = name || object?.metadata.name || 'Unknown'
  const { message, status } = forbidden(resourceOf(kind), shown, text)
  const causes = [{ message: text, field: '' }]
  return new AdmissionRefusal(reason as Reason, message, { ...status.details, causes })
}
