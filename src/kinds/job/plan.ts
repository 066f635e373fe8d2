import { condition } from '../../lib/conditions.ts'
import type { Job, Pod } from '../../lib/objects.ts'
import { type Ms, parseTime } from '../../lib/time.ts'
import { isActive, isReady } from '../pod/readiness.ts'
import { firstToGo } from '../replicaset/ranking.ts'
import { counted, type Failures, finishedAt, retryAt } from './back-off.ts'
import { verdict } from './failure-policy.ts'
import { format, has, type Indexes, parse, total, withMore } from './indexes.ts'
import { failedIndexes, nextIndexes, waitingForTheNext } from './per-index.ts'
import { hasFailed, indexOf, isIndexed, isTerminating, isTracked, restarts, type Wanted } from './pods.ts'
import { successMessage } from './success-policy.ts'

/** Why a Job ends; the words of its conditions. */
export interface Ending {
  success: boolean
  reason: string
  message: string
}

/** What is to be done about a Job. */
export interface Plan {
  /** It starts now. */
  starts: boolean
  remove: Pod[]
  create: Wanted[]
  /** Pods that ended and are counted from now on, by the two sums of the status that they add to. */
  succeeded: Pod[]
  failed: Pod[]
  /** Pods that need to be held no longer: the above, and ended ones that count for nothing. */
  release: Pod[]
  /** Texts of the two sets of an Indexed Job; undefined where the status has none. */
  completedIndexes?: string
  failedIndexes?: string
  totals: { succeeded: number; failed: number }
  active: Pod[]
  ready: number
  terminating: number
  ending?: Ending
  failures: Failures
  /** When to look again though nothing changes. */
  lookAt?: Ms
}

const BACKOFF = {
  success: false,
  reason: 'BackoffLimitExceeded',
  message: 'Job has reached the specified backoff limit',
}
const DEADLINE = {
  success: false,
  reason: 'DeadlineExceeded',
  message: 'Job was active longer than specified deadline',
}
const REACHED = {
  success: true,
  reason: 'CompletionsReached',
  message: 'Reached expected number of succeeded pods',
}

/** A decision already taken stands in the conditions. */
function decided({ status }: Job): Ending | undefined {
  for (const [type, success] of [
    ['FailureTarget', false],
    ['SuccessCriteriaMet', true],
  ] as const) {
    const found = condition(status.conditions, type)
    if (found?.status === 'True') return { success, reason: found.reason ?? '', message: found.message ?? '' }
  }
  return undefined
}

/** Modelled on pkg/controller/job/job_controller.go, syncJob and manageJob. `pods` are all of the Job. */
export function plan(job: Job, pods: readonly Pod[], before: Failures | undefined, now: Ms): Plan {
  const { spec, status } = job
  const indexed = isIndexed(job)
  const deleting = job.metadata.deletionTimestamp !== undefined
  const active = pods.filter(isActive)
  const fresh = pods.filter(isTracked)
  const succeeded = fresh.filter(pod => pod.status.phase === 'Succeeded')
  const failed = fresh.filter(pod => hasFailed(pod, job))
  const verdicts = new Map(failed.map(pod => [pod, verdict(job, pod)]))
  const countedFailures = failed.filter(pod => verdicts.get(pod)!.action !== 'Ignore')
  const failures = counted(before, succeeded.map(finishedAt), countedFailures.map(finishedAt))
  const starts = status.startTime === undefined && !spec.suspend && !deleting
  const result: Plan = {
    starts,
    remove: [],
    create: [],
    succeeded,
    failed: countedFailures,
    release: [...succeeded, ...failed],
    totals: {
      succeeded: (status.succeeded ?? 0) + succeeded.length,
      failed: (status.failed ?? 0) + countedFailures.length,
    },
    active,
    ready: active.filter(isReady).length,
    terminating: pods.filter(isTerminating).length,
    failures,
  }
  let done: Indexes = []
  let lost: Indexes = []
  if (indexed) {
    const old = parse(status.completedIndexes, spec.completions!)
    done = withMore(old, known(succeeded, job))
    result.succeeded = firstOfEach(succeeded, job, old)
    result.completedIndexes = format(done)
    result.totals.succeeded = total(done)
    if (spec.backoffLimitPerIndex !== undefined) {
      lost = failedIndexes(job, failed, pod => verdicts.get(pod)!.action, done)
      result.failedIndexes = format(lost)
    }
  }
  const resumes = condition(status.conditions, 'Suspended')?.status === 'True' && !spec.suspend
  const startedAt = starts || resumes ? now : parseTime(status.startTime)
  const deadline =
    spec.activeDeadlineSeconds !== undefined && startedAt !== undefined && !spec.suspend
      ? startedAt + spec.activeDeadlineSeconds * 1000
      : undefined
  const failJob = failed.find(pod => verdicts.get(pod)!.action === 'FailJob')
  result.ending =
    decided(job) ??
    (failJob && { success: false, reason: 'PodFailurePolicy', message: verdicts.get(failJob)!.message }) ??
    exceeded(job, result.totals.failed, active) ??
    (deadline !== undefined && deadline <= now ? DEADLINE : undefined) ??
    (indexed ? endOfIndexes(job, done, lost) : undefined)
  if (result.ending) {
    end(result, active)
    return result
  }
  if (spec.backoffLimitPerIndex !== undefined) hold(result, waitingForTheNext(job, pods, { done, lost }))
  if (deadline !== undefined) result.lookAt = deadline
  if (!deleting) manage(job, pods, result, { done, lost, now })
  const completions = spec.completions
  const enough = completions === undefined ? result.totals.succeeded > 0 : result.totals.succeeded >= completions
  if (enough && active.length - result.remove.length + result.create.length === 0) result.ending = REACHED
  return result
}

