import { condition } from '../../lib/conditions.ts'
import type { Pod } from '../../lib/objects.ts'
import { type Ms, parseTime } from '../../lib/time.ts'

const COST = 'controller.kubernetes.io/pod-deletion-cost'
const PHASES: Record<string, number> = { Pending: 0, Unknown: 1, Running: 2 }

/** What decides who goes first, in the order of the fields. */
interface Rank {
  pod: Pod
  assigned: boolean
  phase: number
  ready: boolean
  cost: number
  /** Pods of the same owner on its node. */
  crowd: number
  readyAt: Ms
  restarts: number
  createdAt: Ms
}

/**
 * The `count` pods that a ReplicaSet gives up first. `related` are all active pods of the ReplicaSets that share its
 * owner (none when it has no owner): of two equal pods the one on the node with more of them goes.
 * Modelled on pkg/controller/controller_utils.go, ActivePodsWithRanks.
 */
export function firstToGo(pods: readonly Pod[], related: readonly Pod[], count: number, now: Ms): Pod[] {
  if (count >= pods.length) return [...pods]
  const crowds = new Map<string, number>()
  for (const { spec } of related) {
    if (spec.nodeName) crowds.set(spec.nodeName, (crowds.get(spec.nodeName) ?? 0) + 1)
  }
  const ranks = pods.map(pod => rank(pod, crowds))
  ranks.sort((a, b) => compare(a, b, now))
  return ranks.slice(0, count).map(({ pod }) => pod)
}

function rank(pod: Pod, crowds: Map<string, number>): Rank {
  const { spec, status, metadata } = pod
  const ready = condition(status.conditions, 'Ready')
  let restarts = 0
  for (const container of status.containerStatuses ?? []) restarts = Math.max(restarts, container.restartCount)
  return {
    pod,
    assigned: Boolean(spec.nodeName),
    phase: PHASES[status.phase ?? ''] ?? 0,
    ready: ready?.status === 'True',
    cost: Number(metadata.annotations?.[COST] ?? 0) || 0,
    crowd: crowds.get(spec.nodeName ?? '') ?? 0,
    readyAt: parseTime(ready?.lastTransitionTime) ?? 0,
    restarts,
    createdAt: parseTime(metadata.creationTimestamp) ?? 0,
  }
}

/** Negative when `a` goes before `b`. */
function compare(a: Rank, b: Rank, now: Ms): number {
  if (a.assigned !== b.assigned) return a.assigned ? 1 : -1
  if (a.phase !== b.phase) return a.phase - b.phase
  if (a.ready !== b.ready) return a.ready ? 1 : -1
  if (a.cost !== b.cost) return a.cost - b.cost
  if (a.crowd !== b.crowd) return b.crowd - a.crowd
  if (a.ready && a.readyAt !== b.readyAt) return younger(a.readyAt, b.readyAt, now) || byUid(a, b)
  if (a.restarts !== b.restarts) return b.restarts - a.restarts
  if (a.createdAt !== b.createdAt) return younger(a.createdAt, b.createdAt, now) || byUid(a, b)
  return byUid(a, b)
}

/** Compares ages by powers of two of nanoseconds only, so that old pods are not always the last to go. */
const younger = (a: Ms, b: Ms, now: Ms): number => magnitude(now - a) - magnitude(now - b)

const magnitude = (age: Ms): number => (age > 0 ? Math.floor(Math.log2(age * 1e6)) : -1)

const byUid = (a: Rank, b: Rank): number => (a.pod.metadata.uid! < b.pod.metadata.uid! ? -1 : 1)
