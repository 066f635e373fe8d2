import type { KindDefinition } from '../api/kind.ts'
import { Describe } from '../lib/describe.ts'
import type { ClusterRole, Role } from '../lib/objects.ts'
import { clusterRoleAggregation } from './clusterrole-controller.ts'
import { describeRules, validateAggregation, validateRules } from './rbac-rules.ts'

const created = { name: 'Created At', value: (role: Role) => String(role.metadata.creationTimestamp) }

function describe(role: Role | ClusterRole): string {
  const text = new Describe()
  text.line(0, 'Name', role.metadata.name)
  text.labels(role.metadata.labels).annotations(role.metadata.annotations)
  describeRules(text, role.rules ?? [])
  return text.toString()
}

export const roles: KindDefinition<Role> = {
  group: 'rbac.authorization.k8s.io',
  version: 'v1',
  scope: 'Namespaced',
  names: { kind: 'Role', plural: 'roles', singular: 'role' },
  schema: 'io.k8s.api.rbac.v1.Role',
  nameRule: 'path',
  managers: { maker: 'kube-apiserver' },
  validate: next => validateRules(next.rules, true),
  columns: () => [{ name: 'Name', value: role => role.metadata.name }, created],
  describe,
}

export const clusterRoles: KindDefinition<ClusterRole> = {
  group: 'rbac.authorization.k8s.io',
  version: 'v1',
  scope: 'Cluster',
  names: { kind: 'ClusterRole', plural: 'clusterroles', singular: 'clusterrole' },
  schema: 'io.k8s.api.rbac.v1.ClusterRole',
  nameRule: 'path',
  managers: { maker: 'kube-apiserver' },
  validate: next => [...validateRules(next.rules, false), ...validateAggregation(next)],
  columns: () => [{ name: 'Name', value: role => role.metadata.name }, created],
  describe,
  controllers: [clusterRoleAggregation],
}
