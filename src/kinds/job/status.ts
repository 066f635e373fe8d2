import { condition, setCondition } from '../../lib/conditions.ts'
import type { Condition, Job } from '../../lib/objects.ts'
import { type Ms, rfc3339 } from '../../lib/time.ts'
import type { Ending, Plan } from './plan.ts'

type Status = Job['status']

const add = (list: Status['conditions'], type: string, { reason, message }: Omit<Ending, 'success'>, now: Ms) => {
  const time = rfc3339(now)
  return [
    ...(list ?? []),
    { type, status: 'True', lastProbeTime: time, lastTransitionTime: time, reason, message },
  ] as NonNullable<Status['conditions']>
}

/**
 * What is known before ended pods are let go: their uids stand in `uncountedTerminatedPods` (except for those that indexes
 * speak for), and that the Job will end is announced.
 */
export function interim(job: Job, plan: Plan, now: Ms): Status {
  const { ending, active, remove, create, ready, terminating } = plan
  const uids = (pods: Plan['failed']) => pods.map(pod => pod.metadata.uid!)
  const next = suspension(job, plan, now)
  next.ready = ending ? 0 : ready
  next.terminating = terminating + (ending ? active.filter(pod => pod.spec.nodeName).length : 0)
  next.uncountedTerminatedPods = {}
  if (plan.failed.length > 0) next.uncountedTerminatedPods.failed = uids(plan.failed)
  if (plan.succeeded.length > 0) next.uncountedTerminatedPods.succeeded = uids(plan.succeeded)
  const count = active.length - remove.length + create.length
  if (count > 0) next.active = count
  else delete next.active
  if (plan.completedIndexes) next.completedIndexes = plan.completedIndexes
  if (plan.failedIndexes !== undefined) next.failedIndexes = plan.failedIndexes
  if (ending) {
    const type = ending.success ? 'SuccessCriteriaMet' : 'FailureTarget'
    if (!condition(next.conditions, type)) next.conditions = add(next.conditions, type, ending, now)
  }
  return next
}

/** With everything counted; the Job has ended when no pod of it is left to end. */
export function final(status: Status, { totals, ending }: Plan, now: Ms): Status {
  const next: Status = { ...status }
  next.uncountedTerminatedPods = {}
  if (totals.succeeded > 0) next.succeeded = totals.succeeded
  if (totals.failed > 0) next.failed = totals.failed
  if (ending && !next.terminating) {
    next.conditions = add(next.conditions, ending.success ? 'Complete' : 'Failed', ending, now)
    if (ending.success) next.completionTime = rfc3339(now)
  }
  return next
}

/** The condition Suspended; a Job that goes on starts anew. */
function suspension(job: Job, { starts, ending }: Plan, now: Ms): Status {
  const { spec, status } = job
  const next: Status = starts ? { ...status, startTime: rfc3339(now) } : { ...status }
  if (ending || job.metadata.deletionTimestamp) return next
  const is = condition(status.conditions, 'Suspended')?.status === 'True'
  if (is === (spec.suspend ?? false)) return next
  const words = spec.suspend
    ? { status: 'True', reason: 'JobSuspended', message: 'Job suspended' }
    : { status: 'False', reason: 'JobResumed', message: 'Job resumed' }
  const changed = { type: 'Suspended', lastProbeTime: rfc3339(now), lastTransitionTime: rfc3339(now), ...words }
  next.conditions = setCondition<Condition>(status.conditions, changed, now) as Status['conditions']
  if (!spec.suspend) next.startTime = rfc3339(now)
  return next
}
