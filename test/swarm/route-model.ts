/**
 * What one node does with a new connection to a Service, as a packet that walks through rules: every rule that kube-proxy
 * would have written is written down, one after the other, for the whole cluster, and asked in turn. Slow and plain; it
 * shares nothing with src/cluster/network/proxy but the question.
 */

export type ModelMode = 'iptables' | 'nftables' | 'ipvs'

export interface ModelEndpoint {
  ip: string
  node?: string
  ready: boolean
  serving: boolean
  terminating: boolean
  forZones: string[]
  forNodes: string[]
}

export interface ModelPort {
  name: string
  port: number
  protocol: 'TCP' | 'UDP'
  nodePort?: number
  /** The number at the endpoints. */
  target: number
  endpoints: ModelEndpoint[]
}

export interface ModelService {
  name: string
  clusterIP: string
  externalIPs: string[]
  balancers: string[]
  ranges: { text: string; holds(ip: string): boolean }[]
  internalLocal: boolean
  externalLocal: boolean
  ports: ModelPort[]
}

export interface ModelNode {
  name: string
  zone?: string
  ips: string[]
}

export interface ModelPacket {
  from: 'pod' | 'node' | 'outside'
  source: string
  ip: string
  port: number
  protocol: 'TCP' | 'UDP'
}

/** `direct`, `refused`, `dropped`, or the places where it may go, each `ip:port kept` or `ip:port masqueraded`, sorted. */
export function modelAnswer(packet: ModelPacket, node: ModelNode, services: ModelService[], mode: ModelMode): string {
  for (const rule of rulesOf(node, services, mode)) {
    const answer = rule(packet)
    if (answer !== undefined) return answer
  }
  return 'direct'
}

type Rule = (packet: ModelPacket) => string | undefined

function rulesOf(node: ModelNode, services: ModelService[], mode: ModelMode): Rule[] {
  const toAddress: Rule[] = []
  const wrongPort: Rule[] = []
  const toNode: Rule[] = []
  for (const service of services) {
    for (const port of service.ports) {
      const is = (ip: string) => (packet: ModelPacket) =>
        packet.ip === ip && packet.port === port.port && packet.protocol === port.protocol
      toAddress.push(only(is(service.clusterIP), inside(service, port, node, mode)))
      for (const ip of service.externalIPs) toAddress.push(only(is(ip), outside(service, port, node, mode)))
      for (const ip of service.balancers) {
        if (service.externalIPs.includes(ip)) continue
        toAddress.push(only(is(ip), firewall(service, port, outside(service, port, node, mode))))
      }
      if (port.nodePort === undefined) continue
      const isNodePort = (packet: ModelPacket) =>
        isLocal(packet, node, mode) && packet.port === port.nodePort && packet.protocol === port.protocol
      toNode.push(only(isNodePort, outside(service, port, node, mode)))
    }
    for (const ip of [service.clusterIP, ...service.externalIPs, ...service.balancers]) {
      wrongPort.push(packet => (packet.ip === ip ? (mode === 'iptables' ? 'dropped' : 'refused') : undefined))
    }
  }
  return [...toAddress, ...toNode, ...wrongPort]
}

const only =
  (matches: (packet: ModelPacket) => boolean, then: Rule): Rule =>
  packet =>
    matches(packet) ? then(packet) : undefined

function isLocal({ ip, from }: ModelPacket, node: ModelNode, mode: ModelMode): boolean {
  if (ip === '127.0.0.1') return from === 'node' && mode === 'iptables'
  if (mode === 'nftables') return ip === node.ips[0]
  return node.ips.includes(ip)
}

const drains = (endpoint: ModelEndpoint) => endpoint.serving && endpoint.terminating

/** Whether an endpoint is in the list for policy Cluster. */
function inCluster(endpoint: ModelEndpoint, { endpoints }: ModelPort, node: ModelNode): boolean {
  const ready = endpoints.filter(each => each.ready)
  if (ready.length === 0) return drains(endpoint)
  if (!endpoint.ready) return false
  if (ready.every(each => each.forNodes.length > 0) && ready.some(each => each.forNodes.includes(node.name)))
    return endpoint.forNodes.includes(node.name)
  const { zone } = node
  if (zone === undefined) return true
  if (ready.every(each => each.forZones.length > 0) && ready.some(each => each.forZones.includes(zone)))
    return endpoint.forZones.includes(zone)
  return true
}

/** Whether an endpoint is in the list for policy Local. */
function inLocal(endpoint: ModelEndpoint, { endpoints }: ModelPort, node: ModelNode): boolean {
  if (endpoint.node !== node.name) return false
  if (endpoints.some(each => each.node === node.name && each.ready)) return endpoint.ready
  return drains(endpoint)
}

const canServe = ({ endpoints }: ModelPort) => endpoints.some(each => each.ready || drains(each))
const isExternal = ({ externalIPs, balancers, ports }: ModelService) =>
  externalIPs.length > 0 || balancers.length > 0 || ports.some(port => port.nodePort !== undefined)

function places(
  endpoints: ModelEndpoint[],
  { target }: ModelPort,
  { source }: ModelPacket,
  masquerade: boolean,
): string {
  return endpoints
    .map(({ ip }) => `${ip}:${target} ${masquerade || ip === source ? 'masqueraded' : 'kept'}`)
    .sort()
    .join(', ')
}

/** To the ClusterIP. */
function inside(service: ModelService, port: ModelPort, node: ModelNode, mode: ModelMode): Rule {
  return packet => {
    if (!canServe(port)) return 'refused'
    const masquerade = packet.from !== 'pod'
    const cluster = port.endpoints.filter(each => inCluster(each, port, node))
    if (!service.internalLocal) return places(cluster, port, packet, masquerade)
    const local = port.endpoints.filter(each => inLocal(each, port, node))
    if (local.length > 0) return places(local, port, packet, masquerade)
    if (mode !== 'ipvs') return 'dropped'
    return isExternal(service) ? places(cluster, port, packet, masquerade) : 'refused'
  }
}

/** To an external IP, a balancer's address or a node port. */
function outside(service: ModelService, port: ModelPort, node: ModelNode, mode: ModelMode): Rule {
  return packet => {
    if (!canServe(port)) return 'refused'
    const cluster = port.endpoints.filter(each => inCluster(each, port, node))
    if (!service.externalLocal) return places(cluster, port, packet, true)
    const local = port.endpoints.filter(each => inLocal(each, port, node))
    const fromNode = packet.from === 'node'
    if (mode === 'ipvs') {
      if (local.length > 0) return places(local, port, packet, fromNode)
      return packet.from === 'outside' ? 'dropped' : places(cluster, port, packet, fromNode)
    }
    if (packet.from !== 'outside') return places(cluster, port, packet, fromNode)
    return local.length > 0 ? places(local, port, packet, false) : 'dropped'
  }
}

function firewall({ ranges }: ModelService, port: ModelPort, then: Rule): Rule {
  return packet => {
    const isAllowed = ranges.length === 0 || ranges.some(range => range.holds(packet.source))
    return isAllowed || !canServe(port) ? then(packet) : 'dropped'
  }
}
