import type { Pod, ResourceQuota } from '../../lib/objects.ts'
import { qosClass } from '../pod/qos.ts'

type Selector = { scopeName: string; operator: string; values?: string[] }

/** Whether a pod is one of those that a quota is about; other objects fall under quotas without scopes only. */
export function covers({ spec }: ResourceQuota, pod: Pod | undefined): boolean {
  const selectors: Selector[] = [
    ...(spec.scopes ?? []).map(scopeName => ({ scopeName, operator: 'Exists' })),
    ...((spec.scopeSelector?.matchExpressions ?? []) as Selector[]),
  ]
  return selectors.every(selector => pod !== undefined && matches(selector, pod))
}

function matches({ scopeName, operator, values = [] }: Selector, pod: Pod): boolean {
  const { spec } = pod
  switch (scopeName) {
    case 'Terminating':
      return spec.activeDeadlineSeconds !== undefined
    case 'NotTerminating':
      return spec.activeDeadlineSeconds === undefined
    case 'BestEffort':
      return qosClass(spec) === 'BestEffort'
    case 'NotBestEffort':
      return qosClass(spec) !== 'BestEffort'
    case 'PriorityClass':
      return isOf(spec.priorityClassName, operator, values)
    case 'CrossNamespacePodAffinity':
      return crossesNamespaces(pod)
    default:
      return false
  }
}

function isOf(name: string | undefined, operator: string, values: string[]): boolean {
  switch (operator) {
    case 'In':
      return name !== undefined && values.includes(name)
    case 'NotIn':
      return name === undefined || !values.includes(name)
    case 'DoesNotExist':
      return !name
    default:
      return !!name
  }
}

function crossesNamespaces({ spec }: Pod): boolean {
  const terms = [spec.affinity?.podAffinity, spec.affinity?.podAntiAffinity].flatMap(side => [
    ...(side?.requiredDuringSchedulingIgnoredDuringExecution ?? []),
    ...(side?.preferredDuringSchedulingIgnoredDuringExecution ?? []).map(each => each.podAffinityTerm),
  ])
  return terms.some(term => term.namespaces?.length || term.namespaceSelector)
}
