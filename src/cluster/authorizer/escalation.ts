import type { User } from '../../api/call.ts'
import { forbidden, notFound } from '../../api/errors.ts'
import type { Reader } from '../../api/kind.ts'
import { equal } from '../../lib/equal.ts'
import type { ClusterRole, KubeObject, PolicyRule, Role, RoleBinding } from '../../lib/objects.ts'
import { brokenDown } from '../../lib/rbac.ts'
import { isAllowed, rulesFor } from './rules.ts'

const GROUP = 'rbac.authorization.k8s.io'
const MASTERS = 'system:masters'
const EVERYTHING: PolicyRule[] = [
  { verbs: ['*'], apiGroups: ['*'], resources: ['*'] },
  { verbs: ['*'], nonResourceURLs: ['*'] },
]

/**
 * Nobody gives others what he may not do himself, unless he may `escalate` a role or `bind` it. Modelled on
 * pkg/registry/rbac, policybased and escalation_check.go. Throws Forbidden.
 */
export function confirmNoEscalation(
  user: User,
  resource: string,
  next: KubeObject,
  previous: KubeObject | undefined,
  read: Reader,
): void {
  if (!resource.endsWith(`.${GROUP}`) || user.groups.includes(MASTERS)) return
  const plural = resource.slice(0, resource.indexOf('.'))
  const { namespace, name } = next.metadata
  const may = (verb: string, which: string, named: string) =>
    isAllowed(user, { verb, group: GROUP, resource: which, namespace, name: named }, read)
  const granted = plural.endsWith('bindings')
    ? boundRules(next as RoleBinding, may, read)
    : ownRules(plural, next as ClusterRole, previous as ClusterRole | undefined, may)
  if (!granted) return
  const missing = uncovered(rulesFor(user, namespace, read), granted)
  if (missing.length === 0) return
  const groups = user.groups.map(group => JSON.stringify(group)).join(' ')
  const who = `user ${JSON.stringify(user.name)} (groups=[${groups}])`
  const why = `${who} is attempting to grant RBAC permissions not currently held:\n${missing.join('\n')}`
  throw forbidden(resource, name, why)
}

type May = (verb: string, resource: string, name: string) => boolean

/** What a role would give; undefined: nothing new, or its writer may. */
function ownRules(plural: string, next: ClusterRole, previous: ClusterRole | undefined, may: May) {
  if (may('escalate', plural, next.metadata.name)) return undefined
  if (next.aggregationRule && !equal(next.aggregationRule, previous?.aggregationRule)) return EVERYTHING
  return equal(next.rules ?? [], previous?.rules ?? []) ? undefined : (next.rules ?? [])
}

/** What a binding would give. Throws NotFound for a role that is not there: nobody knows what that is. */
function boundRules({ roleRef, metadata }: RoleBinding, may: May, read: Reader) {
  const isCluster = roleRef.kind === 'ClusterRole'
  const plural = isCluster ? 'clusterroles' : 'roles'
  if (may('bind', plural, roleRef.name)) return undefined
  const place = isCluster ? undefined : metadata.namespace
  const role = read.get<Role>(`${plural}.${GROUP}`, place, roleRef.name)
  if (!role) throw notFound(`${plural}.${GROUP}`, roleRef.name)
  return role.rules ?? []
}

/** Rules that none of one's own covers, as the API server writes them, in order. */
export function uncovered(own: readonly PolicyRule[], granted: readonly PolicyRule[]): string[] {
  const missing = brokenDown(granted).filter(rule => !own.some(each => covers(each, rule)))
  const together = new Map<string, PolicyRule>()
  for (const rule of missing) {
    // Verbs for one resource are told together, those for a URL one by one.
    const key = JSON.stringify(rule.resources ? { ...rule, verbs: [] } : rule)
    const known = together.get(key)
    together.set(key, known && rule.resources ? { ...known, verbs: [...known.verbs, ...rule.verbs] } : rule)
  }
  return [...new Set([...together.values()].map(ruleText))].sort()
}

/** Whether a rule gives all that a broken down one does. */
function covers(own: PolicyRule, { verbs, apiGroups, resources, resourceNames, nonResourceURLs }: PolicyRule): boolean {
  const has = (list: readonly string[] | undefined, wanted: string) => (list ?? []).some(x => x === '*' || x === wanted)
  if (!has(own.verbs, verbs[0]!)) return false
  if (nonResourceURLs) {
    const [url = ''] = nonResourceURLs
    return (own.nonResourceURLs ?? []).some(
      each => each === url || (each.endsWith('*') && url.startsWith(each.slice(0, -1))),
    )
  }
  const resource = resources![0]!
  const subresource = resource.includes('/') ? `*/${resource.slice(resource.indexOf('/') + 1)}` : undefined
  const names = own.resourceNames ?? []
  return (
    has(own.apiGroups, apiGroups![0]!) &&
    (has(own.resources, resource) || (subresource !== undefined && (own.resources ?? []).includes(subresource))) &&
    (names.length === 0 || (resourceNames !== undefined && names.includes(resourceNames[0]!)))
  )
}

/** `{APIGroups:["apps"], Resources:["deployments"], Verbs:["get" "list"]}` */
function ruleText({ apiGroups, resources, resourceNames, nonResourceURLs, verbs }: PolicyRule): string {
  const parts = Object.entries({
    APIGroups: apiGroups,
    Resources: resources,
    NonResourceURLs: nonResourceURLs,
    ResourceNames: resourceNames,
    Verbs: verbs,
  })
  const texts = parts.flatMap(([name, list]) =>
    list?.length ? [`${name}:[${list.map(word => JSON.stringify(word)).join(' ')}]`] : [],
  )
  return `{${texts.join(', ')}}`
}
