import { condition, withoutCondition } from '../../lib/conditions.ts'
import type { Condition, Deployment, ReplicaSet } from '../../lib/objects.ts'
import { type Ms, parseTime, rfc3339 } from '../../lib/time.ts'

type Status = Deployment['status']
type Words = Pick<Condition, 'type' | 'status' | 'reason' | 'message'>

export const AVAILABLE = 'NewReplicaSetAvailable'
const TIMED_OUT = 'ProgressDeadlineExceeded'
const PAUSED = 'DeploymentPaused'
/** progressDeadlineSeconds that stands for no deadline. */
const NO_DEADLINE = 2 ** 31 - 1

export const progressing = (status: Status): Condition | undefined => condition(status.conditions, 'Progressing')

/** Whether the deadline has passed without progress. */
export const hasTimedOut = (status: Status): boolean => progressing(status)?.reason === TIMED_OUT

export function hasDeadline({ spec }: Deployment): boolean {
  return spec.progressDeadlineSeconds !== undefined && spec.progressDeadlineSeconds !== NO_DEADLINE
}

/**
 * The conditions with one more, at the end. One of the same status and reason stays as it is, with its message; one of
 * the same status keeps its transition time. Modelled on pkg/controller/deployment/util, SetDeploymentCondition.
 */
export function withCondition(list: Condition[], { type, status, reason, message }: Words, now: Ms): Condition[] {
  const old = condition(list, type)
  if (old?.status === status && old.reason === reason) return list
  const time = rfc3339(now)
  const lastTransitionTime = old?.status === status ? old.lastTransitionTime : time
  const next = { type, status, reason, message, lastUpdateTime: time, lastTransitionTime }
  return [...withoutCondition(list, type), next]
}

/** A rollout that is paused is not late; what has already timed out stays so. */
export function pausedConditions(d: Deployment, now: Ms): Condition[] {
  const list = d.status.conditions ?? []
  const reason = progressing(d.status)?.reason
  if (!hasDeadline(d) || reason === TIMED_OUT || Boolean(d.spec.paused) === (reason === PAUSED)) return list
  const words = d.spec.paused
    ? { reason: PAUSED, message: 'Deployment is paused' }
    : { reason: 'DeploymentResumed', message: 'Deployment is resumed' }
  return withCondition(list, { type: 'Progressing', status: 'Unknown', ...words }, now)
}

/** Whether enough pods are available. */
export function withAvailable(list: Condition[], enough: boolean, now: Ms): Condition[] {
  const words = enough
    ? { status: 'True', reason: 'MinimumReplicasAvailable', message: 'Deployment has minimum availability.' }
    : {
        status: 'False',
        reason: 'MinimumReplicasUnavailable',
        message: 'Deployment does not have minimum availability.',
      }
  return withCondition(list, { type: 'Available', ...words }, now)
}

/** Whether all pods are new and available, and this is known to the controller. */
export function isComplete({ spec, metadata }: Deployment, status: Status): boolean {
  return (
    (status.updatedReplicas ?? 0) === spec.replicas &&
    (status.replicas ?? 0) === spec.replicas &&
    (status.availableReplicas ?? 0) === spec.replicas &&
    (status.observedGeneration ?? 0) >= (metadata.generation ?? 0)
  )
}

/** Judges how the rollout gets on. Modelled on pkg/controller/deployment/progress.go, syncRolloutStatus. */
export function withProgress(
  list: Condition[],
  d: Deployment,
  status: Status,
  newest: ReplicaSet | undefined,
  now: Ms,
): Condition[] {
  if (!hasDeadline(d)) return withoutCondition(list, 'Progressing')
  const current = condition(list, 'Progressing')
  const settled = (status.replicas ?? 0) === (status.updatedReplicas ?? 0) && current?.reason === AVAILABLE
  if (settled) return list
  const subject = newest ? `ReplicaSet "${newest.metadata.name}"` : `Deployment "${d.metadata.name}"`
  const type = 'Progressing'
  if (isComplete(d, status)) {
    const message = `${subject} has successfully progressed.`
    return withCondition(list, { type, status: 'True', reason: AVAILABLE, message }, now)
  }
  if (hasProgressed(d.status, status)) {
    const time = rfc3339(now)
    const lastTransitionTime = current?.status === 'True' ? current.lastTransitionTime : time
    const words = { status: 'True', reason: 'ReplicaSetUpdated', message: `${subject} is progressing.` }
    return [...withoutCondition(list, type), { type, ...words, lastUpdateTime: time, lastTransitionTime }]
  }
  if (current && isLate(d, current, now)) {
    const message = `${subject} has timed out progressing.`
    return withCondition(list, { type, status: 'False', reason: TIMED_OUT, message }, now)
  }
  return list
}

/** More new, ready or available pods, or fewer old ones. */
function hasProgressed(before: Status, now: Status): boolean {
  const old = (status: Status) => (status.replicas ?? 0) - (status.updatedReplicas ?? 0)
  return (
    (now.updatedReplicas ?? 0) > (before.updatedReplicas ?? 0) ||
    old(now) < old(before) ||
    (now.readyReplicas ?? 0) > (before.readyReplicas ?? 0) ||
    (now.availableReplicas ?? 0) > (before.availableReplicas ?? 0)
  )
}

function isLate(d: Deployment, { reason, lastUpdateTime }: Condition, now: Ms): boolean {
  if (reason === AVAILABLE) return false
  return reason === TIMED_OUT || now > (parseTime(lastUpdateTime) ?? now) + d.spec.progressDeadlineSeconds! * 1000
}

/** When to look whether the rollout is late; undefined when it cannot be. A second later than the deadline, as upstream. */
export function nextCheck(d: Deployment, status: Status): Ms | undefined {
  const current = progressing(status)
  if (!hasDeadline(d) || !current || isComplete(d, status)) return undefined
  if (current.reason === TIMED_OUT || current.reason === AVAILABLE) return undefined
  const from = parseTime(current.lastUpdateTime)
  return from === undefined ? undefined : from + (d.spec.progressDeadlineSeconds! + 1) * 1000
}

/** The failure of a ReplicaSet to make pods, told by the Deployment; the newest one's first. */
export function withReplicaFailure(
  list: Condition[],
  newest: ReplicaSet | undefined,
  all: readonly ReplicaSet[],
  now: Ms,
): Condition[] {
  const type = 'ReplicaFailure'
  let failure = condition(newest?.status.conditions, type)
  for (const rs of all) failure ??= condition(rs.status.conditions, type)
  if (!failure) return withoutCondition(list, type)
  const old = condition(list, type)
  if (old?.status === failure.status && old.reason === failure.reason) return list
  const { status, reason, message, lastTransitionTime = rfc3339(now) } = failure
  const next = { type, status, reason, message, lastUpdateTime: lastTransitionTime, lastTransitionTime }
  return [...withoutCondition(list, type), next]
}
