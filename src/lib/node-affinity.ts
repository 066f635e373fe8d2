/** Which nodes a pod or a volume may be on. Modelled on component-helpers scheduling/corev1/nodeaffinity. */
import type { Labels, PodSpec } from './objects.ts'

type Affinity = NonNullable<NonNullable<PodSpec['affinity']>['nodeAffinity']>
export type NodeSelector = NonNullable<Affinity['requiredDuringSchedulingIgnoredDuringExecution']>
export type NodeSelectorTerm = NodeSelector['nodeSelectorTerms'][number]
type Requirement = NonNullable<NodeSelectorTerm['matchExpressions']>[number]

function holds({ operator, values = [] }: Requirement, value: string | undefined): boolean {
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value)
    case 'NotIn':
      return value === undefined || !values.includes(value)
    case 'Exists':
      return value !== undefined
    case 'DoesNotExist':
      return value === undefined
    case 'Gt':
    case 'Lt': {
      if (value === undefined || !/^[+-]?[0-9]+$/.test(value)) return false
      return operator === 'Gt' ? Number(value) > Number(values[0]) : Number(value) < Number(values[0])
    }
    default:
      return false
  }
}

/** A term without requirements selects nothing. */
export function matchesTerm(
  { matchExpressions, matchFields }: NodeSelectorTerm,
  name: string,
  labels: Labels,
): boolean {
  if (!matchExpressions?.length && !matchFields?.length) return false
  for (const requirement of matchExpressions ?? []) if (!holds(requirement, labels[requirement.key])) return false
  for (const requirement of matchFields ?? []) {
    if (!holds(requirement, requirement.key === 'metadata.name' ? name : undefined)) return false
  }
  return true
}

export const matchesSelector = ({ nodeSelectorTerms }: NodeSelector, name: string, labels: Labels): boolean =>
  nodeSelectorTerms.some(term => matchesTerm(term, name, labels))

/** What the pod requires by node affinity. */
export const requiredNodes = (spec: PodSpec): NodeSelector | undefined =>
  spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution

/** Whether a node of these labels has what nodeSelector and the required node affinity ask for. */
export function matchesNode(spec: PodSpec, name: string, labels: Labels): boolean {
  for (const key in spec.nodeSelector) if (labels[key] !== spec.nodeSelector[key]) return false
  const required = requiredNodes(spec)
  return !required || matchesSelector(required, name, labels)
}
