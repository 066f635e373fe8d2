import type { Reader } from '../../../api/kind.ts'
import type { Node, Service, ServicePort } from '../../../lib/objects.ts'
import type { Client } from '../client.ts'
import { nodeAddresses, nodeOfAddress } from '../nodes.ts'
import type { Backend } from './endpoints.ts'
import { usableEndpoints } from './endpoints.ts'

export type Protocol = 'TCP' | 'UDP' | 'SCTP'

export interface Packet {
  from: Client
  ip: string
  port: number
  protocol: Protocol
}

/** What the node's rules do with a new connection. */
export type Route =
  /** To one of these, drawn with equal chance. `source` is the address that the endpoint sees. */
  | { kind: 'service'; service: Service; port: ServicePort; backends: Backend[]; source: string }
  /** No rule concerns it: it goes to the address it names. */
  | { kind: 'direct' }
  /** Refused at once (REJECT). */
  | { kind: 'refused'; why: string; service?: Service }
  /** Nothing comes back (DROP, or no way to the address). */
  | { kind: 'dropped'; why: string; service?: Service }

/** What kube-proxy in iptables mode makes of a packet. Modelled on pkg/proxy/iptables. */
export function route(packet: Packet, read: Reader): Route {
  const { ip, port, protocol, from } = packet
  for (const [term, isClusterIP] of [
    [`clusterIP=${ip}`, true],
    [`externalIP=${ip}`, false],
  ] as const) {
    const services = read.find<Service>('services', term)
    for (const service of services) {
      const servicePort = service.spec.ports?.find(each => each.port === port && each.protocol === protocol)
      if (!servicePort) continue
      const source = isClusterIP ? from.ip : nodeIP(from.node, read)
      return balance(service, servicePort, source, read)
    }
    if (services[0]) {
      const service = services[0]
      const why = `${service.metadata.namespace}/${service.metadata.name} has no port ${port}/${protocol}`
      return { kind: 'dropped', why, service }
    }
  }
  const node = nodeOfAddress(ip, read)
  return node ? toNode(node, packet, read) : { kind: 'direct' }
}

function toNode(node: Node, { ip, port, protocol }: Packet, read: Reader): Route {
  for (const service of read.find<Service>('services', `nodePort=${port}/${protocol}`)) {
    const servicePort = service.spec.ports?.find(each => each.nodePort === port && each.protocol === protocol)
    if (servicePort) return balance(service, servicePort, nodeIP(node.metadata.name, read) || ip, read)
  }
  return { kind: 'direct' }
}

function balance(service: Service, port: ServicePort, source: string, read: Reader): Route {
  const backends = usableEndpoints(service, port, read)
  if (backends.length > 0) return { kind: 'service', service, port, backends, source }
  const { namespace, name } = service.metadata
  const label = port.name ? `${namespace}/${name}:${port.name}` : `${namespace}/${name}`
  return { kind: 'refused', why: `${label} has no endpoints`, service }
}

function nodeIP(name: string | undefined, read: Reader): string {
  const node = name === undefined ? undefined : read.get<Node>('nodes', undefined, name)
  return node ? (nodeAddresses(node)[0] ?? '') : ''
}
