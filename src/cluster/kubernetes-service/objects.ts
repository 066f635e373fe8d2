import type { Endpoints, EndpointSlice, Service } from '../../lib/objects.ts'

export const NAMESPACE = 'default'
export const NAME = 'kubernetes'
/** The first address of the Service range. */
const CLUSTER_IP = '10.96.0.1'
/** Where kube-apiserver listens. */
const PORT = { name: 'https', port: 6443, protocol: 'TCP' as const }

/** The Service by which pods find the API server. */
export const service = (): Service =>
  ({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: NAME, namespace: NAMESPACE, labels: { component: 'apiserver', provider: 'kubernetes' } },
    spec: {
      clusterIP: CLUSTER_IP,
      clusterIPs: [CLUSTER_IP],
      ipFamilies: ['IPv4'],
      ipFamilyPolicy: 'SingleStack',
      internalTrafficPolicy: 'Cluster',
      ports: [{ name: PORT.name, port: 443, protocol: 'TCP', targetPort: PORT.port }],
      sessionAffinity: 'None',
      type: 'ClusterIP',
    },
  }) as unknown as Service

/** Not to be mirrored: the slice is written too. */
export const endpoints = (address: string): Endpoints => ({
  apiVersion: 'v1',
  kind: 'Endpoints',
  metadata: { name: NAME, namespace: NAMESPACE, labels: { 'endpointslice.kubernetes.io/skip-mirror': 'true' } },
  subsets: [{ addresses: [{ ip: address }], ports: [PORT] }],
})

export const endpointSlice = (address: string): EndpointSlice => ({
  apiVersion: 'discovery.k8s.io/v1',
  kind: 'EndpointSlice',
  metadata: { name: NAME, namespace: NAMESPACE, labels: { 'kubernetes.io/service-name': NAME } },
  addressType: 'IPv4',
  endpoints: [{ addresses: [address], conditions: { ready: true } }],
  ports: [PORT],
})
