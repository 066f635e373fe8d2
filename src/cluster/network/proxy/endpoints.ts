import type { Reader } from '../../../api/kind.ts'
import type { EndpointSlice, Service, ServicePort } from '../../../lib/objects.ts'

/** An endpoint of a Service's port, as kube-proxy sees it. */
export interface Endpoint {
  ip: string
  port: number
  /** Absent: it belongs to no node, and is local to none. */
  node?: string
  zone?: string
  /** `ns/name` of the Pod it was written for. */
  pod?: string
  ready: boolean
  serving: boolean
  terminating: boolean
  /** Zones and nodes that it is meant for. */
  zoneHints?: string[]
  nodeHints?: string[]
}

export const endpointKey = ({ ip, port }: { ip: string; port: number }): string => `${ip}:${port}`

/** Slices that kube-proxy leaves to others. */
const FOREIGN = ['service.kubernetes.io/headless', 'service.kubernetes.io/service-proxy-name']

/**
 * All endpoints of a Service's port, each `ip:port` once, in the order of `ip:port` as text. Modelled on pkg/proxy
 * endpointslicecache.go.
 */
export function endpointsOf({ metadata }: Service, port: ServicePort, read: Reader): Endpoint[] {
  const byAddress = new Map<string, Endpoint>()
  const term = `service=${metadata.namespace}/${metadata.name}`
  for (const slice of read.find<EndpointSlice>('endpointslices.discovery.k8s.io', term)) {
    if (slice.addressType !== 'IPv4' || FOREIGN.some(label => slice.metadata.labels?.[label] !== undefined)) continue
    const number = slice.ports?.find(
      each => (each.name ?? '') === (port.name ?? '') && (each.protocol ?? 'TCP') === (port.protocol ?? 'TCP'),
    )?.port
    if (!number) continue
    for (const { addresses, conditions = {}, nodeName, zone, hints, targetRef } of slice.endpoints ?? []) {
      // Conditions that are not there mean yes, yes and no.
      const { ready = true, serving = true, terminating = false } = conditions
      const endpoint: Endpoint = { ip: addresses[0]!, port: number, ready, serving, terminating }
      const key = endpointKey(endpoint)
      if (byAddress.has(key)) continue
      if (nodeName) endpoint.node = nodeName
      if (zone) endpoint.zone = zone
      if (targetRef?.kind === 'Pod') endpoint.pod = `${targetRef.namespace}/${targetRef.name}`
      const { forZones, forNodes } = (hints ?? {}) as { forZones?: { name: string }[]; forNodes?: { name: string }[] }
      if (forZones?.length) endpoint.zoneHints = forZones.map(({ name }) => name)
      if (forNodes?.length) endpoint.nodeHints = forNodes.map(({ name }) => name)
      byAddress.set(key, endpoint)
    }
  }
  const keys = [...byAddress.keys()].sort()
  return keys.map(key => byAddress.get(key)!)
}
