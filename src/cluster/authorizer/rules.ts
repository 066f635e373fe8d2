import type { Reader } from '../../api/kind.ts'
import type { User } from '../../api/call.ts'
import type { ClusterRole, ClusterRoleBinding, PolicyRule, Role, RoleBinding, Subject } from '../../lib/objects.ts'

/** What somebody wants to do. */
export type Attributes =
  | { verb: string; group: string; resource: string; subresource?: string; namespace?: string; name?: string }
  | { verb: string; path: string }

/** May do everything whatever the roles say, so that nobody is locked out. */
const MASTERS = 'system:masters'

const EVERYTHING: PolicyRule[] = [
  { verbs: ['*'], apiGroups: ['*'], resources: ['*'] },
  { verbs: ['*'], nonResourceURLs: ['*'] },
]

/** Every rule that holds for a user in a namespace (undefined: for the whole cluster). Modelled on pkg/registry/rbac/validation. */
export function rulesFor(user: User, namespace: string | undefined, read: Reader): PolicyRule[] {
  if (user.groups.includes(MASTERS)) return EVERYTHING
  const rules: PolicyRule[] = []
  const clusterRole = (name: string) =>
    read.get<ClusterRole>('clusterroles.rbac.authorization.k8s.io', undefined, name)?.rules ?? []
  const appliesTo = ({ subjects }: ClusterRoleBinding | RoleBinding, at?: string) =>
    subjects?.some(subject => isMeant(subject, user, at))
  for (const binding of read.list<ClusterRoleBinding>('clusterrolebindings.rbac.authorization.k8s.io')) {
    if (appliesTo(binding)) rules.push(...clusterRole(binding.roleRef.name))
  }
  if (namespace === undefined) return rules
  for (const binding of read.list<RoleBinding>('rolebindings.rbac.authorization.k8s.io', namespace)) {
    if (!appliesTo(binding, namespace)) continue
    const { kind, name } = binding.roleRef
    const role = () => read.get<Role>('roles.rbac.authorization.k8s.io', namespace, name)?.rules ?? []
    rules.push(...(kind === 'ClusterRole' ? clusterRole(name) : role()))
  }
  return rules
}

function isMeant({ kind, name, namespace }: Subject, user: User, at: string | undefined): boolean {
  if (kind === 'User') return name === user.name
  if (kind === 'Group') return user.groups.includes(name)
  return user.name === `system:serviceaccount:${namespace ?? at}:${name}`
}

/** Whether a rule lets it happen (pkg/apis/rbac/v1 evaluation helpers). */
export function allows(rule: PolicyRule, wanted: Attributes): boolean {
  if (!has(rule.verbs, wanted.verb)) return false
  if ('path' in wanted) {
    return (rule.nonResourceURLs ?? []).some(url =>
      url.endsWith('*') ? wanted.path.startsWith(url.slice(0, -1)) : url === wanted.path,
    )
  }
  const { group, resource, subresource, name } = wanted
  const names = rule.resourceNames ?? []
  return (
    has(rule.apiGroups, group) &&
    (rule.resources ?? []).some(
      each =>
        each === '*' ||
        each === (subresource ? `${resource}/${subresource}` : resource) ||
        (subresource !== undefined && each === `*/${subresource}`),
    ) &&
    (names.length === 0 || (name !== undefined && names.includes(name)))
  )
}

const has = (list: readonly string[] | undefined, word: string): boolean =>
  (list ?? []).some(each => each === '*' || each === word)

export const isAllowed = (user: User, wanted: Attributes, read: Reader): boolean =>
  rulesFor(user, 'path' in wanted ? undefined : wanted.namespace, read).some(rule => allows(rule, wanted))
