import type { Reader } from '../../../api/kind.ts'
import type { EndpointSlice, Service, ServicePort } from '../../../lib/objects.ts'

/** An endpoint of a Service's port, as kube-proxy sees it. */
export interface Backend {
  ip: string
  port: number
  node?: string
  /** `ns/name` of the Pod it was written for. */
  pod?: string
}

interface Candidate extends Backend {
  ready: boolean
  /** Serving while it terminates: used when no endpoint is ready. */
  draining: boolean
}

/**
 * Endpoints that a new connection to the port may go to, in the order of `ip:port` as text: the ready ones, or when none
 * is ready those that still serve while they terminate. Modelled on pkg/proxy topology.go and endpointslicecache.go.
 */
export function usableEndpoints(service: Service, port: ServicePort, read: Reader): Backend[] {
  const all = candidates(service, port, read)
  const ready = all.filter(each => each.ready)
  return ready.length > 0 ? ready : all.filter(each => each.draining)
}

function candidates({ metadata }: Service, port: ServicePort, read: Reader): Candidate[] {
  const byAddress = new Map<string, Candidate>()
  const term = `service=${metadata.namespace}/${metadata.name}`
  for (const slice of read.find<EndpointSlice>('endpointslices.discovery.k8s.io', term)) {
    if (slice.addressType !== 'IPv4') continue
    const number = slice.ports?.find(
      each => (each.name ?? '') === (port.name ?? '') && (each.protocol ?? 'TCP') === port.protocol,
    )?.port
    if (!number) continue
    for (const { addresses, conditions = {}, nodeName, targetRef } of slice.endpoints ?? []) {
      const { ready = true, serving = ready, terminating = false } = conditions
      const ip = addresses[0]!
      byAddress.set(`${ip}:${number}`, {
        ip,
        port: number,
        node: nodeName,
        pod: targetRef?.kind === 'Pod' ? `${targetRef.namespace}/${targetRef.name}` : undefined,
        ready,
        draining: serving && terminating,
      })
    }
  }
  const keys = [...byAddress.keys()].sort()
  return keys.map(key => byAddress.get(key)!)
}
