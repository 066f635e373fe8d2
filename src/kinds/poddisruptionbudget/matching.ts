import type { Reader } from '../../api/kind.ts'
import type { Pod, PodDisruptionBudget } from '../../lib/objects.ts'
import { labelSelector, matches } from '../../lib/selector.ts'
import { within } from '../../lib/term.ts'

export const RESOURCE = 'poddisruptionbudgets.policy'

const selects = ({ spec }: PodDisruptionBudget, pod: Pod): boolean =>
  spec.selector !== undefined && matches(labelSelector(spec.selector), pod.metadata.labels)

/** Budgets that a pod comes under. */
export function budgetsOf(pod: Pod, read: Reader): PodDisruptionBudget[] {
  const { namespace } = pod.metadata
  if (read.tally(within('budgets', namespace!)) === 0) return []
  return read.list<PodDisruptionBudget>(RESOURCE, namespace).filter(budget => selects(budget, pod))
}

/** Pods of a budget: by one label that it asks for, where it does, else of the whole namespace. */
export function podsOf(budget: PodDisruptionBudget, read: Reader): Pod[] {
  const { namespace } = budget.metadata
  const [label] = Object.entries(budget.spec.selector?.matchLabels ?? {})
  const pods = label
    ? read.find<Pod>('pods', `label=${namespace}/${label[0]}=${label[1]}`)
    : read.list<Pod>('pods', namespace)
  return pods.filter(pod => selects(budget, pod))
}
