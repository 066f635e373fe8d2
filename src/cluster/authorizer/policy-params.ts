import type { User } from '../../api/call.ts'
import { forbidden } from '../../api/errors.ts'
import type { KindRegistry, Reader } from '../../api/kind.ts'
import { equal } from '../../lib/equal.ts'
import type { KubeObject, ValidatingAdmissionPolicy, ValidatingAdmissionPolicyBinding } from '../../lib/objects.ts'
import { isAllowed } from './rules.ts'

const POLICIES = 'validatingadmissionpolicies.admissionregistration.k8s.io'
const BINDINGS = 'validatingadmissionpolicybindings.admissionregistration.k8s.io'
const MASTERS = 'system:masters'

/**
 * Who makes a policy or binds it must be able to read its parameters: its messages may tell them. Modelled on
 * pkg/registry/admissionregistration, authz.go. Throws Forbidden.
 */
export function confirmParams(
  user: User,
  resource: string,
  next: KubeObject,
  previous: KubeObject | undefined,
  server: { read: Reader; registry: KindRegistry },
): void {
  if ((resource !== POLICIES && resource !== BINDINGS) || user.groups.includes(MASTERS)) return
  const refuse = (what: string) => {
    const shown = `&{${user.name} ${user.uid ?? ''} [${user.groups.join(' ')}] map[]}`
    throw forbidden(resource, next.metadata.name, `user ${shown} ${what}`)
  }
  const mayGet = (kind: ParamKind | undefined, where: { namespace?: string; name?: string }) =>
    isAllowed(user, { verb: 'get', ...wantedFor(kind, server.registry), ...where }, server.read)
  if (resource === POLICIES) {
    const { paramKind } = (next as ValidatingAdmissionPolicy).spec
    if (!paramKind || equal(paramKind, (previous as ValidatingAdmissionPolicy | undefined)?.spec.paramKind)) return
    const which = `(kind=${paramKind.kind}, apiVersion=${paramKind.apiVersion})`
    if (!mayGet(paramKind, { name: '*' })) {
      refuse(`must have "get" permission on all objects of the referenced paramKind ${which}`)
    }
    return
  }
  const { paramRef, policyName = '' } = (next as ValidatingAdmissionPolicyBinding).spec
  const old = (previous as ValidatingAdmissionPolicyBinding | undefined)?.spec
  if (!paramRef || (equal(paramRef, old?.paramRef) && policyName === old?.policyName)) return
  const policy = server.read.get<ValidatingAdmissionPolicy>(POLICIES, undefined, policyName)
  const where = { namespace: paramRef.namespace || undefined, name: paramRef.name || undefined }
  if (!mayGet(policy?.spec.paramKind, where)) {
    refuse('does not have "get" permission on the object referenced by paramRef')
  }
}

type ParamKind = NonNullable<ValidatingAdmissionPolicy['spec']['paramKind']>

/** What is not known stands for everything. */
function wantedFor(kind: ParamKind | undefined, registry: KindRegistry): { group: string; resource: string } {
  if (!kind) return { group: '*', resource: '*' }
  const { apiVersion = '' } = kind
  const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : ''
  return { group, resource: registry.byKind(apiVersion, kind.kind ?? '')?.names.plural ?? '*' }
}
