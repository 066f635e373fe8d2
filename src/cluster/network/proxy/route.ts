import type { Reader } from '../../../api/kind.ts'
import { inCidr, parseCidr, parseIp4 } from '../../../lib/ip.ts'
import type { Node, Service, ServicePort } from '../../../lib/objects.ts'
import { isAddressOf, nodeAddresses } from '../nodes.ts'
import type { PortName } from './chains.ts'
import { iptablesChain, nftablesChain, portLabel } from './chains.ts'
import type { Endpoint } from './endpoints.ts'
import { endpointsOf } from './endpoints.ts'
import type { Mode } from './mode.ts'
import type { Categories, Place } from './topology.ts'
import { categorize, isExternalLocal, isInternalLocal } from './topology.ts'

export type Protocol = 'TCP' | 'UDP' | 'SCTP'

/** Where a packet comes from, for the node whose rules it meets. */
export type Origin =
  /** An address of the cluster's Pod range. */
  | 'pod'
  /** A process of the node itself, or of a Pod on its network. */
  | 'node'
  /** Anywhere else, other nodes too. */
  | 'outside'

/** The first packet of a connection, at a node. */
export interface Packet {
  node?: Node
  origin: Origin
  /** Its source address there. */
  source: string
  ip: string
  port: number
  protocol: Protocol
}

/** By which of a Service's addresses it was asked for. */
export type Entry = 'ClusterIP' | 'ExternalIP' | 'LoadBalancer' | 'NodePort'

/** A Service's port that a packet is for. */
export interface Target {
  entry: Entry
  service: Service
  port: ServicePort
}

/** What the node's rules do with a new connection. */
export type Route =
  /** To one of `endpoints`. */
  | (Target & {
      kind: 'service'
      /** Which traffic policy chose the list. */
      list: 'Cluster' | 'Local'
      endpoints: Endpoint[]
      /** The source becomes the node's address. An endpoint that asks for itself always sees that. */
      masquerade: boolean
      /** All endpoints of the port, kept or not. */
      considered: Endpoint[]
      categories: Categories
      /** Names of the chains it goes through, in order. */
      chains: string[]
    })
  /** kube-proxy itself answers: a health check port. */
  | { kind: 'health'; service: Service }
  /** No rule concerns it: it goes to the address it names. */
  | { kind: 'direct' }
  /** Refused at once (REJECT), or nothing comes back (DROP, or no way to the address). */
  | ({
      kind: 'refused' | 'dropped'
      why: string
      considered?: Endpoint[]
      chains: string[]
      list?: 'Local' | 'Cluster'
    } & Partial<Target>)

const ZONE = 'topology.kubernetes.io/zone'
const FOREIGN = 'service.kubernetes.io/service-proxy-name'

export const placeOf = (node: Node | undefined): Place => ({
  node: node?.metadata.name,
  zone: node?.metadata.labels?.[ZONE],
})

/** What kube-proxy's rules on a node make of a packet. Modelled on pkg/proxy/{iptables,nftables,ipvs}/proxier.go. */
export function route(packet: Packet, mode: Mode, read: Reader): Route {
  const { ip, port, protocol } = packet
  const services = [...read.find<Service>('services', `clusterIP=${ip}`), ...external(ip, read)].filter(isOurs)
  for (const service of services) {
    const found = service.spec.ports?.find(each => each.port === port && protocolOf(each) === protocol)
    if (found) return balance({ entry: entryOf(service, ip), service, port: found }, packet, mode, read)
  }
  const [service] = services
  if (service && entryOf(service, ip) === 'ClusterIP') return wrongPort(service, packet, mode)
  if (packet.node && isNodePortAddress(packet, mode)) {
    const answer = nodePort(packet, mode, read)
    if (answer) return answer
  }
  return service && !isAddressOf(packet.node, ip) ? wrongPort(service, packet, mode) : { kind: 'direct' }
}

/** A balancer that ends connections itself (ipMode Proxy) is left alone. */
const external = (ip: string, read: Reader) =>
  read.find<Service>('services', `externalIP=${ip}`).filter(({ spec, status }) => {
    const ingress = status.loadBalancer?.ingress?.find(each => each.ip === ip) as { ipMode?: string } | undefined
    return spec.externalIPs?.includes(ip) || ingress?.ipMode !== 'Proxy'
  })
export const isOurs = ({ metadata }: Service) => metadata.labels?.[FOREIGN] === undefined
export const protocolOf = ({ protocol }: ServicePort) => (protocol ?? 'TCP') as Protocol

function entryOf({ spec }: Service, ip: string): Entry {
  if (spec.clusterIPs?.includes(ip)) return 'ClusterIP'
  return spec.externalIPs?.includes(ip) ? 'ExternalIP' : 'LoadBalancer'
}

function wrongPort(service: Service, { port, protocol }: Packet, mode: Mode): Route {
  const { namespace, name } = service.metadata
  const why = `${namespace}/${name} has no port ${port}/${protocol}`
  return mode === 'iptables'
    ? { kind: 'dropped', why: `${why}: no rule takes the packet, and no host has the address`, service, chains: [] }
    : { kind: 'refused', why, service, chains: [] }
}

/** iptables takes every address of the node, also 127.0.0.0/8; nftables its first one only. */
function isNodePortAddress({ node, ip, origin }: Packet, mode: Mode): boolean {
  if (ip.startsWith('127.')) return mode === 'iptables' && origin === 'node'
  return mode === 'nftables' ? nodeAddresses(node!)[0] === ip : isAddressOf(node, ip)
}

