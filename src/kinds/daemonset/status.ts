import type { DaemonSet } from '../../lib/objects.ts'
import type { Ms } from '../../lib/time.ts'
import { HASH_LABEL } from '../controllerrevision/history.ts'
import { availableAt, isReady } from '../pod/readiness.ts'
import { isAvailableFor, type Spot, type View } from './plan.ts'

/** What the oldest pods of the nodes come to. Modelled on pkg/controller/daemon, updateDaemonSetStatus. */
export function statusOf(ds: DaemonSet, spots: readonly Spot[], { hash, now }: View): DaemonSet['status'] {
  const counts = { desired: 0, current: 0, misscheduled: 0, ready: 0, available: 0, updated: 0 }
  for (const { run, pods } of spots) {
    const pod = pods[0]
    if (!run) counts.misscheduled += pod ? 1 : 0
    else {
      counts.desired++
      if (!pod) continue
      counts.current++
      if (isReady(pod)) counts.ready++
      if (isAvailableFor(ds, pod, now)) counts.available++
      if (pod.metadata.labels?.[HASH_LABEL] === hash) counts.updated++
    }
  }
  const unavailable = counts.desired - counts.available
  const { collisionCount } = ds.status
  return {
    currentNumberScheduled: counts.current,
    numberMisscheduled: counts.misscheduled,
    desiredNumberScheduled: counts.desired,
    numberReady: counts.ready,
    observedGeneration: ds.metadata.generation,
    ...(counts.updated > 0 && { updatedNumberScheduled: counts.updated }),
    ...(counts.available > 0 && { numberAvailable: counts.available }),
    ...(unavailable > 0 && { numberUnavailable: unavailable }),
    ...(collisionCount !== undefined && { collisionCount }),
  }
}

/** When the next ready pod becomes available; undefined when none waits for that. */
export function nextAvailable(ds: DaemonSet, spots: readonly Spot[], now: Ms): Ms | undefined {
  const { minReadySeconds = 0 } = ds.spec
  if (minReadySeconds === 0) return undefined
  let next: Ms | undefined
  for (const { pods } of spots) {
    for (const pod of pods) {
      const at = availableAt(pod, minReadySeconds)
      if (at !== undefined && at > now && (next === undefined || at < next)) next = at
    }
  }
  return next
}
