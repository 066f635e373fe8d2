import type { PodSpec, Service } from '../../../lib/objects.ts'
import { labelSelector, matchesLabels } from '../../../lib/selector.ts'
import type { Cycle, PodCount } from '../cycle.ts'
import { countPods, isOf, type Sort, withLabelKeys } from '../matching.ts'
import type { NodeInfo } from '../node-info.ts'
import { MAX_SCORE, type Plugin, type Refusal } from '../plugin.ts'
import { once, type PodInfo } from '../pod-info.ts'
import { matchesNode } from './node-affinity.ts'
import { tolerates } from '../../../lib/tolerations.ts'

type Constraint = NonNullable<PodSpec['topologySpreadConstraints']>[number] & {
  nodeAffinityPolicy?: 'Honor' | 'Ignore'
  nodeTaintsPolicy?: 'Honor' | 'Ignore'
  matchLabelKeys?: string[]
}

interface Spread {
  key: string
  maxSkew: number
  minDomains: number
  /** Which pods are counted; tells whether a pod counts itself. Empty for the defaults. */
  sorts: Sort[]
  count: PodCount
  /** Nodes whose pods are counted. */
  nodes: NodeInfo[]
}

const HOSTNAME = 'kubernetes.io/hostname'
const ZONE = 'topology.kubernetes.io/zone'
/** For pods that say nothing themselves; soft. */
const DEFAULTS = [
  { topologyKey: HOSTNAME, maxSkew: 3 },
  { topologyKey: ZONE, maxSkew: 5 },
]

const NO_LABEL: Refusal = {
  reasons: ["node(s) didn't match pod topology spread constraints (missing required label)"],
  unresolvable: true,
}
const SKEWED: Refusal = { reasons: ["node(s) didn't match pod topology spread constraints"], unresolvable: false }

const hasKeys = ({ facts: { labels } }: NodeInfo, constraints: { topologyKey: string }[]) =>
  constraints.every(({ topologyKey }) => labels[topologyKey] !== undefined)

/** Constraints of the pod's own, of one kind (hard or soft). */
function ownSpreads({ pod, namespace }: PodInfo, when: string, cycle: Cycle): Spread[] {
  const constraints = (pod.spec.topologySpreadConstraints as Constraint[]).filter(c => c.whenUnsatisfiable === when)
  const labelled = cycle.nodes.filter(node => hasKeys(node, constraints))
  return constraints.map(constraint => {
    const { topologyKey, maxSkew, minDomains = 1, nodeAffinityPolicy, nodeTaintsPolicy } = constraint
    const selector = withLabelKeys(constraint.labelSelector, pod.metadata.labels, constraint.matchLabelKeys, undefined)
    const sorts = [{ namespaces: [namespace], selector }]
    const nodes = labelled.filter(
      node =>
        (nodeAffinityPolicy === 'Ignore' || matchesNode(pod.spec, node)) &&
        (nodeTaintsPolicy !== 'Honor' ||
          node.facts.taints.every(t => t.effect === 'PreferNoSchedule' || tolerates(pod.spec.tolerations, t))),
    )
    return { key: topologyKey, maxSkew, minDomains, sorts, count: countPods(cycle, sorts), nodes }
  })
}

/** Kinds whose pods belong together by default. */
const MANAGERS: Record<string, string> = { ReplicaSet: 'replicasets.apps', StatefulSet: 'statefulsets.apps' }

/**
 * The pods that belong together by default: those of the same manager and of the same Services. A manager's pods are
 * taken to be in its Services all alike, so that their sums are enough.
 */
function companions(info: PodInfo, cycle: Cycle): PodCount | undefined {
  const { read } = cycle
  const { owner, namespace, pod } = info
  const resource = MANAGERS[owner?.kind ?? '']
  if (owner && resource && read.get(resource, namespace, owner.name)) return cycle.countManaged(owner.uid)
  const sorts: Sort[] = []
  for (const { spec } of read.list<Service>('services', namespace)) {
    if (!matchesLabels(spec.selector, pod.metadata.labels)) continue
    sorts.push({ namespaces: [namespace], selector: labelSelector({ matchLabels: spec.selector }) })
  }
  return sorts.length > 0 ? countPods(cycle, sorts) : undefined
}

