import type { Pod } from '../../lib/objects.ts'
import { podRequests } from '../../lib/pod-resources.ts'

/** Why a kubelet does not take a pod that was sent to its node. */
export interface Refusal {
  reason: string
  message: string
}

/** Too little of a resource. Cpu in thousandths, the rest in base units. */
export interface Shortage {
  resource: string
  requested: number
  used: number
  capacity: number
}

/** Pods of at least this priority may take the place of others (kubelet/types, IsCriticalPod). */
const CRITICAL = 2_000_000_000

export const isCritical = ({ spec }: Pod): boolean => (spec.priority ?? 0) >= CRITICAL

/** Not critical itself, or less important than the pod. */
const isLess = (other: Pod, pod: Pod) => !isCritical(other) || (other.spec.priority ?? 0) < (pod.spec.priority ?? 0)

const amount = (pod: Pod, resource: string): number =>
  resource === 'pods' ? 1 : (podRequests(pod.spec).get(resource)?.value ?? 0)

const missingOf = (short: readonly Shortage[]) =>
  new Map(short.map(({ resource, requested, used, capacity }) => [resource, requested - capacity + used]))

/** A critical pod finds no room although all that is less important would go (pkg/kubelet/preemption). */
export function hopeless(pod: Pod, short: readonly Shortage[], others: readonly Pod[]): Refusal | undefined {
  const lesser = others.filter(other => isLess(other, pod))
  const left: string[] = []
  for (const [resource, missing] of missingOf(short)) {
    const still = lesser.reduce((sum, other) => sum - amount(other, resource), missing)
    if (still > 0) left.push(`(res: ${resource}, q: ${still}), `)
  }
  if (left.length === 0) return undefined
  const error = `preemption: error finding a set of pods to preempt: no set of running pods found to reclaim resources: [${left.join('')}]`
  return {
    reason: 'UnexpectedAdmissionError',
    message: `Unexpected error while attempting to recover from admission failure: ${error}`,
  }
}

const CLASSES = ['BestEffort', 'Burstable', 'Guaranteed']

/** The pods that go so that a critical one fits: guaranteed ones only when the others are not enough, large ones first. */
export function victims(pod: Pod, short: readonly Shortage[], others: readonly Pod[]): Pod[] {
  const missing = missingOf(short)
  const rank = ({ status }: Pod) => CLASSES.indexOf(status.qosClass ?? '')
  const lesser = others.filter(other => isLess(other, pod))
  const gone: Pod[] = []
  for (const resource of missing.keys()) {
    const candidates = lesser
      .filter(other => !gone.includes(other) && amount(other, resource) > 0)
      .sort((a, b) => rank(a) - rank(b) || amount(b, resource) - amount(a, resource))
    for (const other of candidates) {
      if (missing.get(resource)! <= 0) break
      gone.push(other)
      for (const [each, left] of missing) missing.set(each, left - amount(other, each))
    }
  }
  return gone
}
