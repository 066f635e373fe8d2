import { libraryType } from '../../lib/cel/overload.ts'
import * as types from '../../lib/cel/types.ts'
import { objectOf, type Type } from '../../lib/cel/types.ts'

/** Which variables expressions may use, besides those that are always there. */
export interface Scope {
  /** `params`: the policy has a paramKind. */
  params?: boolean
  authorizer?: boolean
  /** `variables`: what the policy composes; absent where nothing may be composed. */
  variables?: ReadonlyMap<string, Type>
  /** Of `object` and `oldObject`, and of `params`, where they are known. */
  object?: Type
  paramsType?: Type
}

const { STRING, BOOL, DYN, INT, TIMESTAMP, listOf, mapOf } = types
const made = (name: string, fields: Record<string, Type>): Type => objectOf(name, new Map(Object.entries(fields)))

/** apiserver pkg/admission/plugin/cel, BuildRequestType. */
function requestType(): Type {
  const kind = made('kubernetes.GroupVersionKind', { group: STRING, version: STRING, kind: STRING })
  const resource = made('kubernetes.GroupVersionResource', { group: STRING, version: STRING, resource: STRING })
  const userInfo = made('kubernetes.UserInfo', {
    username: STRING,
    uid: STRING,
    groups: listOf(STRING),
    extra: mapOf(STRING, listOf(STRING)),
  })
  return made('kubernetes.AdmissionRequest', {
    kind,
    resource,
    subResource: STRING,
    requestKind: kind,
    requestResource: resource,
    requestSubResource: STRING,
    name: STRING,
    namespace: STRING,
    operation: STRING,
    userInfo,
    dryRun: BOOL,
    options: DYN,
  })
}

/** BuildNamespaceType. */
function namespaceType(): Type {
  const texts = listOf(STRING)
  const condition = made('kubernetes.NamespaceCondition', {
    status: STRING,
    type: STRING,
    lastTransitionTime: TIMESTAMP,
    message: STRING,
    reason: STRING,
  })
  return made('kubernetes.Namespace', {
    metadata: made('kubernetes.NamespaceMetadata', {
      name: STRING,
      generateName: STRING,
      namespace: STRING,
      labels: mapOf(STRING, STRING),
      annotations: mapOf(STRING, STRING),
      UID: STRING,
      creationTimestamp: TIMESTAMP,
      deletionGracePeriodSeconds: INT,
      deletionTimestamp: TIMESTAMP,
      generation: INT,
      resourceVersion: STRING,
      finalizers: texts,
    }),
    spec: made('kubernetes.NamespaceSpec', { finalizers: texts }),
    status: made('kubernetes.NamespaceStatus', { conditions: listOf(condition), phase: STRING }),
  })
}

let always: [string, Type][] | undefined

/** The variables of admission expressions, and what the checker knows of them. */
export function typesIn({ params, authorizer, variables, object = DYN, paramsType = DYN }: Scope): Map<string, Type> {
  always ??= [
    ['request', requestType()],
    ['namespaceObject', namespaceType()],
  ]
  const all = new Map(always).set('object', object).set('oldObject', object)
  if (params) all.set('params', paramsType)
  if (authorizer) {
    all.set('authorizer', libraryType('Authorizer'))
    all.set('authorizer.requestResource', libraryType('ResourceCheck'))
  }
  if (variables) all.set('variables', objectOf('kubernetes.variables', variables))
  return all
}
