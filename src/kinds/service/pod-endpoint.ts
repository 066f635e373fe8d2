import { condition } from '../../lib/conditions.ts'
import type { Pod, Service } from '../../lib/objects.ts'
import type { Endpoint } from '../endpointslice/packing.ts'
import { asksForTopology } from './topology-hints.ts'

/** Whether a Pod can be an endpoint at all: it has an address and has not ended. */
export const hasEndpoint = ({ status }: Pod): boolean =>
  status.podIP !== undefined && status.phase !== 'Succeeded' && status.phase !== 'Failed'

export const readyCondition = (pod: Pod) => condition(pod.status.conditions, 'Ready')

/** The endpoint that a Pod is in a Service's slices, with the traffic hints that the Service asks for. */
export function podEndpoint(pod: Pod, service: Service, zone: string | undefined): Endpoint {
  const { metadata, spec, status } = pod
  const serving = readyCondition(pod)?.status === 'True'
  const terminating = metadata.deletionTimestamp !== undefined
  const ready = service.spec.publishNotReadyAddresses === true || (serving && !terminating)
  const endpoint: Endpoint = {
    addresses: [status.podIP!],
    conditions: { ready, serving, terminating },
    targetRef: { kind: 'Pod', namespace: metadata.namespace, name: metadata.name, uid: metadata.uid },
  }
  const byField = ready && !asksForTopology(service.metadata.annotations)
  const hints = byField ? trafficHints(service.spec.trafficDistribution, zone, spec.nodeName) : undefined
  if (hints) endpoint.hints = hints
  const hostname = endpointHostname(pod, service)
  if (hostname) endpoint.hostname = hostname
  if (spec.nodeName) endpoint.nodeName = spec.nodeName
  if (zone) endpoint.zone = zone
  return endpoint
}

/** The name under which DNS knows the Pod within its headless Service. */
export const endpointHostname = ({ spec }: Pod, service: Service): string | undefined =>
  spec.hostname && spec.subdomain === service.metadata.name ? spec.hostname : undefined

/** Modelled on k8s.io/endpointslice trafficdist. */
function trafficHints(distribution: string | undefined, zone: string | undefined, node: string | undefined) {
  if (!distribution) return undefined
  const hints: NonNullable<Endpoint['hints']> & { forNodes?: { name: string }[] } = {}
  if (distribution === 'PreferSameNode' && node) hints.forNodes = [{ name: node }]
  if (zone) hints.forZones = [{ name: zone }]
  return hints.forNodes || hints.forZones ? hints : undefined
}
