import type { LabelSelector, Pod, PodSpec } from '../../../lib/objects.ts'
import { type Cycle, isSettled } from '../cycle.ts'
import { countPods, isOf, type Sort, termNamespaces, withLabelKeys } from '../matching.ts'
import type { NodeInfo } from '../node-info.ts'
import { MAX_SCORE, type Plugin, type Refusal } from '../plugin.ts'

interface Term {
  topologyKey: string
  labelSelector?: LabelSelector
  namespaces?: string[]
  namespaceSelector?: LabelSelector
  matchLabelKeys?: string[]
  mismatchLabelKeys?: string[]
}

const AFFINITY: Refusal = { reasons: ["node(s) didn't match pod affinity rules"], unresolvable: true }
const ANTI_AFFINITY: Refusal = { reasons: ["node(s) didn't match pod anti-affinity rules"], unresolvable: false }
const OTHERS: Refusal = {
  reasons: ["node(s) didn't satisfy existing pods anti-affinity rules"],
  unresolvable: false,
}

type Rules = NonNullable<PodSpec['affinity']>
const affinity = (spec: PodSpec) => spec.affinity?.podAffinity as Rules['podAffinity']
const antiAffinity = (spec: PodSpec) => spec.affinity?.podAntiAffinity as Rules['podAntiAffinity']
const required = (rules: Rules['podAffinity'] | Rules['podAntiAffinity']) =>
  (rules?.requiredDuringSchedulingIgnoredDuringExecution ?? []) as Term[]

function sortOf(term: Term, pod: Pod, cycle: Cycle): Sort {
  const { namespaces, namespaceSelector, matchLabelKeys, mismatchLabelKeys } = term
  return {
    namespaces: termNamespaces(pod.metadata.namespace ?? '', namespaces, namespaceSelector, cycle),
    selector: withLabelKeys(term.labelSelector, pod.metadata.labels, matchLabelKeys, mismatchLabelKeys),
  }
}

/** Pods of the sorts by value of a topology key. */
function domains(cycle: Cycle, sorts: Sort[], key: string): Map<string, number> {
  const { on } = countPods(cycle, sorts)
  const found = new Map<string, number>()
  for (const { facts, index } of cycle.nodes) {
    const value = facts.labels[key]
    if (value !== undefined && on[index]! > 0) found.set(value, (found.get(value) ?? 0) + on[index]!)
  }
  return found
}

/** Domains (`key=value`) that pods already there do not want to share with this one. */
function repelled(pod: Pod, cycle: Cycle): Set<string> {
  const taken = new Set<string>()
  for (const other of cycle.repellents()) {
    const node = other.spec.nodeName ? cycle.node(other.spec.nodeName) : undefined
    if (!node || !isSettled(other)) continue
    for (const term of required(antiAffinity(other.spec))) {
      const value = node.facts.labels[term.topologyKey]
      if (value !== undefined && isOf(sortOf(term, other, cycle), pod)) taken.add(`${term.topologyKey}=${value}`)
    }
  }
  return taken
}

/** Pods that want to be near others, or away from them (pkg/scheduler/framework/plugins/interpodaffinity). */
export const interPodAffinity: Plugin = {
  name: 'InterPodAffinity',
  filter({ pod }, cycle) {
    if (!pod.spec.affinity && cycle.repellents().length === 0) return undefined
    const near = required(affinity(pod.spec))
    const nearSorts = near.map(term => sortOf(term, pod, cycle))
    const nearDomains = near.map(term => domains(cycle, nearSorts, term.topologyKey))
    const nobody = nearDomains.every(found => found.size === 0)
    const first = nobody && nearSorts.every(sort => isOf(sort, pod))
    const away = required(antiAffinity(pod.spec))
    const awayDomains = away.map(term => domains(cycle, [sortOf(term, pod, cycle)], term.topologyKey))
    const taken = repelled(pod, cycle)
    if (near.length === 0 && away.length === 0 && taken.size === 0) return undefined
    const takenKeys = [...new Set([...taken].map(domain => domain.slice(0, domain.indexOf('='))))]
    return ({ facts: { labels } }: NodeInfo) => {
      for (let i = 0; i < near.length; i++) {
        const value = labels[near[i]!.topologyKey]
        if (value === undefined || !(first || nearDomains[i]!.has(value))) return AFFINITY
      }
      for (let i = 0; i < away.length; i++) {
        const value = labels[away[i]!.topologyKey]
        if (value !== undefined && awayDomains[i]!.has(value)) return ANTI_AFFINITY
      }
      return takenKeys.some(key => taken.has(`${key}=${labels[key]}`)) ? OTHERS : undefined
    }
  },
  weight: 2,
  score({ pod }, nodes, cycle) {
    if (!pod.spec.affinity) return undefined
    const wishes = (rules: Rules['podAffinity'] | Rules['podAntiAffinity'], sign: number) =>
      (rules?.preferredDuringSchedulingIgnoredDuringExecution ?? []).map(({ weight, podAffinityTerm }) => ({
        key: podAffinityTerm.topologyKey,
        weight: sign * weight,
        found: domains(cycle, [sortOf(podAffinityTerm, pod, cycle)], podAffinityTerm.topologyKey),
      }))
    const all = [...wishes(affinity(pod.spec), 1), ...wishes(antiAffinity(pod.spec), -1)]
    if (all.length === 0) return undefined
    const sums = nodes.map(({ facts: { labels } }) =>
      all.reduce((sum, { key, weight, found }) => sum + weight * (found.get(labels[key] ?? '') ?? 0), 0),
    )
    const least = Math.min(...sums)
    const range = Math.max(...sums) - least
    return range === 0 ? undefined : sums.map(sum => Math.trunc((MAX_SCORE * (sum - least)) / range))
  },
}
