import { base32, sha256 } from '../../../lib/sha256.ts'

/**
 * Names of the chains that kube-proxy makes for a port of a Service. Modelled on pkg/proxy/iptables/proxier.go
 * (portProtoHash) and pkg/proxy/nftables/proxier.go (hashAndTruncate).
 */

/** A port of a Service, as kube-proxy names it. */
export interface PortName {
  namespace: string
  service: string
  /** Empty for a port without a name. */
  port: string
  protocol: 'TCP' | 'UDP' | 'SCTP'
}

/** `shop/web:http`, `shop/web` for a port without a name. */
export const portLabel = ({ namespace, service, port }: PortName): string =>
  `${namespace}/${service}${port === '' ? '' : `:${port}`}`

/**
 * What a chain is for. iptables: SVC (Cluster policy), SVL (Local policy), EXT (from outside), FW (load balancer with
 * source ranges).
 */
export type ChainRole = 'SVC' | 'SVL' | 'EXT' | 'FW'

const hash = (text: string, length: number) => base32(sha256(text)).slice(0, length)

/** `KUBE-SVC-XPGD46QRK7WJZT7O` */
export function iptablesChain(role: ChainRole, name: PortName): string {
  return `KUBE-${role}-${hash(portLabel(name) + name.protocol.toLowerCase(), 16)}`
}

/** The chain of one endpoint (`10.244.1.5:8080`): `KUBE-SEP-SXIVWICOYRO3J4NJ`. */
export function iptablesEndpointChain(name: PortName, endpoint: string): string {
  return `KUBE-SEP-${hash(portLabel(name) + name.protocol.toLowerCase() + endpoint, 16)}`
}

const NFTABLES_PREFIX: Record<ChainRole, string> = { SVC: 'service', SVL: 'local', EXT: 'external', FW: 'firewall' }

/** nft names are at most 256 characters, of which 16 are kept for the prefix. */
const NFTABLES_MAX = 240

/** `service-ULMVA6XW-ns1/svc1/tcp/p80` */
export const nftablesChain = (role: ChainRole, name: PortName): string =>
  `${NFTABLES_PREFIX[role]}-${readable(nftablesBase(name))}`

/** `endpoint-5OJB2KTY-ns1/svc1/tcp/p80__10.180.0.1/80` */
export const nftablesEndpointChain = (name: PortName, endpoint: string): string =>
  `endpoint-${endpointBase(name, endpoint)}`

/** The set that remembers the clients of an endpoint (sessionAffinity ClientIP). */
export const nftablesAffinitySet = (name: PortName, endpoint: string): string =>
  `affinity-${endpointBase(name, endpoint)}`

const nftablesBase = ({ namespace, service, protocol, port }: PortName) =>
  `${namespace}/${service}/${protocol.toLowerCase()}/${port}`

const endpointBase = (name: PortName, endpoint: string) =>
  readable(`${nftablesBase(name)}__${endpoint.replace(':', '/')}`)

function readable(name: string): string {
  const full = `${hash(name, 8)}-${name}`
  return full.length > NFTABLES_MAX ? `${full.slice(0, NFTABLES_MAX - 3)}...` : full
}