/** Pods that still run are ended, and count as failures. */
function end(result: Plan, active: Pod[]): void {
  result.remove = active
  result.failed = [...result.failed, ...active.filter(isTracked)]
  result.release = [...result.release, ...active.filter(isTracked)]
  result.totals.failed = result.totals.failed + active.filter(isTracked).length
}

const known = (pods: readonly Pod[], job: Job): number[] =>
  pods.map(pod => indexOf(pod, job)).filter(index => index !== undefined)

/** Of the pods that succeeded, one for each index that is new. */
function firstOfEach(pods: readonly Pod[], job: Job, done: Indexes): Pod[] {
  const seen = new Set<number>()
  return pods.filter(pod => {
    const index = indexOf(pod, job)
    if (index === undefined || has(done, index) || seen.has(index)) return false
    seen.add(index)
    return true
  })
}

function exceeded({ spec }: Job, failed: number, active: readonly Pod[]): Ending | undefined {
  const limit = spec.backoffLimit!
  if (failed > limit) return BACKOFF
  if (spec.template.spec?.restartPolicy !== 'OnFailure') return undefined
  const count = restarts(active)
  return (limit === 0 ? count > 0 : count >= limit) ? BACKOFF : undefined
}

function endOfIndexes(job: Job, done: Indexes, lost: Indexes): Ending | undefined {
  const { completions, maxFailedIndexes } = job.spec
  const failed = total(lost)
  if (maxFailedIndexes !== undefined && failed > maxFailedIndexes) {
    const message = 'Job has exceeded the specified maximal number of failed indexes'
    return { success: false, reason: 'MaxFailedIndexesExceeded', message }
  }
  if (failed > 0 && failed + total(done) >= completions!) {
    return { success: false, reason: 'FailedIndexes', message: 'Job has failed indexes' }
  }
  const met = successMessage(job, done)
  return met === undefined ? undefined : { success: true, reason: 'SuccessPolicy', message: met }
}

/** Which pods are too many, which are missing. */
function manage(
  job: Job,
  pods: readonly Pod[],
  result: Plan,
  { done, lost, now }: { done: Indexes; lost: Indexes; now: Ms },
): void {
  const { spec } = job
  const { active, totals } = result
  if (spec.suspend) {
    result.remove = active
    return
  }
  const parallelism = spec.parallelism!
  let wanted: number
  if (spec.completions === undefined) wanted = totals.succeeded > 0 ? active.length : parallelism
  else wanted = Math.max(0, Math.min(parallelism, spec.completions - totals.succeeded))
  const extra = active.length - wanted
  if (isIndexed(job)) result.remove = superfluous(job, active, done)
  if (extra > result.remove.length) {
    const rest = active.filter(pod => !result.remove.includes(pod))
    result.remove = [...result.remove, ...firstToGo(rest, [], extra - result.remove.length, now)]
  }
  if (result.remove.length > 0) return
  const stillGoing = spec.podReplacementPolicy === 'Failed' ? result.terminating : 0
  const missing = wanted - stillGoing - active.length
  if (missing <= 0) return
  if (spec.backoffLimitPerIndex === undefined) {
    const at = retryAt(result.failures)
    if (at > now) {
      look(result, at)
      return
    }
  }
  if (!isIndexed(job)) {
    for (let i = 0; i < missing; i++) result.create.push({})
    return
  }
  const { create, lookAt } = nextIndexes(job, pods, missing, { done, lost, now })
  result.create = create
  if (lookAt !== undefined) look(result, lookAt)
}

/** The last failed pod of an index tells the next one how often it has failed: until then it is neither counted nor let go. */
function hold(result: Plan, held: ReadonlySet<Pod>): void {
  const before = result.failed.length
  result.failed = result.failed.filter(pod => !held.has(pod))
  result.release = result.release.filter(pod => !held.has(pod))
  result.totals.failed -= before - result.failed.length
}

function look(result: Plan, at: Ms): void {
  result.lookAt = Math.min(result.lookAt ?? at, at)
}

/** Active pods of an Indexed Job whose index is unknown, done, or taken by another one. */
function superfluous(job: Job, active: readonly Pod[], done: Indexes): Pod[] {
  const seen = new Set<number>()
  return active.filter(pod => {
    const index = indexOf(pod, job)
    if (index === undefined || has(done, index) || seen.has(index)) return true
    seen.add(index)
    return false
  })
}
