/** Indexes of an Indexed Job that are still to be tried, and backoffLimitPerIndex (pkg/controller/job/backoff_utils.go). */
import type { Job, Pod } from '../../lib/objects.ts'
import type { Ms } from '../../lib/time.ts'
import { isActive } from '../pod/readiness.ts'
import { finishedAt, retryAt } from './back-off.ts'
import { verdict } from './failure-policy.ts'
import { firstFree, has, type Indexes, parse, withMore } from './indexes.ts'
import { IGNORED_INDEX_FAILURES, INDEX_FAILURES } from './labels.ts'
import { hasFailed, indexOf, isTerminating, isTracked, type Wanted } from './pods.ts'

const numberIn = (pod: Pod, annotation: string): number => Number(pod.metadata.annotations?.[annotation] ?? 0)

/** All indexes that have failed for good. */
export function failedIndexes(
  job: Job,
  failed: readonly Pod[],
  actionOf: (pod: Pod) => string,
  done: Indexes,
): Indexes {
  const { completions, backoffLimitPerIndex } = job.spec
  const lost: number[] = []
  for (const pod of failed) {
    const index = indexOf(pod, job)
    if (index === undefined || has(done, index)) continue
    const action = actionOf(pod)
    if (action === 'FailIndex' || (action !== 'Ignore' && numberIn(pod, INDEX_FAILURES) >= backoffLimitPerIndex!)) {
      lost.push(index)
    }
  }
  return withMore(parse(job.status.failedIndexes, completions!), lost)
}

/** The next pods to make, at most `missing`. With backoffLimitPerIndex each index has a back-off of its own. */
export function nextIndexes(
  job: Job,
  pods: readonly Pod[],
  missing: number,
  { done, lost, now }: { done: Indexes; lost: Indexes; now: Ms },
): { create: Wanted[]; lookAt?: Ms } {
  const { completions, backoffLimitPerIndex } = job.spec
  const taken = takenIndexes(job, pods)
  const isTaken = (index: number) => taken.has(index) || has(done, index) || has(lost, index)
  if (backoffLimitPerIndex === undefined) {
    return { create: firstFree(missing, completions!, isTaken).map(index => ({ index })) }
  }
  const last = lastFailed(job, pods)
  const create: Wanted[] = []
  let lookAt: Ms | undefined
  for (const index of firstFree(completions!, completions!, isTaken)) {
    const pod = last.get(index)
    const next = pod ? after(job, pod, index) : { index, failures: 0 }
    const at = pod ? retryAt({ count: next.failures + (next.ignored ?? 0), last: finishedAt(pod) }) : now
    if (at > now) lookAt = Math.min(lookAt ?? at, at)
    else if (create.length < missing) create.push(next)
  }
  return { create, lookAt }
}

/** Failed pods whose index is still to be tried again. */
export function waitingForTheNext(
  job: Job,
  pods: readonly Pod[],
  { done, lost }: { done: Indexes; lost: Indexes },
): Set<Pod> {
  const taken = takenIndexes(job, pods)
  const waiting = new Set<Pod>()
  for (const [index, pod] of lastFailed(job, pods)) {
    if (!taken.has(index) && !has(done, index) && !has(lost, index)) waiting.add(pod)
  }
  return waiting
}

/** Indexes that a pod is at work on; with podReplacementPolicy Failed also while it is only ending. */
function takenIndexes(job: Job, pods: readonly Pod[]): Set<number | undefined> {
  const taken = new Set<number | undefined>()
  for (const pod of pods) {
    if (isActive(pod) || (job.spec.podReplacementPolicy === 'Failed' && isTerminating(pod))) {
      taken.add(indexOf(pod, job))
    }
  }
  return taken
}

/** By index, the failed pod that is still held and has the most failures behind it. */
function lastFailed(job: Job, pods: readonly Pod[]): Map<number, Pod> {
  const sum = (pod: Pod) => numberIn(pod, INDEX_FAILURES) + numberIn(pod, IGNORED_INDEX_FAILURES)
  const last = new Map<number, Pod>()
  for (const pod of pods) {
    if (!isTracked(pod) || !hasFailed(pod, job)) continue
    const index = indexOf(pod, job)
    if (index === undefined) continue
    const other = last.get(index)
    if (!other || sum(pod) > sum(other)) last.set(index, pod)
  }
  return last
}

function after(job: Job, pod: Pod, index: number): { index: number; failures: number; ignored?: number } {
  const ignored = verdict(job, pod).action === 'Ignore'
  return {
    index,
    failures: numberIn(pod, INDEX_FAILURES) + (ignored ? 0 : 1),
    ignored: numberIn(pod, IGNORED_INDEX_FAILURES) + (ignored ? 1 : 0),
  }
}
