import type { Service } from '../../lib/objects.ts'
import { isExternallyAccessible } from './service-type.ts'

const AFFINITY_SECONDS = 10800

/** Defaults of a Service. Modelled on pkg/apis/core/v1/defaults.go. */
export function defaults(service: Service): void {
  service.spec ??= {} as Service['spec']
  service.status ??= {} as Service['status']
  service.status.loadBalancer ??= {}
  const { spec } = service
  spec.sessionAffinity ||= 'None'
  if (spec.sessionAffinity === 'None') delete spec.sessionAffinityConfig
  if (spec.sessionAffinity === 'ClientIP' && spec.sessionAffinityConfig?.clientIP?.timeoutSeconds === undefined) {
    spec.sessionAffinityConfig = { clientIP: { timeoutSeconds: AFFINITY_SECONDS } }
  }
  spec.type ||= 'ClusterIP'
  for (const port of spec.ports ?? []) {
    port.protocol ||= 'TCP'
    // A missing port is told by validation; the wire format has 0 for it.
    port.port ??= 0
    if (!port.targetPort) port.targetPort = port.port
  }
  if (isExternallyAccessible(service)) spec.externalTrafficPolicy ||= 'Cluster'
  if (spec.type === 'ClusterIP' || spec.type === 'NodePort' || spec.type === 'LoadBalancer') {
    spec.internalTrafficPolicy ??= 'Cluster'
  }
  if (spec.type === 'LoadBalancer') spec.allocateLoadBalancerNodePorts ??= true
  for (const ingress of service.status.loadBalancer.ingress ?? []) {
    if (ingress.ip) (ingress as { ipMode?: string }).ipMode ??= 'VIP'
  }
  dropEmpty(service)
}

/** Fields that the wire format leaves out when empty. */
function dropEmpty(service: Service): void {
  const { spec } = service
  if (spec.ports?.length === 0) delete spec.ports
  if (spec.selector && Object.keys(spec.selector).length === 0) delete spec.selector
  if (spec.externalIPs?.length === 0) delete spec.externalIPs
  if (spec.loadBalancerSourceRanges?.length === 0) delete spec.loadBalancerSourceRanges
  if (spec.clusterIPs?.length === 0) delete spec.clusterIPs
  if (spec.ipFamilies?.length === 0) delete spec.ipFamilies
  for (const field of ['clusterIP', 'externalName', 'loadBalancerIP', 'externalTrafficPolicy'] as const) {
    if (spec[field] === '') delete spec[field]
  }
  if (spec.healthCheckNodePort === 0) delete spec.healthCheckNodePort
  if (spec.publishNotReadyAddresses === false) delete spec.publishNotReadyAddresses
  for (const port of spec.ports ?? []) {
    if (port.name === '') delete port.name
    if (port.nodePort === 0) delete port.nodePort
  }
}
