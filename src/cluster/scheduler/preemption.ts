import type { Reader } from '../../api/kind.ts'
import type { Pod, PodDisruptionBudget } from '../../lib/objects.ts'
import { labelSelector, matches } from '../../lib/selector.ts'
import { Cycle } from './cycle.ts'
import type { NodeInfo } from './node-info.ts'
import type { Refusal } from './plugin.ts'
import { type PodInfo, podInfo } from './pod-info.ts'
import { refusalOf } from './schedule.ts'

/** Pods that would have to go from a node. */
export interface Victims {
  node: string
  pods: Pod[]
  /** How many of them a disruption budget would have kept. */
  violations: number
}

const BUDGETS = 'poddisruptionbudgets.policy'
/** So many nodes are looked at; larger clusters are not searched through. */
const MOST_CANDIDATES = 100

export const priorityOf = ({ spec }: Pod): number => spec.priority ?? 0

/** Why a pod may not drive others away; undefined when it may (PodEligibleToPreemptOthers). */
export function ineligible(pod: Pod): string | undefined {
  return pod.spec.preemptionPolicy === 'Never' ? 'not eligible due to preemptionPolicy=Never.' : undefined
}

/** Others are leaving its node already: it only has to wait. */
export function waitsForVictims(pod: Pod, cycle: Cycle): boolean {
  const nominated = cycle.node(pod.status.nominatedNodeName ?? '')
  const leaves = (other: Pod) => other.metadata.deletionTimestamp && priorityOf(other) < priorityOf(pod)
  return nominated !== undefined && cycle.podsOn(nominated).some(leaves)
}

/**
 * The node on which a pod fits once pods of lower priority are gone, at the least cost; or why each node is no help
 * (pkg/scheduler/framework/preemption). `refused`: what each node said.
 */
export function preempt(
  info: PodInfo,
  refused: ReadonlyMap<NodeInfo, Refusal>,
  cycle: Cycle,
): Victims | { hindrances: string[] } {
  const candidates: Victims[] = []
  const hindrances: string[] = []
  for (const [node, { unresolvable }] of refused) {
    if (unresolvable) hindrances.push('Preemption is not helpful for scheduling')
    else if (candidates.length < MOST_CANDIDATES) {
      const found = victimsOn(node, info, cycle)
      if (Array.isArray(found)) hindrances.push(...found)
      else candidates.push(found)
    }
  }
  return candidates.length > 0 ? cheapest(candidates) : { hindrances }
}

/** More important pods first: higher priority, then longer there. */
const byImportance = (a: Pod, b: Pod) =>
  priorityOf(b) - priorityOf(a) || ((a.status.startTime ?? '~') < (b.status.startTime ?? '~') ? -1 : 1)

/** The fewest and least important pods of a node whose going makes room; or the reasons why none would. */
function victimsOn(node: NodeInfo, info: PodInfo, cycle: Cycle): Victims | string[] {
  const lower = cycle.podsOn(node).filter(pod => priorityOf(pod) < priorityOf(info.pod))
  if (lower.length === 0) return ['No preemption victims found for incoming pod']
  const gone = new Set(lower)
  const refusal = refusalWithout(gone, node, info, cycle)
  if (refusal) return refusal.reasons
  const { violating, others } = byBudget([...lower].sort(byImportance), cycle.read)
  let violations = 0
  for (const pod of [...violating, ...others]) {
    gone.delete(pod)
    if (!refusalWithout(gone, node, info, cycle)) continue
    gone.add(pod)
    if (violating.includes(pod)) violations++
  }
  return { node: node.name, pods: [...gone].sort(byImportance), violations }
}

