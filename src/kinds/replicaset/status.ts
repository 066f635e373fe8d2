import { condition, withoutCondition } from '../../lib/conditions.ts'
import type { Condition, Labels, Pod, ReplicaSet } from '../../lib/objects.ts'
import { type Ms, rfc3339 } from '../../lib/time.ts'
import { availableAt, isReady, isTerminal } from '../pod/readiness.ts'

type Status = ReplicaSet['status']

/** Why pods could not be made. */
export interface Failure {
  reason: 'FailedCreate'
  message: string
}

/** What a ReplicaSet's pods come to. */
export interface Counts {
  /** Pods that count: neither ended nor being deleted. The other numbers but `terminating` are parts of it. */
  active: number
  fullyLabeled: number
  ready: number
  available: number
  terminating: number
  /** When the next ready pod becomes available. */
  nextAt?: Ms
}

export function count(rs: ReplicaSet, pods: readonly Pod[], now: Ms): Counts {
  const templateLabels = rs.spec.template?.metadata?.labels
  const minReadySeconds = rs.spec.minReadySeconds ?? 0
  const counts: Counts = { active: 0, fullyLabeled: 0, ready: 0, available: 0, terminating: 0 }
  for (let i = 0; i < pods.length; i++) {
    const pod = pods[i]!
    if (isTerminal(pod)) continue
    if (pod.metadata.deletionTimestamp) {
      counts.terminating++
      continue
    }
    counts.active++
    if (hasAll(pod.metadata.labels, templateLabels)) counts.fullyLabeled++
    if (!isReady(pod)) continue
    counts.ready++
    const at = minReadySeconds === 0 ? now : availableAt(pod, minReadySeconds)!
    if (at <= now) counts.available++
    else if (counts.nextAt === undefined || at < counts.nextAt) counts.nextAt = at
  }
  return counts
}

function hasAll(labels: Labels | undefined, wanted: Labels | undefined): boolean {
  for (const key in wanted) if (labels?.[key] !== wanted[key]) return false
  return true
}

/** Modelled on pkg/controller/replicaset/replica_set_utils.go, calculateStatus. */
export function statusOf(rs: ReplicaSet, counts: Counts, failure: Failure | undefined, now: Ms): Status {
  const { active, fullyLabeled, ready, available, terminating } = counts
  const conditions = conditionsOf(rs.status.conditions, failure, now)
  return {
    replicas: active,
    terminatingReplicas: terminating,
    ...(fullyLabeled > 0 && { fullyLabeledReplicas: fullyLabeled }),
    ...(ready > 0 && { readyReplicas: ready }),
    ...(available > 0 && { availableReplicas: available }),
    ...(conditions.length > 0 && { conditions }),
    observedGeneration: rs.metadata.generation,
  }
}

/** A failure that stands keeps its first words. */
function conditionsOf(old: Condition[] | undefined, failure: Failure | undefined, now: Ms): Condition[] {
  if (!failure) return withoutCondition(old, 'ReplicaFailure')
  if (condition(old, 'ReplicaFailure')) return old!
  return [...(old ?? []), { type: 'ReplicaFailure', status: 'True', lastTransitionTime: rfc3339(now), ...failure }]
}