function nodePort(packet: Packet, mode: Mode, read: Reader): Route | undefined {
  const { port, protocol } = packet
  for (const service of read.find<Service>('services', `nodePort=${port}/${protocol}`).filter(isOurs)) {
    const found = service.spec.ports?.find(each => each.nodePort === port && protocolOf(each) === protocol)
    if (found) return balance({ entry: 'NodePort', service, port: found }, packet, mode, read)
    if (service.spec.healthCheckNodePort === port && protocol === 'TCP' && !packet.ip.startsWith('127.'))
      return { kind: 'health', service }
  }
  return undefined
}

/** The name that chains are made of. */
export const portNameOf = ({ metadata }: Service, port: ServicePort): PortName => ({
  namespace: metadata.namespace!,
  service: metadata.name,
  port: port.name ?? '',
  protocol: protocolOf(port),
})

function balance(target: Target, packet: Packet, mode: Mode, read: Reader): Route {
  const { entry, service, port } = target
  const { origin, source } = packet
  const label = portLabel(portNameOf(service, port))
  const considered = endpointsOf(service, port, read)
  const categories = categorize(considered, service, placeOf(packet.node))
  if (!categories.any) {
    const chains = refusing(entry, mode)
    return { kind: 'refused', why: `${label} has no endpoints`, considered, chains, ...target }
  }
  if (entry === 'LoadBalancer' && !isInRanges(source, service)) {
    const why = `${source} is in none of the loadBalancerSourceRanges (${service.spec.loadBalancerSourceRanges!.join(', ')})`
    return { kind: 'dropped', why, chains: firewall(target, mode), ...target }
  }
  const isInternal = entry === 'ClusterIP'
  const isLocal = isInternal ? isInternalLocal(service) : isExternalLocal(service)
  const list = listFor(isLocal, isInternal, origin, categories, mode)
  const endpoints = (list === 'Local' ? categories.local : categories.cluster) ?? []
  const chains = chainsOf(target, list, mode)
  if (endpoints.length === 0) {
    const kind = mode === 'ipvs' ? 'refused' : 'dropped'
    const policy = isInternal ? 'internalTrafficPolicy' : 'externalTrafficPolicy'
    const why = `${label} has no local endpoints: ${policy} is Local, and none is on ${packet.node?.metadata.name ?? 'this node'}`
    return { kind, why, considered, chains: refusing(entry, mode), list, ...target }
  }
  if (mode === 'ipvs' && list === 'Cluster' && isLocal && !isInternal && origin === 'outside') {
    const why = `${label} has no local endpoints: the answer would come from another address and is thrown away`
    return { kind: 'dropped', why, considered, chains, list, ...target }
  }
  const masquerade = isInternal ? origin !== 'pod' : !isLocal || origin === 'node'
  return { kind: 'service', list, endpoints, masquerade, considered, categories, chains, ...target }
}

/** From Pods and from the node itself, external addresses lead to the Cluster list whatever externalTrafficPolicy says. */
function listFor(isLocal: boolean, isInternal: boolean, origin: Origin, categories: Categories, mode: Mode) {
  if (!isLocal) return 'Cluster'
  if (mode === 'ipvs') return categories.local!.length > 0 || !categories.cluster ? 'Local' : 'Cluster'
  return isInternal || origin === 'outside' ? 'Local' : 'Cluster'
}

/** No ranges, or one that takes in everything, is no filter. */
function isInRanges(source: string, { spec }: Service): boolean {
  const ranges = spec.loadBalancerSourceRanges ?? []
  const address = parseIp4(source)
  return (
    ranges.length === 0 ||
    ranges.some(range => {
      const cidr = parseCidr(range.trim())
      return cidr !== undefined && address !== undefined && inCidr(address, cidr)
    })
  )
}

function chain(role: 'SVC' | 'SVL' | 'EXT' | 'FW', { service, port }: Target, mode: Mode): string {
  const name = portNameOf(service, port)
  return mode === 'nftables' ? nftablesChain(role, name) : iptablesChain(role, name)
}

/** The chains of the nat table, in nftables the base chain and those of the Service; ipvs has none for a Service. */
function chainsOf(target: Target, list: 'Cluster' | 'Local', mode: Mode): string[] {
  const { entry, service } = target
  if (mode === 'ipvs') return []
  const last = chain(list === 'Cluster' ? 'SVC' : 'SVL', target, mode)
  const base = mode === 'nftables' ? ['services'] : ['KUBE-SERVICES']
  if (entry === 'ClusterIP') return [...base, last]
  if (entry === 'NodePort' && mode === 'iptables') base.push('KUBE-NODEPORTS')
  const hasRanges = entry === 'LoadBalancer' && (service.spec.loadBalancerSourceRanges?.length ?? 0) > 0
  return [...base, ...(hasRanges ? [chain('FW', target, mode)] : []), chain('EXT', target, mode), last]
}

/** Where packets that no endpoint takes are refused or dropped. */
function refusing(entry: Entry, mode: Mode): string[] {
  if (mode === 'ipvs') return []
  if (mode === 'iptables') return [entry === 'ClusterIP' ? 'KUBE-SERVICES' : 'KUBE-EXTERNAL-SERVICES']
  return [entry === 'NodePort' ? 'nodeport-endpoints-check' : 'service-endpoints-check']
}

/** Where source ranges are checked: marked in one table, dropped in the other. */
function firewall(target: Target, mode: Mode): string[] {
  if (mode === 'ipvs') return []
  return mode === 'nftables'
    ? ['firewall-check', chain('FW', target, mode)]
    : ['KUBE-SERVICES', chain('FW', target, mode), 'KUBE-PROXY-FIREWALL']
}
