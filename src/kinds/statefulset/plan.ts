/** What a StatefulSet does next. Modelled on pkg/controller/statefulset/stateful_set_control.go. */
import { scaled } from '../../lib/int-or-percent.ts'
import type { Pod, StatefulSet } from '../../lib/objects.ts'
import type { Ms } from '../../lib/time.ts'
import { isAvailable, isReady, isTerminal } from '../pod/readiness.ts'
import { firstOrdinal, isWanted, ordinalOf, revisionOf } from './identity.ts'

/** Names of the revision that pods had before the present rollout, and of the one they get. */
export interface Revisions {
  current: string
  update: string
}

export interface Plan {
  create: { ordinal: number; revision: string }[]
  remove: Pod[]
  /** Numbers of pods that wait, perhaps for a claim that is gone. */
  pending: number[]
}

export interface Members {
  /** By number, counted from the first one wanted; empty where there is no pod. */
  replicas: (Pod | undefined)[]
  /** Pods that are not wanted any more, the highest number first. */
  condemned: Pod[]
}

export function membersOf(set: StatefulSet, pods: readonly Pod[]): Members {
  const first = firstOrdinal(set)
  const replicas = new Array<Pod | undefined>(set.spec.replicas!).fill(undefined)
  const condemned: [ordinal: number, Pod][] = []
  for (const pod of pods) {
    const ordinal = ordinalOf(set, pod)
    if (ordinal === undefined) continue
    if (isWanted(set, ordinal)) replicas[ordinal - first] = pod
    else condemned.push([ordinal, pod])
  }
  condemned.sort(([a], [b]) => b - a)
  return { replicas, condemned: condemned.map(([, pod]) => pod) }
}

const isTerminating = ({ metadata }: Pod) => metadata.deletionTimestamp !== undefined

const isServing = (set: StatefulSet, pod: Pod, now: Ms): boolean =>
  pod.status.phase === 'Running' && isReady(pod) && isAvailable(pod, set.spec.minReadySeconds ?? 0, now)

const isUnavailable = (set: StatefulSet, pod: Pod | undefined, now: Ms): boolean =>
  !pod || isTerminating(pod) || !isServing(set, pod, now)

/** In order, each step waiting for the one before (OrderedReady), or all that can be done at once (Parallel). */
export function plan(set: StatefulSet, { replicas, condemned }: Members, revisions: Revisions, now: Ms): Plan {
  const result: Plan = { create: [], remove: [], pending: [] }
  if (set.metadata.deletionTimestamp) return result
  const ordered = set.spec.podManagementPolicy !== 'Parallel'
  const first = firstOrdinal(set)
  for (let i = 0; i < replicas.length; i++) {
    const pod = replicas[i]
    if (!pod) result.create.push({ ordinal: first + i, revision: revisionFor(set, i, revisions) })
    else if (isTerminal(pod)) {
      if (!isTerminating(pod)) result.remove.push(pod)
    } else if (pod.status.phase === 'Pending') result.pending.push(first + i)
    if (ordered && isUnavailable(set, pod, now)) return result
  }
  if (!ordered) result.remove.push(...condemned.filter(pod => !isTerminating(pod)))
  else if (condemned.length > 0) {
    const [last] = condemned as [Pod]
    const sick = condemned.findLast(pod => isUnavailable(set, pod, now))
    if (!isTerminating(last) && (isServing(set, last, now) || last === sick)) result.remove.push(last)
    return result
  }
  if (set.spec.updateStrategy?.type !== 'OnDelete') result.remove.push(...outdated(set, replicas, revisions, now))
  return result
}

/** Pods below the partition keep the revision of before. */
function revisionFor({ spec }: StatefulSet, index: number, { current, update }: Revisions): string {
  if (spec.updateStrategy?.type !== 'RollingUpdate') return update
  return index < (spec.updateStrategy.rollingUpdate?.partition ?? 0) ? current : update
}

/** Pods of another revision, the highest number first, while no more than maxUnavailable are missing. */
function outdated(set: StatefulSet, replicas: Members['replicas'], { update }: Revisions, now: Ms): Pod[] {
  const { partition = 0 } = set.spec.updateStrategy?.rollingUpdate ?? {}
  let room = maxUnavailable(set)
  for (const pod of replicas) if (isUnavailable(set, pod, now)) room--
  const gone: Pod[] = []
  for (let i = replicas.length - 1; i >= partition && gone.length < room; i--) {
    const pod = replicas[i]
    if (pod && revisionOf(pod) !== update && !isTerminating(pod)) gone.push(pod)
  }
  return gone
}

/** Percentages are rounded down, but one pod may always be missing. */
export function maxUnavailable({ spec }: StatefulSet): number {
  const { maxUnavailable = 1 } = spec.updateStrategy?.rollingUpdate ?? {}
  return Math.max(1, scaled(maxUnavailable, spec.replicas!, false))
}
