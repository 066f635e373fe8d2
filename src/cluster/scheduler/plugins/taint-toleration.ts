import { tolerates } from '../../../lib/tolerations.ts'
import type { NodeInfo } from '../node-info.ts'
import { normalized, type Plugin, type Refusal } from '../plugin.ts'

const REFUSAL: Refusal = { reasons: ['node(s) had untolerated taint(s)'], unresolvable: true }
const dislikes = ({ facts }: NodeInfo) => facts.taints.some(taint => taint.effect === 'PreferNoSchedule')

/** Taints NoSchedule and NoExecute keep pods away, PreferNoSchedule makes other nodes better. */
export const taintToleration: Plugin = {
  name: 'TaintToleration',
  constant: true,
  filter({ pod }) {
    const { tolerations } = pod.spec
    return ({ facts: { taints } }) => {
      for (const taint of taints) {
        if (taint.effect !== 'PreferNoSchedule' && !tolerates(tolerations, taint)) return REFUSAL
      }
      return undefined
    }
  },
  weight: 3,
  score({ pod }, nodes, cycle) {
    if (!cycle.once('PreferNoSchedule', () => cycle.nodes.some(dislikes))) return undefined
    const tolerations = pod.spec.tolerations?.filter(t => !t.effect || t.effect === 'PreferNoSchedule')
    const disliked = nodes.map(
      ({ facts: { taints } }) =>
        taints.filter(taint => taint.effect === 'PreferNoSchedule' && !tolerates(tolerations, taint)).length,
    )
    return normalized(disliked, true)
  },
}
