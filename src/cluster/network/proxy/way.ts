import type { Reader } from '../../../api/kind.ts'
import { isTrue } from '../../../lib/conditions.ts'
import { inCidr, parseIp4 } from '../../../lib/ip.ts'
import type { Node, Service } from '../../../lib/objects.ts'
import type { Client } from '../client.ts'
import { isAddressOf, nodeIP, nodeNamed, nodeOfAddress } from '../nodes.ts'
import { localEndpoints } from './health.ts'
import { clusterCidr } from './mode.ts'
import type { Packet, Protocol } from './route.ts'
import { protocolOf } from './route.ts'
import { isExternalLocal } from './topology.ts'

/** The source address from some point on, and why it changed there. */
export interface Sight {
  at: string
  source: string
  why?: string
}

/** One way for a connection to reach a node's rules. */
export interface Way extends Packet {
  seen: Sight[]
}

/** Where a connection meets rules: at one of these nodes, or at none. */
export type Start =
  | {
      ways: Way[]
      /** Who spreads connections over several ways: each with equal chance, or by the client's address. */
      by?: 'balancer' | 'balancer, by client' | 'router'
      /** What it does so for. */
      service?: Service
    }
  | { ways?: undefined; why: string }

export interface Destination {
  ip: string
  port: number
  protocol: Protocol
}

/** Where a client's connection to an address begins. */
export function start(client: Client, to: Destination, read: Reader): Start {
  if (client.kind === 'outside') return fromOutside(client.ip, to, read)
  const node = nodeNamed(client.node, read)
  const at = client.pod || client.kind === 'pod' ? 'client Pod' : `node ${client.node}`
  return { ways: [{ ...to, node, origin: client.kind, source: client.ip, seen: [{ at, source: client.ip }] }] }
}

/** Where it goes on when no rule of the first node concerned it; undefined: straight to the address. */
export function onward(way: Way, read: Reader): Start | undefined {
  const balanced = proxied(way, read)
  if (balanced) return behindProxy(balanced, way, read)
  const node = nodeOfAddress(way.ip, read)
  if (!node || way.origin === 'outside' || isAddressOf(way.node, way.ip) || way.ip.startsWith('127.')) return undefined
  return { ways: [{ ...leaving(way, way.ip, read), node, origin: 'outside' }] }
}

/** The packet as it is on the wire to an address that is no Pod's: Pods show their node's address there (kindnet's rule). */
export function leaving(way: Way, ip: string, read: Reader): Way {
  const address = parseIp4(ip)
  const isInside = address === undefined || inCidr(address, clusterCidr(read)) || isAddressOf(way.node, ip)
  if (way.origin !== 'pod' || isInside || !way.node) return way
  const source = nodeIP(way.node)
  const at = `node ${way.node.metadata.name}`
  return {
    ...way,
    source,
    seen: [...way.seen, { at, source, why: 'Pods leave the Pod network under the address of their node' }],
  }
}

function fromOutside(source: string, to: Destination, read: Reader): Start {
  const way = (node: Node | undefined): Way => ({
    ...to,
    node,
    origin: 'outside',
    source,
    seen: [{ at: 'client outside', source }],
  })
  const node = nodeOfAddress(to.ip, read)
  if (node) return { ways: [way(node)] }
  const services = read.find<Service>('services', `externalIP=${to.ip}`)
  if (services.length > 0) {
    const service = services.find(each => portOf(each, to))
    if (!service)
      return { why: `nothing listens on ${to.ip} port ${to.port}/${to.protocol}: the Service has no such port` }
    if (proxied(to, read)) return behindProxy(service, way(undefined), read)
    if (!isBalanced(service, to.ip)) return { ways: readyNodes(read).map(way), by: 'router', service }
    return { ways: healthyNodes(service, read).map(way), by: balancer(service), service }
  }
  const address = parseIp4(to.ip)
  const isInside = address !== undefined && inCidr(address, clusterCidr(read))
  if (isInside || read.find('services', `clusterIP=${to.ip}`).length > 0)
    return { why: `${to.ip} is an address inside the cluster: no route leads there from outside` }
  return { ways: [way(undefined)] }
}

const portOf = (service: Service, { port, protocol }: Destination) =>
  service.spec.ports?.find(each => each.port === port && protocolOf(each) === protocol)

const ingressOf = ({ status }: Service, ip: string) => status.loadBalancer?.ingress?.find(each => each.ip === ip)
const isBalanced = (service: Service, ip: string) => ingressOf(service, ip) !== undefined

/** A balancer sends by the client's address when the Service has affinity, as clouds set theirs up. */
const balancer = ({ spec }: Service) => (spec.sessionAffinity === 'ClientIP' ? 'balancer, by client' : 'balancer')

/** The Service whose balancer at the address ends connections and makes new ones (ipMode Proxy). */
export const proxied = (to: Destination, read: Reader): Service | undefined =>
  read
    .find<Service>('services', `externalIP=${to.ip}`)
    .find(each => isProxyAddress(each, to.ip) && portOf(each, to) !== undefined)

export const isProxyAddress = (service: Service, ip: string): boolean =>
  (ingressOf(service, ip) as { ipMode?: string } | undefined)?.ipMode === 'Proxy'

function behindProxy(service: Service, way: Way, read: Reader): Start {
  const nodePort = portOf(service, way)!.nodePort
  if (!nodePort) return { why: `the load balancer ${way.ip} knows no node port to send to` }
  const seen = [...way.seen, { at: `load balancer ${way.ip}`, source: way.ip, why: 'it makes a connection of its own' }]
  const ways = healthyNodes(service, read).map(
    (node): Way => ({ ...way, node, origin: 'outside', source: way.ip, ip: nodeIP(node), port: nodePort, seen }),
  )
  return { ways, by: balancer(service), service }
}

const EXCLUDED = 'node.kubernetes.io/exclude-from-external-load-balancers'

/** Nodes to which traffic from outside is sent; all when none is Ready. */
function readyNodes(read: Reader): Node[] {
  const nodes = read.list<Node>('nodes').filter(({ metadata }) => metadata.labels?.[EXCLUDED] === undefined)
  const ready = nodes.filter(({ status }) => isTrue(status.conditions as { type: string; status: string }[], 'Ready'))
  return ready.length > 0 ? ready : nodes
}

/** Those that pass the balancer's health check: with externalTrafficPolicy Local the ones with an endpoint; all when none does. */
function healthyNodes(service: Service, read: Reader): Node[] {
  const nodes = readyNodes(read)
  if (!isExternalLocal(service)) return nodes
  const healthy = nodes.filter(({ metadata }) => localEndpoints(service, metadata.name, read) > 0)
  return healthy.length > 0 ? healthy : nodes
}
