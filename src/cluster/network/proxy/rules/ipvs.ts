import { parseIp4 } from '../../../../lib/ip.ts'
import { type Endpoint, endpointKey } from '../endpoints.ts'
import type { ProxiedPort } from './service-port.ts'

const HEAD = `IP Virtual Server version 1.2.1 (size=4096)
Prot LocalAddress:Port Scheduler Flags
  -> RemoteAddress:Port           Forward Weight ActiveConn InActConn
`

interface VirtualServer {
  protocol: string
  ip: string
  port: number
  persistent?: number
  real: Endpoint[]
}

/**
 * `ipvsadm -Ln` as kube-proxy leaves it on a node: a virtual server for each address and port of a Service, round robin.
 * Modelled on syncProxyRules and syncEndpoint of pkg/proxy/ipvs/proxier.go. Connections are not kept, so none are counted.
 */
export function ipvsRules(ports: readonly ProxiedPort[], nodeIP: string): string {
  const servers = ports.flatMap(port => serversOf(port, nodeIP)).sort(byAddress)
  return HEAD + servers.map(textOf).join('')
}

function serversOf(proxied: ProxiedPort, nodeIP: string): VirtualServer[] {
  const { name, port, clusterIP, externalIPs, balancerIPs, nodePort, affinitySeconds: persistent } = proxied
  const { protocol } = name
  const inside = listFor(proxied.internalLocal, proxied)
  const outside = listFor(proxied.externalLocal, proxied)
  const servers = [{ protocol, ip: clusterIP, port: port.port, persistent, real: inside }]
  for (const ip of [...externalIPs, ...balancerIPs])
    servers.push({ protocol, ip, port: port.port, persistent, real: outside })
  if (nodePort !== undefined) servers.push({ protocol, ip: nodeIP, port: nodePort, persistent, real: outside })
  return servers
}

/** Without an endpoint on the node, policy Local falls back to the others. */
const listFor = (isLocal: boolean, { cluster, local }: ProxiedPort) => (isLocal && local.length > 0 ? local : cluster)

function byAddress(a: VirtualServer, b: VirtualServer): number {
  if (a.protocol !== b.protocol) return a.protocol < b.protocol ? -1 : 1
  return parseIp4(a.ip)! - parseIp4(b.ip)! || a.port - b.port
}

function textOf({ protocol, ip, port, persistent, real }: VirtualServer): string {
  const head = `${protocol.padEnd(4)} ${ip}:${port} rr${persistent === undefined ? '' : ` persistent ${persistent}`}\n`
  const columns = (key: string) => `  -> ${key.padEnd(28)} Masq    1      0          0\n`
  return head + real.map(each => columns(endpointKey(each))).join('')
}
