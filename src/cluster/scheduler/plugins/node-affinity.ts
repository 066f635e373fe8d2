import type { Labels, PodSpec } from '../../../lib/objects.ts'
import type { NodeInfo } from '../node-info.ts'
import { normalized, type Plugin, type Refusal } from '../plugin.ts'

type Terms = NonNullable<
  NonNullable<NonNullable<PodSpec['affinity']>['nodeAffinity']>['requiredDuringSchedulingIgnoredDuringExecution']
>
type Term = Terms['nodeSelectorTerms'][number]
type Requirement = NonNullable<Term['matchExpressions']>[number]

const REFUSAL: Refusal = { reasons: ["node(s) didn't match Pod's node affinity/selector"], unresolvable: true }
const NOT_NAMED: Refusal = { reasons: ["node(s) didn't satisfy plugin(s) [NodeAffinity]"], unresolvable: true }

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

/** A term without requirements selects nothing (component-helpers scheduling/corev1/nodeaffinity). */
export function matchesTerm({ matchExpressions, matchFields }: Term, name: string, labels: Labels): boolean {
  if (!matchExpressions?.length && !matchFields?.length) return false
  for (const requirement of matchExpressions ?? []) if (!holds(requirement, labels[requirement.key])) return false
  for (const requirement of matchFields ?? []) {
    if (!holds(requirement, requirement.key === 'metadata.name' ? name : undefined)) return false
  }
  return true
}

const required = (spec: PodSpec) =>
  spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms

/** Whether the node has what nodeSelector and the required node affinity ask for. */
export function matchesNode(spec: PodSpec, { facts: { name, labels } }: NodeInfo): boolean {
  for (const key in spec.nodeSelector) if (labels[key] !== spec.nodeSelector[key]) return false
  const terms = required(spec)
  return !terms || terms.some(term => matchesTerm(term, name, labels))
}

/** Names of nodes, when every required term names them (as those of a DaemonSet's pods do). */
function named(spec: PodSpec): Set<string> | undefined {
  const terms = required(spec)
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
    if (!spec.nodeSelector && !required(spec)) return undefined
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
