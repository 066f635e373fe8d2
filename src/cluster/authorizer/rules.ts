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
export const rulesFor = (user: User, namespace: string | undefined, read: Reader): PolicyRule[] =>
  grantsFor(user, namespace, read).flatMap(({ rules }) => rules)

interface Grant {
  rules: PolicyRule[]
  binding?: ClusterRoleBinding | RoleBinding
  subject?: Subject
}

function grantsFor(user: User, namespace: string | undefined, read: Reader): Grant[] {
  if (user.groups.includes(MASTERS)) return [{ rules: EVERYTHING }]
  const grants: Grant[] = []
  const clusterRole = (name: string) =>
    read.get<ClusterRole>('clusterroles.rbac.authorization.k8s.io', undefined, name)?.rules ?? []
  const subjectOf = ({ subjects }: ClusterRoleBinding | RoleBinding, at?: string) =>
    subjects?.find(subject => isMeant(subject, user, at))
  for (const binding of read.list<ClusterRoleBinding>('clusterrolebindings.rbac.authorization.k8s.io')) {
    const subject = subjectOf(binding)
    if (subject) grants.push({ rules: clusterRole(binding.roleRef.name), binding, subject })
  }
  if (namespace === undefined) return grants
  for (const binding of read.list<RoleBinding>('rolebindings.rbac.authorization.k8s.io', namespace)) {
    const subject = subjectOf(binding, namespace)
    if (!subject) continue
    const { kind, name } = binding.roleRef
    const role = () => read.get<Role>('roles.rbac.authorization.k8s.io', namespace, name)?.rules ?? []
    grants.push({ rules: kind === 'ClusterRole' ? clusterRole(name) : role(), binding, subject })
  }
  return grants
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

const grantsIn = (user: User, wanted: Attributes, read: Reader): Grant[] =>
  grantsFor(user, 'path' in wanted ? undefined : wanted.namespace, read)

export const isAllowed = (user: User, wanted: Attributes, read: Reader): boolean =>
  grantsIn(user, wanted, read).some(({ rules }) => rules.some(rule => allows(rule, wanted)))

/** Whether it may happen, and in the authorizer's words why (plugin/pkg/auth/authorizer/rbac). */
export function decide(user: User, wanted: Attributes, read: Reader): { allowed: boolean; reason: string } {
  const grant = grantsIn(user, wanted, read).find(({ rules }) => rules.some(rule => allows(rule, wanted)))
  return { allowed: grant !== undefined, reason: grant?.binding ? `RBAC: allowed by ${wordsFor(grant)}` : '' }
}

function wordsFor({ binding, subject }: Grant): string {
  const { kind, metadata, roleRef } = binding!
  const { namespace } = metadata
  const name = namespace === undefined ? metadata.name : `${metadata.name}/${namespace}`
  const { kind: who, name: called, namespace: at = namespace ?? '' } = subject!
  const whom = who === 'ServiceAccount' ? `${called}/${at}` : called
  const role = `${roleRef.kind} ${JSON.stringify(roleRef.name)}`
  return `${kind} ${JSON.stringify(name)} of ${role} to ${who} ${JSON.stringify(whom)}`
}
