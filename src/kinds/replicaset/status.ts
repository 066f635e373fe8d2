import { condition, withoutCondition } from '../../lib/conditions.ts'
import type { Condition, Labels, Pod, ReplicaSet } from '../../lib/objects.ts'
import { type Ms, rfc3339 } from '../../lib/time.ts'
import { availableAt, isReady } from '../pod/readiness.ts'

type Status = ReplicaSet['status']

/** Why pods could not be made. */
export interface Failure {
  reason: 'FailedCreate'
  message: string
}

export interface Observed {
  /** Pods that count: neither ended nor being deleted. */
  active: readonly Pod[]
  terminating: number
}

/**
 * The status that tells of the observed pods, and when it will have to be looked at again because a ready pod becomes
 * available. Modelled on pkg/controller/replicaset/replica_set_utils.go.
 */
export function statusOf(
  rs: ReplicaSet,
  { active, terminating }: Observed,
  failure: Failure | undefined,
  now: Ms,
): { status: Status; nextAt?: Ms } {
  const templateLabels = rs.spec.template?.metadata?.labels
  const minReadySeconds = rs.spec.minReadySeconds ?? 0
  let fullyLabeled = 0
  let ready = 0
  let available = 0
  let nextAt: Ms | undefined
  for (const pod of active) {
    if (hasAll(pod.metadata.labels, templateLabels)) fullyLabeled++
    if (!isReady(pod)) continue
    ready++
    const at = minReadySeconds === 0 ? now : availableAt(pod, minReadySeconds)!
    if (at <= now) available++
    else if (nextAt === undefined || at < nextAt) nextAt = at
  }
  const conditions = conditionsOf(rs.status.conditions, failure, now)
  const status: Status = { replicas: active.length, terminatingReplicas: terminating }
  if (fullyLabeled > 0) status.fullyLabeledReplicas = fullyLabeled
  if (ready > 0) status.readyReplicas = ready
  if (available > 0) status.availableReplicas = available
  if (conditions.length > 0) status.conditions = conditions
  status.observedGeneration = rs.metadata.generation
  return { status, nextAt }
}

function hasAll(labels: Labels | undefined, wanted: Labels | undefined): boolean {
  for (const key in wanted) if (labels?.[key] !== wanted[key]) return false
  return true
}

/** A failure that stands keeps its first words. */
function conditionsOf(old: Condition[] | undefined, failure: Failure | undefined, now: Ms): Condition[] {
  if (!failure) return withoutCondition(old, 'ReplicaFailure')
  if (condition(old, 'ReplicaFailure')) return old!
  return [...(old ?? []), { type: 'ReplicaFailure', status: 'True', lastTransitionTime: rfc3339(now), ...failure }]
}
