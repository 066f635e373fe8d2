import type { Pod, StatefulSet } from '../../lib/objects.ts'
import type { Ms } from '../../lib/time.ts'
import { availableAt, isReady } from '../pod/readiness.ts'
import { revisionOf } from './identity.ts'
import type { Members, Revisions } from './plan.ts'

type Status = StatefulSet['status']

/** Modelled on pkg/controller/statefulset, updateStatus and completeRollingUpdate. */
export function statusOf(
  set: StatefulSet,
  { replicas, condemned }: Members,
  { current, update }: Revisions,
  collisionCount: number,
  now: Ms,
): { status: Status; nextAt?: Ms } {
  const { minReadySeconds = 0, replicas: wanted, updateStrategy } = set.spec
  const counts = { replicas: 0, ready: 0, available: 0, current: 0, updated: 0 }
  let nextAt: Ms | undefined
  const look = (pod: Pod) => {
    counts.replicas++
    if (pod.status.phase === 'Running' && isReady(pod)) {
      counts.ready++
      const at = minReadySeconds === 0 ? now : availableAt(pod, minReadySeconds)!
      if (at <= now) counts.available++
      else if (nextAt === undefined || at < nextAt) nextAt = at
    }
    if (pod.metadata.deletionTimestamp) return
    if (revisionOf(pod) === current) counts.current++
    if (revisionOf(pod) === update) counts.updated++
  }
  for (const pod of replicas) if (pod) look(pod)
  condemned.forEach(look)
  const { updated, ready } = counts
  const complete =
    updateStrategy?.type === 'RollingUpdate' && updated === wanted && ready === wanted && counts.replicas === wanted
  const status: Status = {
    observedGeneration: set.metadata.generation,
    replicas: counts.replicas,
    availableReplicas: counts.available,
    currentRevision: complete ? update : current,
    updateRevision: update,
    collisionCount,
  }
  if (ready > 0) status.readyReplicas = ready
  const stayed = complete ? updated : counts.current
  if (stayed > 0) status.currentReplicas = stayed
  if (updated > 0) status.updatedReplicas = updated
  return { status, nextAt }
}