function defaultSpreads(info: PodInfo, cycle: Cycle): Spread[] {
  const count = companions(info, cycle)
  if (!count) return []
  const nodes = cycle.nodes.filter(node => matchesNode(info.pod.spec, node))
  return DEFAULTS.map(({ topologyKey, maxSkew }) => ({
    key: topologyKey,
    maxSkew,
    minDomains: 1,
    sorts: [],
    count,
    nodes,
  }))
}

/** Pods by domain: by value of the topology key. */
function domains({ key, count, nodes }: Spread): Map<string, number> {
  const found = new Map<string, number>()
  for (const { facts, index } of nodes) {
    const value = facts.labels[key]
    if (value !== undefined) found.set(value, (found.get(value) ?? 0) + count.on[index]!)
  }
  return found
}

/** Pods spread evenly over hosts, zones and other domains (pkg/scheduler/framework/plugins/podtopologyspread). */
export const podTopologySpread: Plugin = {
  name: 'PodTopologySpread',
  filter(info, cycle) {
    if (!info.pod.spec.topologySpreadConstraints?.length) return undefined
    const spreads = once(info, 'hard spreads', () => ownSpreads(info, 'DoNotSchedule', cycle))
    const rules = spreads.map(spread => {
      const counts = domains(spread)
      const least = counts.size < spread.minDomains ? 0 : Math.min(...counts.values())
      return { spread, counts, least, self: spread.sorts.every(sort => isOf(sort, info.pod)) ? 1 : 0 }
    })
    return ({ facts: { labels } }) => {
      for (const { spread, counts, least, self } of rules) {
        const value = labels[spread.key]
        if (value === undefined) return NO_LABEL
        if ((counts.get(value) ?? 0) + self - least > spread.maxSkew) return SKEWED
      }
      return undefined
    }
  },
  weight: 2,
  score(info, nodes, cycle) {
    const own = (info.pod.spec.topologySpreadConstraints?.length ?? 0) > 0
    const spreads = once(info, 'soft spreads', () =>
      own ? ownSpreads(info, 'ScheduleAnyway', cycle) : defaultSpreads(info, cycle),
    )
    if (spreads.length === 0) return undefined
    const has = (node: NodeInfo) => !own || spreads.every(({ key }) => node.facts.labels[key] !== undefined)
    const scored = own ? nodes.filter(has) : nodes
    const raw = new Array<number>(nodes.length).fill(0)
    for (const spread of spreads) add(raw, spread, nodes, scored)
    return flattened(raw.map((sum, i) => (has(nodes[i]!) ? Math.round(sum) : undefined)))
  },
}

/** Adds what a constraint makes of each node: more pods in its domain is more; few domains weigh less than many. */
function add(raw: number[], spread: Spread, nodes: readonly NodeInfo[], scored: readonly NodeInfo[]): void {
  const { key, count, maxSkew } = spread
  const host = key === HOSTNAME
  const counts = host ? undefined : domains(spread)
  const size = host ? scored.length : new Set(scored.map(({ facts }) => facts.labels[key])).size
  const factor = Math.log(size + 2)
  for (let i = 0; i < nodes.length; i++) {
    const { facts, index } = nodes[i]!
    const value = facts.labels[key]
    if (value === undefined) continue
    raw[i]! += (counts ? (counts.get(value) ?? 0) : count.on[index]!) * factor + maxSkew - 1
  }
}

/** The fewest pods score highest; nodes without a score of their own get 0. */
function flattened(raw: (number | undefined)[]): number[] {
  let least = Number.POSITIVE_INFINITY
  let most = 0
  for (const score of raw) {
    if (score === undefined) continue
    if (score < least) least = score
    if (score > most) most = score
  }
  return raw.map(score => {
    if (score === undefined) return 0
    return most === 0 ? MAX_SCORE : Math.trunc((MAX_SCORE * (most + least - score)) / most)
  })
}
