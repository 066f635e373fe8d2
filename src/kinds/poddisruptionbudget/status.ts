import { setCondition } from '../../lib/conditions.ts'
import type { Condition, Pod, PodDisruptionBudget } from '../../lib/objects.ts'
import { type Ms, parseTime } from '../../lib/time.ts'
import { isReady } from '../pod/readiness.ts'

type Status = PodDisruptionBudget['status']

/** For so long an evicted pod that is still there counts as gone (DeletionTimeout). */
export const PATIENCE: Ms = 120_000

/** How many pods are well and not about to go. */
export function healthy(pods: readonly Pod[], { disruptedPods }: Status, now: Ms): number {
  let count = 0
  for (const pod of pods) {
    if (pod.metadata.deletionTimestamp || !isReady(pod)) continue
    const evicted = parseTime(disruptedPods?.[pod.metadata.name])
    if (evicted === undefined || evicted + PATIENCE <= now) count++
  }
  return count
}

/** Evicted pods that are still expected to go. */
export function stillGoing(pods: readonly Pod[], { disruptedPods = {} }: Status, now: Ms): Record<string, string> {
  const left: Record<string, string> = {}
  for (const { metadata } of pods) {
    const evicted = disruptedPods[metadata.name]
    if (evicted === undefined || metadata.deletionTimestamp) continue
    if (parseTime(evicted)! + PATIENCE > now) left[metadata.name] = evicted
  }
  return left
}

/** The condition that says whether a pod may be evicted now. */
export function withAllowance(status: Status, generation: number | undefined, now: Ms): Status {
  const allowed = status.disruptionsAllowed > 0
  const next: Condition = {
    type: 'DisruptionAllowed',
    status: allowed ? 'True' : 'False',
    reason: allowed ? 'SufficientPods' : 'InsufficientPods',
    message: '',
    observedGeneration: generation,
  }
  const conditions = setCondition(status.conditions as Condition[] | undefined, next, now)
  return { ...status, conditions: conditions as Status['conditions'] }
}
