import type { Condition, Deployment, ReplicaSet } from '../../lib/objects.ts'
import type { Ms } from '../../lib/time.ts'
import { withAvailable, withProgress, withReplicaFailure } from './conditions.ts'
import { minAvailable } from './fenceposts.ts'
import { type ReplicaSets, sizeOf } from './replica-sets.ts'

type Status = Deployment['status']

/**
 * The status that the ReplicaSets lead to. `conditions` are those known so far; whether the rollout gets on is judged
 * unless `resized`. Modelled on pkg/controller/deployment/sync.go, calculateStatus.
 */
export function statusOf(
  d: Deployment,
  { newest, old }: ReplicaSets,
  conditions: Condition[],
  resized: boolean,
  now: Ms,
): Status {
  const all = newest ? [...old, newest] : old
  const sum = (count: (rs: ReplicaSet) => number | undefined) => all.reduce((n, rs) => n + (count(rs) ?? 0), 0)
  const available = sum(rs => rs.status.availableReplicas)
  const status: Status = {}
  const put = (field: keyof Status, n: number) => {
    if (n > 0) Object.assign(status, { [field]: n })
  }
  put('observedGeneration', d.metadata.generation ?? 0)
  put(
    'replicas',
    sum(rs => rs.status.replicas),
  )
  put('updatedReplicas', newest?.status.replicas ?? 0)
  put(
    'readyReplicas',
    sum(rs => rs.status.readyReplicas),
  )
  put('availableReplicas', available)
  put('unavailableReplicas', sum(sizeOf) - available)
  if (all.every(rs => rs.status.terminatingReplicas !== undefined)) {
    status.terminatingReplicas = sum(rs => rs.status.terminatingReplicas)
  }
  if (d.status.collisionCount !== undefined) status.collisionCount = d.status.collisionCount

  let next = withAvailable(conditions, available >= minAvailable(d), now)
  if (!resized) {
    next = withProgress(next, d, status, newest, now)
    next = withReplicaFailure(next, newest, all, now)
  }
  if (next.length > 0) status.conditions = next
  return status
}
