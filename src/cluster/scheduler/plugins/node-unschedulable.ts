import type { Plugin, Refusal } from '../plugin.ts'
import { tolerates } from '../../../lib/tolerations.ts'

const REFUSAL: Refusal = { reasons: ['node(s) were unschedulable'], unresolvable: true }
const TAINT = { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' }

/** Cordoned nodes, unless the pod tolerates that. */
export const nodeUnschedulable: Plugin = {
  name: 'NodeUnschedulable',
  constant: true,
  filter({ pod }) {
    if (tolerates(pod.spec.tolerations, TAINT)) return undefined
    return node => (node.facts.unschedulable ? REFUSAL : undefined)
  },
}
