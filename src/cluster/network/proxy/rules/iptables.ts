import { iptablesChain, iptablesEndpointChain } from '../chains.ts'
import { type Endpoint, endpointKey } from '../endpoints.ts'
import { baseRules, type Rule, saved, type Table } from './iptables-save.ts'
import { nowhere, type ProxiedPort } from './service-port.ts'

/** More endpoints than this, and the rules go without comments. */
const MANY = 1000

const MARK = 'KUBE-MARK-MASQ'

/**
 * iptables-save of the tables filter and nat as kube-proxy leaves them on a node. Modelled on syncProxyRules of
 * pkg/proxy/iptables/proxier.go. `whole`: with the rules that belong to no Service.
 */
export function iptablesRules(ports: readonly ProxiedPort[], clusterCidr: string, whole: boolean): string {
  const filter: Table = { name: 'filter', rules: [] }
  const nat: Table = { name: 'nat', rules: [] }
  if (whole) baseRules(filter, nat)
  for (const port of ports) {
    for (const rule of filterRules(port)) filter.rules.push(rule)
    for (const rule of natRules(port, clusterCidr)) nat.rules.push(rule)
  }
  if (whole) {
    const comment = 'kubernetes service nodeports; NOTE: this must be the last rule in this chain'
    nat.rules.push({ chain: 'KUBE-SERVICES', comment, match: '-m addrtype --dst-type LOCAL', jump: 'KUBE-NODEPORTS' })
  }
  const isLarge = ports.reduce((sum, { reachable }) => sum + reachable.length, 0) > MANY
  return [filter, nat].map(table => saved(table, isLarge)).join('')
}

/** `-d 10.96.0.1/32 -p tcp ... -m tcp --dport 443` */
const to = ({ name }: ProxiedPort, destination: string, port: number | undefined) => ({
  destination,
  protocol: name.protocol.toLowerCase(),
  port,
})

function filterRules(proxied: ProxiedPort): Rule[] {
  const { label, name, port, clusterIP, externalIPs, balancerIPs, nodePort, service } = proxied
  const { verdict, why } = nowhere(proxied)
  const jump = verdict === 'drop' ? 'DROP' : 'REJECT --reject-with icmp-port-unreachable'
  const comment = `${label} ${why}`
  const rules: Rule[] = []
  if (!proxied.internal) rules.push({ chain: 'KUBE-SERVICES', ...to(proxied, clusterIP, port.port), comment, jump })
  if (!proxied.external) {
    const chain = 'KUBE-EXTERNAL-SERVICES'
    for (const ip of [...externalIPs, ...balancerIPs])
      rules.push({ chain, ...to(proxied, ip, port.port), comment, jump })
    if (nodePort !== undefined) {
      const match = '-m addrtype --dst-type LOCAL'
      rules.push({ chain, protocol: name.protocol.toLowerCase(), port: nodePort, comment, match, jump })
    }
  }
  if (usesFirewall(proxied)) {
    const firewall = `${label} traffic not accepted by ${iptablesChain('FW', name)}`
    for (const ip of balancerIPs) {
      rules.push({ chain: 'KUBE-PROXY-FIREWALL', ...to(proxied, ip, port.port), comment: firewall, jump: 'DROP' })
    }
  }
  const { healthCheckNodePort } = service.spec
  if (healthCheckNodePort) {
    const words = `${label} health check node port`
    rules.push({ chain: 'KUBE-NODEPORTS', protocol: 'tcp', port: healthCheckNodePort, comment: words, jump: 'ACCEPT' })
  }
  return rules
}

const usesFirewall = ({ any, balancerIPs, sourceRanges }: ProxiedPort) =>
  any && balancerIPs.length > 0 && sourceRanges.length > 0