/** Whether the pod would fit on a node if some pods were gone. */
function refusalWithout(gone: ReadonlySet<Pod>, node: NodeInfo, info: PodInfo, cycle: Cycle): Refusal | undefined {
  const imagined = new Cycle(without(gone, cycle.read))
  for (const { info: reserved, node: on, pod } of cycle.reservations) {
    imagined.reserve(imagined.info(reserved.pod), imagined.node(on.name)!, pod)
  }
  return refusalOf(imagined.info(info.pod), imagined.nodes[node.index]!, imagined)
}

/** The cluster as if some pods were gone. */
export function without(gone: ReadonlySet<Pod>, read: Reader): Reader {
  const names = new Set([...gone].map(({ metadata }) => metadata.uid))
  const left = <T>(resource: string, objects: T[]): T[] =>
    resource === 'pods' ? objects.filter(object => !names.has((object as unknown as Pod).metadata.uid)) : objects
  return {
    get: read.get,
    list: (resource, namespace) => left(resource, read.list(resource, namespace)),
    find: (resource, term) => left(resource, read.find(resource, term)),
    tally: name => read.tally(name) - taken(name, gone),
    tallies: read.tallies,
  }
}

/** What pods add to a sum of `KindDefinition.tally` of the kind Pod. */
function taken(name: string, pods: ReadonlySet<Pod>): number {
  const [what, subject, last] = name.split('/')
  let sum = 0
  for (const pod of pods) {
    if (what === 'on') {
      const managed = pod.metadata.ownerReferences?.some(owner => owner.controller && owner.uid === subject)
      if (managed && pod.spec.nodeName === last && !pod.metadata.deletionTimestamp) sum++
    } else if (what === 'node' && pod.spec.nodeName === subject) {
      const { cpu, memory, scoredCpu, scoredMemory } = podInfo(pod)
      sum += { pods: 1, cpu, memory, 'scored-cpu': scoredCpu, 'scored-memory': scoredMemory }[last!] ?? 0
    }
  }
  return sum
}

/** Pods whose going would break a PodDisruptionBudget, if they went in this order, and the others. */
function byBudget(pods: readonly Pod[], read: Reader): { violating: Pod[]; others: Pod[] } {
  const allowed = new Map<PodDisruptionBudget, number>()
  const violating: Pod[] = []
  const others: Pod[] = []
  for (const pod of pods) {
    let breaks = false
    for (const budget of read.list<PodDisruptionBudget>(BUDGETS, pod.metadata.namespace)) {
      const { selector } = budget.spec
      if (!selector || !matches(labelSelector(selector), pod.metadata.labels)) continue
      if (budget.status.disruptedPods?.[pod.metadata.name]) continue
      const left = (allowed.get(budget) ?? budget.status.disruptionsAllowed ?? 0) - 1
      allowed.set(budget, left)
      breaks ||= left < 0
    }
    ;(breaks ? violating : others).push(pod)
  }
  return { violating, others }
}

/** Priorities can be negative; so that more pods always weigh more, each counts from the least possible one. */
const OFFSET = 2 ** 31

/** The first difference decides: budgets, highest priority, sum of priorities, number, latest start. */
export function cheapest(candidates: readonly Victims[]): Victims {
  const cost = ({ pods, violations }: Victims) => [
    violations,
    pods.length > 0 ? priorityOf(pods[0]!) : Number.NEGATIVE_INFINITY,
    pods.reduce((sum, pod) => sum + priorityOf(pod) + OFFSET, 0),
    pods.length,
  ]
  /** When the most important victims began; the latest is best. */
  const began = ({ pods }: Victims) =>
    pods
      .filter(pod => priorityOf(pod) === priorityOf(pods[0]!))
      .reduce((first, { status }) => (status.startTime! < first ? status.startTime! : first), '~')
  let best = candidates[0]!
  for (const candidate of candidates.slice(1)) {
    const [a, b] = [cost(candidate), cost(best)]
    const i = a.findIndex((value, k) => value !== b[k])
    if (i >= 0 ? a[i]! < b[i]! : began(candidate) > began(best)) best = candidate
  }
  return best
}
