import { matchesNode as matches, matchesTerm, requiredNodes } from '../../../lib/node-affinity.ts'
import type { PodSpec } from '../../../lib/objects.ts'
import type { NodeInfo } from '../node-info.ts'
import { normalized, type Plugin, type Refusal } from '../plugin.ts'

const REFUSAL: Refusal = { reasons: ["node(s) didn't match Pod's node affinity/selector"], unresolvable: true }
const NOT_NAMED: Refusal = { reasons: ["node(s) didn't satisfy plugin(s) [NodeAffinity]"], unresolvable: true }

/** Whether the node has what nodeSelector and the required node affinity ask for. */
export const matchesNode = (spec: PodSpec, { facts: { name, labels } }: NodeInfo): boolean =>
  matches(spec, name, labels)

/** Names of nodes, when every required term names them (as those of a DaemonSet's pods do). */
function named(spec: PodSpec): Set<string> | undefined {
  const terms = requiredNodes(spec)?.nodeSelectorTerms
  if (!terms?.length) return undefined
  const names = new Set<string>()
  for (const { matchFields } of terms) {
    const lists = (matchFields ?? [])
      .filter(f => f.key === 'metadata.name' && f.operator === 'In')
      .map(f => f.values ?? [])
    if (lists.length === 0) return undefined
    for (const name of lists[0]!) if (lists.every(list => list.includes(name))) names.add(name)
  }
  return names
}

export const nodeAffinity: Plugin = {
  name: 'NodeAffinity',
  constant: true,
  preFilter({ pod }) {
    const only = named(pod.spec)
    if (!only) return undefined
    return only.size === 0 ? { refuse: 'pod affinity terms conflict' } : { only, otherwise: NOT_NAMED }
  },
  filter({ pod: { spec } }) {
    if (!spec.nodeSelector && !requiredNodes(spec)) return undefined
    return node => (matchesNode(spec, node) ? undefined : REFUSAL)
  },
  weight: 2,
  score({ pod: { spec } }, nodes) {
    const preferred = spec.affinity?.nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution
    if (!preferred?.length) return undefined
    const sums = nodes.map(({ facts: { name, labels } }) => {
      let sum = 0
      for (const { weight, preference } of preferred) {
        if (matchesTerm(preference, name, labels)) sum += weight
      }
      return sum
    })
    return normalized(sums)
  },
}