function natRules(proxied: ProxiedPort, clusterCidr: string): Rule[] {
  const { name, label, port, clusterIP, externalIPs, balancerIPs, nodePort, any, internalLocal, accessible } = proxied
  const services = 'KUBE-SERVICES'
  const inside = iptablesChain(internalLocal ? 'SVL' : 'SVC', name)
  const outside = iptablesChain('EXT', name)
  const rules: Rule[] = []
  const comment = `${label} cluster IP`
  if (proxied.internal) rules.push({ chain: services, ...to(proxied, clusterIP, port.port), comment, jump: inside })
  if (any) {
    for (const ip of externalIPs) {
      rules.push({ chain: services, ...to(proxied, ip, port.port), comment: `${label} external IP`, jump: outside })
    }
    const entrance = usesFirewall(proxied) ? iptablesChain('FW', name) : outside
    for (const ip of balancerIPs) {
      rules.push({
        chain: services,
        ...to(proxied, ip, port.port),
        comment: `${label} loadbalancer IP`,
        jump: entrance,
      })
    }
    if (nodePort !== undefined) {
      const protocol = name.protocol.toLowerCase()
      rules.push({ chain: 'KUBE-NODEPORTS', protocol, port: nodePort, comment: label, jump: outside })
    }
  }
  if (proxied.internal) {
    rules.push({ chain: inside, notSource: clusterCidr, ...to(proxied, clusterIP, port.port), comment, jump: MARK })
  }
  if (any && accessible) rules.push(...externalRules(proxied, outside, clusterCidr))
  if (usesFirewall(proxied)) rules.push(...firewallRules(proxied, outside))
  if (proxied.cluster.length > 0) rules.push(...choice(proxied, iptablesChain('SVC', name), proxied.cluster))
  if (proxied.local.length > 0) rules.push(...choice(proxied, iptablesChain('SVL', name), proxied.local))
  return [...rules, ...proxied.reachable.flatMap(each => endpointRules(proxied, each))]
}

/** Local policy keeps the client's address, and leads Pods and the node itself to all endpoints. */
function externalRules(proxied: ProxiedPort, chain: string, clusterCidr: string): Rule[] {
  const { name, label, externalLocal } = proxied
  const everywhere = iptablesChain('SVC', name)
  const local = '-m addrtype --src-type LOCAL'
  const rules: Rule[] = externalLocal
    ? [
        { chain, source: clusterCidr, comment: `pod traffic for ${label} external destinations`, jump: everywhere },
        { chain, comment: `masquerade LOCAL traffic for ${label} external destinations`, match: local, jump: MARK },
        { chain, comment: `route LOCAL traffic for ${label} external destinations`, match: local, jump: everywhere },
      ]
    : [{ chain, comment: `masquerade traffic for ${label} external destinations`, jump: MARK }]
  if (proxied.external) rules.push({ chain, jump: iptablesChain(externalLocal ? 'SVL' : 'SVC', name) })
  return rules
}

function firewallRules({ name, label, sourceRanges, nodeInRanges, balancerIPs }: ProxiedPort, jump: string): Rule[] {
  const chain = iptablesChain('FW', name)
  const sources = [...sourceRanges, ...(nodeInRanges ? balancerIPs : [])]
  const comment = `${label} loadbalancer IP`
  const rest = `other traffic to ${label} will be dropped by KUBE-PROXY-FIREWALL`
  return [...sources.map((source): Rule => ({ chain, source, comment, jump })), { chain, comment: rest }]
}

/** First the clients that are remembered, then each endpoint with the chance that is left to it. */
function choice({ name, label, affinitySeconds }: ProxiedPort, chain: string, endpoints: Endpoint[]): Rule[] {
  const jumps = endpoints.map(each => {
    const key = endpointKey(each)
    return { comment: `${label} -> ${key}`, jump: iptablesEndpointChain(name, key) }
  })
  const remembered =
    affinitySeconds === undefined
      ? []
      : jumps.map(({ comment, jump }): Rule => {
          const recent = `-m recent --rcheck --seconds ${affinitySeconds} --reap --name ${jump}`
          return { chain, comment, match: `${recent} --mask 255.255.255.255 --rsource`, jump }
        })
  const drawn = jumps.map(({ comment, jump }, i): Rule => {
    const left = jumps.length - i
    return {
      chain,
      comment,
      match: left > 1 ? `-m statistic --mode random --probability ${probability(left)}` : '',
      jump,
    }
  })
  return [...remembered, ...drawn]
}

/** kube-proxy writes ten digits, the kernel keeps 31 bits, iptables-save shows eleven digits of those. */
export function probability(left: number): string {
  const written = Number((1 / left).toFixed(10))
  return (Math.round(written * 2 ** 31) / 2 ** 31).toFixed(11)
}

function endpointRules({ name, label, affinitySeconds }: ProxiedPort, endpoint: Endpoint): Rule[] {
  const key = endpointKey(endpoint)
  const chain = iptablesEndpointChain(name, key)
  const recent = affinitySeconds === undefined ? '' : `-m recent --set --name ${chain} --mask 255.255.255.255 --rsource`
  return [
    { chain, source: endpoint.ip, comment: label, jump: MARK },
    {
      chain,
      protocol: name.protocol.toLowerCase(),
      comment: label,
      match: recent,
      jump: `DNAT --to-destination ${key}`,
    },
  ]
}
