import type { Context, Controller } from '../engine/controller.ts'
import { equal } from '../lib/equal.ts'
import type { ClusterRole } from '../lib/objects.ts'
import { aggregatedRules } from '../lib/rbac.ts'

const RESOURCE = 'clusterroles.rbac.authorization.k8s.io'

/**
 * Keeps aggregated ClusterRoles: whatever changes, all of them are looked at, since one may gather another. Modelled on
 * pkg/controller/clusterroleaggregation.
 */
export const clusterRoleAggregation: Controller = {
  name: 'clusterrole-aggregation-controller',
  user: 'clusterrole-aggregation-controller',
  watches: [
    {
      resource: RESOURCE,
      keys: (_, read) =>
        read.list<ClusterRole>(RESOURCE).flatMap(role => (role.aggregationRule ? role.metadata.name : [])),
    },
  ],
  reconcile,
}

function reconcile(name: string, { read, api }: Context): undefined {
  const role = read.get<ClusterRole>(RESOURCE, undefined, name)
  if (!role?.aggregationRule) return undefined
  const rules = aggregatedRules(role, read.list<ClusterRole>(RESOURCE))
  if (!equal(rules, role.rules ?? [])) api.update<ClusterRole>({ ...role, rules })
  return undefined
}
