import { condition } from '../../lib/conditions.ts'
import type { Pod } from '../../lib/objects.ts'
import { type Ms, parseTime } from '../../lib/time.ts'

/** Condition Ready is True. */
export function isReady(pod: Pod): boolean {
  return condition(pod.status?.conditions, 'Ready')?.status === 'True'
}

/** When a pod becomes available: ready for that long. `undefined` while it is not ready. */
export function availableAt(pod: Pod, minReadySeconds: number): Ms | undefined {
  const ready = condition(pod.status?.conditions, 'Ready')
  if (ready?.status !== 'True') return undefined
  return (parseTime(ready.lastTransitionTime) ?? 0) + minReadySeconds * 1000
}

export function isAvailable(pod: Pod, minReadySeconds: number, now: Ms): boolean {
  if (minReadySeconds === 0) return isReady(pod)
  const at = availableAt(pod, minReadySeconds)
  return at !== undefined && at <= now
}

/** A longer minReadySeconds is waiting on purpose; a shorter one is work under way. */
const PATIENCE_SECONDS = 60

/** Whether a workload keeps new pods waiting so long, on purpose, that a cluster that waits for it is at rest. */
export const waitsLong = ({ minReadySeconds = 0 }: { minReadySeconds?: number }): boolean =>
  minReadySeconds > PATIENCE_SECONDS

/** Phase Succeeded or Failed: its containers will never run again. */
export function isTerminal(pod: Pod): boolean {
  return pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed'
}

/** Neither ended nor on its way out: what controllers count (pkg/controller, IsPodActive). */
export function isActive(pod: Pod): boolean {
  return !isTerminal(pod) && pod.metadata.deletionTimestamp === undefined
}
