import type { KindDefinition, Reader } from '../../api/kind.ts'
import { resourceOf } from '../../api/registry.ts'
import type { KubeObject, ValidatingAdmissionPolicy, ValidatingAdmissionPolicyBinding } from '../../lib/objects.ts'
import { labelSelector, matches } from '../../lib/selector.ts'

/** A policy or its binding cannot be used as it is; failurePolicy decides what that means. */
export class Misconfigured extends Error {}

export type ParamKind = NonNullable<ValidatingAdmissionPolicy['spec']['paramKind']>
type ParamRef = NonNullable<ValidatingAdmissionPolicyBinding['spec']['paramRef']>

export function unknownKind({ apiVersion = '', kind }: ParamKind): Misconfigured {
  const named = apiVersion.includes('/') ? apiVersion : `/${apiVersion}`
  return new Misconfigured(`failed to find resource referenced by paramKind: '${named}, Kind=${kind}'`)
}

/**
 * With what a policy is evaluated for a binding, once for each; null: without parameters (apiserver
 * pkg/admission/plugin/policy/generic, CollectParams). Throws Misconfigured.
 */
export function collectParams(
  kind: KindDefinition<any> | undefined,
  ref: ParamRef | undefined,
  namespace: string | undefined,
  read: Reader,
): (KubeObject | null)[] {
  if (!kind || !ref) return [null]
  if (ref.namespace && kind.scope === 'Cluster') {
    throw new Misconfigured('paramRef.namespace must not be provided for a cluster-scoped `paramKind`')
  }
  const place = kind.scope === 'Cluster' ? undefined : ref.namespace || namespace
  if (kind.scope === 'Namespaced' && place === undefined) {
    throw new Misconfigured('cannot use namespaced paramRef in policy binding that matches cluster-scoped resources')
  }
  const params = find(resourceOf(kind), ref, place, read)
  if (params.length === 0 && ref.parameterNotFoundAction === 'Deny') {
    throw new Misconfigured('no params found for policy binding with `Deny` parameterNotFoundAction')
  }
  return params
}

function find(resource: string, { name, selector }: ParamRef, place: string | undefined, read: Reader): KubeObject[] {
  if (name) {
    const object = read.get<KubeObject>(resource, place, name)
    return object ? [object] : []
  }
  const wanted = labelSelector(selector)
  return read.list<KubeObject>(resource, place).filter(({ metadata }) => matches(wanted, metadata.labels))
}
