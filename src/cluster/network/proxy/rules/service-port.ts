import type { Reader } from '../../../../api/kind.ts'
import { inCidr, parseCidr, parseIp4 } from '../../../../lib/ip.ts'
import type { Node, Service, ServicePort } from '../../../../lib/objects.ts'
import { nodeIP } from '../../nodes.ts'
import { type PortName, portLabel } from '../chains.ts'
import { type Endpoint, endpointKey, endpointsOf } from '../endpoints.ts'
import { isOurs, placeOf, portNameOf } from '../route.ts'
import { categorize, isExternalLocal, isExternallyAccessible, isInternalLocal } from '../topology.ts'

/**
 * A port of a Service as kube-proxy on one node sees it: what all three modes write their rules from. Modelled on the heads
 * of syncProxyRules in pkg/proxy/{iptables,nftables}/proxier.go.
 */
export interface ProxiedPort {
  name: PortName
  /** `shop/web:http` */
  label: string
  service: Service
  port: ServicePort
  clusterIP: string
  externalIPs: string[]
  balancerIPs: string[]
  nodePort?: number
  /** Empty: no filter. */
  sourceRanges: string[]
  /** The node itself is in one of them: then the balancer's own address is let in too. */
  nodeInRanges: boolean
  affinitySeconds?: number
  cluster: Endpoint[]
  local: Endpoint[]
  /** Those of both lists, each once. */
  reachable: Endpoint[]
  /** Some endpoint anywhere could serve. */
  any: boolean
  internalLocal: boolean
  externalLocal: boolean
  accessible: boolean
  /** Traffic to the ClusterIP, and to all other addresses, has somewhere to go. */
  internal: boolean
  external: boolean
}

/** The ports of Services that a node's kube-proxy cares for, by their names. */
export function proxiedPorts(services: readonly Service[], node: Node, read: Reader): ProxiedPort[] {
  const mine = services.filter(service => isOurs(service) && parseIp4(service.spec.clusterIP ?? '') !== undefined)
  const ports = mine.flatMap(service => (service.spec.ports ?? []).map(port => proxied(service, port, node, read)))
  return ports.sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1))
}

const sortKey = ({ label, name }: ProxiedPort) => `${label} ${name.protocol}`

function proxied(service: Service, port: ServicePort, node: Node, read: Reader): ProxiedPort {
  const { spec, status } = service
  const name = portNameOf(service, port)
  const { cluster = [], local = [], any } = categorize(endpointsOf(service, port, read), service, placeOf(node))
  const balancers = (status.loadBalancer?.ingress ?? []) as { ip?: string; ipMode?: string }[]
  const sourceRanges = rangesOf(service)
  const address = parseIp4(nodeIP(node)) ?? 0
  const internalLocal = isInternalLocal(service)
  const externalLocal = isExternalLocal(service)
  return {
    name,
    label: portLabel(name),
    service,
    port,
    clusterIP: spec.clusterIP!,
    externalIPs: spec.externalIPs ?? [],
    balancerIPs: balancers.flatMap(({ ip, ipMode }) => (ip && ipMode !== 'Proxy' ? [ip] : [])),
    nodePort: port.nodePort || undefined,
    sourceRanges,
    nodeInRanges: sourceRanges.some(range => inCidr(address, parseCidr(range)!)),
    affinitySeconds:
      spec.sessionAffinity === 'ClientIP' ? (spec.sessionAffinityConfig?.clientIP?.timeoutSeconds ?? 10800) : undefined,
    cluster,
    local,
    reachable: [...new Map([...cluster, ...local].map(each => [endpointKey(each), each])).values()],
    any,
    internalLocal,
    externalLocal,
    accessible: isExternallyAccessible(service),
    internal: any && (!internalLocal || local.length > 0),
    external: any && (!externalLocal || local.length > 0),
  }
}

/** A range of everything is no filter. */
function rangesOf({ spec }: Service): string[] {
  const ranges = (spec.loadBalancerSourceRanges ?? []).map(range => range.trim()).filter(range => parseCidr(range))
  return ranges.some(range => range.endsWith('/0')) ? [] : ranges
}

/** What becomes of packets that have nowhere to go, and the words for it. */
export const nowhere = ({ any }: ProxiedPort) =>
  any ? { verdict: 'drop', why: 'has no local endpoints' } : { verdict: 'reject', why: 'has no endpoints' }
