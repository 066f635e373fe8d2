/** What APIServices say, whoever writes them. */
import { condition } from './conditions.ts'
import type { APIService, Condition } from './objects.ts'

/** Who keeps it: `onstart` the API server for its own groups, `true` for those of custom kinds. */
export const MANAGED = 'kube-aggregator.kubernetes.io/automanaged'
export const ON_START = 'onstart'

export const localCondition = (time: string): Condition => ({
  type: 'Available',
  status: 'True',
  lastTransitionTime: time,
  reason: 'Local',
  message: 'Local APIServices are always available',
})

/** `metrics.k8s.io/v1beta1` of those whose Service does not answer: nobody knows what they serve. */
export const staleVersions = (services: readonly APIService[]): string[] =>
  services
    .filter(({ spec, status }) => spec.service && condition(status.conditions, 'Available')?.status !== 'True')
    .map(({ spec }) => `${spec.group}/${spec.version}`)
    .sort()

/** What discovery says of them. */
export function discoveryError(stale: readonly string[]): string {
  const parts = stale.map(version => `${version}: stale GroupVersion discovery: ${version}`)
  return `unable to retrieve the complete list of server APIs: ${parts.join(', ')}`
}
