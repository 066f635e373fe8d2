import type { KindDefinition } from '../../api/kind.ts'
import { age } from '../../lib/duration.ts'
import type { NetworkPolicy } from '../../lib/objects.ts'
import { formatSelector } from '../../lib/selector.ts'
import { describe } from './describe.ts'
import { validate } from './validate.ts'

/** Modelled on pkg/apis/networking/v1/defaults.go. */
function defaults(policy: NetworkPolicy): void {
  policy.spec ??= {} as NetworkPolicy['spec']
  const { spec } = policy
  spec.podSelector ??= {}
  if (spec.ingress?.length === 0) delete spec.ingress
  if (spec.egress?.length === 0) delete spec.egress
  if (!spec.policyTypes?.length) spec.policyTypes = spec.egress ? ['Ingress', 'Egress'] : ['Ingress']
  for (const { ports } of [...(spec.ingress ?? []), ...(spec.egress ?? [])]) {
    for (const port of ports ?? []) port.protocol ??= 'TCP'
  }
}

export const networkPolicies: KindDefinition<NetworkPolicy> = {
  group: 'networking.k8s.io',
  version: 'v1',
  scope: 'Namespaced',
  names: { kind: 'NetworkPolicy', plural: 'networkpolicies', singular: 'networkpolicy', shortNames: ['netpol'] },
  schema: 'io.k8s.api.networking.v1.NetworkPolicy',
  generation: true,
  defaults,
  validate,
  /** Columns of k8s.io/kubernetes pkg/printers/internalversion, printNetworkPolicy. */
  columns: () => [
    { name: 'Name', value: policy => policy.metadata.name },
    { name: 'Pod-Selector', value: policy => formatSelector(policy.spec.podSelector) },
    { name: 'Age', value: (policy, { now }) => age(policy.metadata.creationTimestamp, now) },
  ],
  describe,
}
