import type { ClusterRole, KubeObject, PolicyRule, Subject } from '../../../lib/objects.ts'
import { prng } from '../../../lib/prng.ts'
import { aggregatedRules } from '../../../lib/rbac.ts'
import { CLUSTER_ROLE_BINDINGS, CLUSTER_ROLES, ROLE_BINDINGS, ROLES } from './cluster-roles.ts'
import { CONTROLLER_ROLES } from './controller-roles.ts'
import { entriesOf } from './rules.ts'

const GROUP = 'rbac.authorization.k8s.io'
const CONTROLLER = 'system:controller:'
const SYSTEM = 'kube-system'
const AGGREGATE = `${GROUP}/aggregate-to-`
/** So many times roles are gathered that are gathered themselves: view, edit, admin. */
const LEVELS = 3

/** Every role and binding that a cluster has before anybody makes one, by the key of its place in the store. */
export function defaultRoles(seed: number, creationTimestamp: string): Map<string, KubeObject> {
  const found = new Map<string, KubeObject>()
  const add = (kind: string, plural: string, name: string, rest: object, labels: Record<string, string> = {}) => {
    const slash = name.indexOf('/')
    const [namespace, own] = slash < 0 ? ['', name] : [name.slice(0, slash), name.slice(slash + 1)]
    const key = `${plural}.${GROUP}/${namespace}/${own}`
    const object: KubeObject = {
      apiVersion: `${GROUP}/v1`,
      kind,
      metadata: {
        name: own,
        ...(namespace ? { namespace } : {}),
        uid: prng(seed, 'uid', key).uuid(),
        resourceVersion: String(found.size + 1),
        creationTimestamp: creationTimestamp as any,
        annotations: { 'rbac.authorization.kubernetes.io/autoupdate': 'true' },
        labels: { 'kubernetes.io/bootstrapping': 'rbac-defaults', ...labels },
      },
      ...rest,
    }
    found.set(key, object)
    return object
  }
  const clusterRoles = entriesOf(CLUSTER_ROLES).map(({ head: [name, ...words], rules }) =>
    clusterRole(name!, words, rules),
  )
  const controllers = entriesOf(CONTROLLER_ROLES)
  for (const { head, rules } of controllers) clusterRoles.push(clusterRole(`${CONTROLLER}${head[0]}`, [], rules))
  gather(clusterRoles)
  for (const { metadata, kind: _, apiVersion: __, ...rest } of clusterRoles) {
    add('ClusterRole', 'clusterroles', metadata.name, rest, metadata.labels)
  }
  const bind = (plural: 'rolebindings' | 'clusterrolebindings', text: string) => {
    const kind = plural === 'rolebindings' ? 'RoleBinding' : 'ClusterRoleBinding'
    for (const { head } of entriesOf(text)) {
      const [name = '', role = name.slice(name.indexOf('/') + 1)] = head[0]!.split('=')
      const subjects = head.slice(1).map(subject)
      const roleRef = { apiGroup: GROUP, kind: kind.replace('Binding', ''), name: role }
      add(kind, plural, name, { roleRef, ...(subjects.length > 0 ? { subjects } : {}) })
    }
  }
  bind('clusterrolebindings', CLUSTER_ROLE_BINDINGS)
  bind('clusterrolebindings', controllers.map(({ head: [name] }) => `${CONTROLLER}${name} &${name}`).join('\n'))
  for (const { head, rules } of entriesOf(ROLES)) add('Role', 'roles', head[0]!, { rules })
  bind('rolebindings', ROLE_BINDINGS)
  return found
}

function clusterRole(name: string, words: readonly string[], rules: PolicyRule[]): ClusterRole {
  const labels: Record<string, string> = {}
  let aggregate: string | undefined
  for (const word of words) {
    if (word.startsWith('<')) labels[AGGREGATE + word.slice(1)] = 'true'
    else aggregate = AGGREGATE + word.slice(1)
  }
  const aggregationRule = { clusterRoleSelectors: [{ matchLabels: { [aggregate!]: 'true' } }] }
  return {
    apiVersion: `${GROUP}/v1`,
    kind: 'ClusterRole',
    metadata: { name, labels },
    ...(aggregate ? { aggregationRule } : {}),
    rules,
  }
}

/** What the clusterrole-aggregation-controller has done long before anybody looks. */
function gather(roles: ClusterRole[]): void {
  for (let level = 0; level < LEVELS; level++) {
    for (const role of roles) if (role.aggregationRule) role.rules = aggregatedRules(role, roles)
  }
}

/** `name` a user, `@name` a group, `&name` a service account of kube-system. */
function subject(word: string): Subject {
  const name = word.slice(1)
  if (word.startsWith('&')) return { kind: 'ServiceAccount', name, namespace: SYSTEM }
  if (word.startsWith('@')) return { apiGroup: GROUP, kind: 'Group', name }
  return { apiGroup: GROUP, kind: 'User', name: word }
}
