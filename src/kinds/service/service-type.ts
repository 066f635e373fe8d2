import type { Service } from '../../lib/objects.ts'

/** What a Service's type and address mean for its other fields. Modelled on k8s.io/kubernetes pkg/api/service. */

export const NONE = 'None'

export const isHeadless = (service: Service): boolean => service.spec.clusterIPs?.[0] === NONE

export const isLoadBalancer = (service: Service): boolean => service.spec.type === 'LoadBalancer'

export const needsClusterIP = (service: Service): boolean => service.spec.type !== 'ExternalName'

export const needsNodePort = (service: Service): boolean =>
  service.spec.type === 'NodePort' || (isLoadBalancer(service) && service.spec.allocateLoadBalancerNodePorts !== false)

/** Traffic from outside the cluster can be meant for it. */
export const isExternallyAccessible = (service: Service): boolean =>
  isLoadBalancer(service) ||
  service.spec.type === 'NodePort' ||
  (service.spec.type === 'ClusterIP' && (service.spec.externalIPs?.length ?? 0) > 0)

/** A load balancer asks each node whether it has endpoints of its own. */
export const needsHealthCheck = (service: Service): boolean =>
  isLoadBalancer(service) && service.spec.externalTrafficPolicy === 'Local'
