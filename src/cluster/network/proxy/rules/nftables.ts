import { nftablesAffinitySet, nftablesChain, nftablesEndpointChain } from '../chains.ts'
import { type Endpoint, endpointKey } from '../endpoints.ts'
import { baseChains, type Chain, type Element, listed, type NamedSet, setsOf } from './nft-list.ts'
import { nowhere, type ProxiedPort } from './service-port.ts'

/**
 * `nft list table ip kube-proxy` as kube-proxy leaves it on a node. Modelled on syncProxyRules of
 * pkg/proxy/nftables/proxier.go. `whole`: with the chains that belong to no Service.
 */
export function nftablesRules(ports: readonly ProxiedPort[], where: Where, whole: boolean): string {
  const sets = setsOf()
  if (whole) sets.nodePortIPs.elements.push({ key: where.nodeIP })
  for (const port of ports) fill(sets, port)
  const affinity = ports.flatMap(affinitySets)
  const chains = [...(whole ? baseChains(where.serviceCidr) : []), ...ports.flatMap(port => chainsOf(port, where))]
  const shown = Object.values(sets).filter(({ elements }) => whole || elements.length > 0)
  return listed([...shown, ...affinity], chains)
}

export interface Where {
  nodeIP: string
  clusterCidr: string
  serviceCidr: string
}

const lower = ({ name }: ProxiedPort) => name.protocol.toLowerCase()

function fill(sets: ReturnType<typeof setsOf>, proxied: ProxiedPort): void {
  const { name, label, port, clusterIP, externalIPs, balancerIPs, nodePort, any, internalLocal } = proxied
  const at = (ip: string) => `${ip} . ${lower(proxied)} . ${port.port}`
  const { verdict } = nowhere(proxied)
  const lost = (key: string): Element => ({
    key,
    comment: label,
    value: verdict === 'drop' ? 'drop' : 'goto reject-chain',
  })
  const inside = nftablesChain(internalLocal ? 'SVL' : 'SVC', name)
  const outside = nftablesChain('EXT', name)

  sets.clusterIPs.elements.push({ key: clusterIP })
  if (proxied.internal) sets.serviceIPs.elements.push({ key: at(clusterIP), value: `goto ${inside}` })
  else sets.noEndpointServices.elements.push(lost(at(clusterIP)))
  for (const ip of [...externalIPs, ...balancerIPs]) {
    if (any) sets.serviceIPs.elements.push({ key: at(ip), value: `goto ${outside}` })
    if (!proxied.external) sets.noEndpointServices.elements.push(lost(at(ip)))
  }
  if (usesFirewall(proxied)) {
    const value = `goto ${nftablesChain('FW', name)}`
    for (const ip of balancerIPs) sets.firewallIPs.elements.push({ key: at(ip), comment: label, value })
  }
  if (nodePort === undefined) return
  const key = `${lower(proxied)} . ${nodePort}`
  if (any) sets.serviceNodePorts.elements.push({ key, value: `goto ${outside}` })
  if (!proxied.external) sets.noEndpointNodePorts.elements.push(lost(key))
}

const usesFirewall = ({ balancerIPs, sourceRanges }: ProxiedPort) => balancerIPs.length > 0 && sourceRanges.length > 0

function affinitySets({ name, affinitySeconds, reachable }: ProxiedPort): NamedSet[] {
  if (affinitySeconds === undefined) return []
  return reachable.map(each => ({
    kind: 'set',
    name: nftablesAffinitySet(name, endpointKey(each)),
    type: 'ipv4_addr',
    timeout: affinitySeconds,
    elements: [],
  }))
}

function chainsOf(proxied: ProxiedPort, { clusterCidr }: Where): Chain[] {
  const { name, cluster, local, any, accessible, internalLocal, sourceRanges, nodeInRanges, balancerIPs } = proxied
  const chains: Chain[] = []
  const masquerade = `ip daddr ${proxied.clusterIP} ${lower(proxied)} dport ${proxied.port.port} ip saddr != ${clusterCidr} jump mark-for-masquerade`
  const policy = (role: 'SVC' | 'SVL', endpoints: Endpoint[]) => {
    if (endpoints.length === 0) return
    const isInternal = proxied.internal && internalLocal === (role === 'SVL')
    const rules = [...(isInternal ? [masquerade] : []), ...choice(proxied, endpoints)]
    chains.push({ name: nftablesChain(role, name), rules })
  }
  policy('SVC', cluster)
  policy('SVL', local)
  if (any && accessible) chains.push({ name: nftablesChain('EXT', name), rules: externalRules(proxied, clusterCidr) })
  if (usesFirewall(proxied)) {
    const sources = [...sourceRanges, ...(nodeInRanges ? balancerIPs : [])]
    chains.push({ name: nftablesChain('FW', name), rules: [`ip saddr != { ${sources.join(', ')} } drop`] })
  }
  return [...chains, ...proxied.reachable.map(each => endpointChain(proxied, each))]
}

function choice({ name, affinitySeconds }: ProxiedPort, endpoints: Endpoint[]): string[] {
  const chain = (each: Endpoint) => nftablesEndpointChain(name, endpointKey(each))
  const remembered =
    affinitySeconds === undefined
      ? []
      : endpoints.map(each => `ip saddr @${nftablesAffinitySet(name, endpointKey(each))} goto ${chain(each)}`)
  const drawn = endpoints.map((each, i) => `${i} : goto ${chain(each)}`).join(', ')
  return [...remembered, `numgen random mod ${endpoints.length} vmap { ${drawn} }`]
}

function externalRules({ name, externalLocal, external }: ProxiedPort, clusterCidr: string): string[] {
  const everywhere = nftablesChain('SVC', name)
  const rules = externalLocal
    ? [
        `ip saddr ${clusterCidr} goto ${everywhere} comment "short-circuit pod traffic"`,
        'fib saddr type local jump mark-for-masquerade comment "masquerade local traffic"',
        `fib saddr type local goto ${everywhere} comment "short-circuit local traffic"`,
      ]
    : ['jump mark-for-masquerade']
  return external ? [...rules, `goto ${nftablesChain(externalLocal ? 'SVL' : 'SVC', name)}`] : rules
}

function endpointChain(proxied: ProxiedPort, endpoint: Endpoint): Chain {
  const { name, affinitySeconds } = proxied
  const key = endpointKey(endpoint)
  const rules = [`ip saddr ${endpoint.ip} jump mark-for-masquerade`]
  if (affinitySeconds !== undefined) rules.push(`update @${nftablesAffinitySet(name, key)} { ip saddr }`)
  rules.push(`meta l4proto ${lower(proxied)} dnat to ${key}`)
  return { name: nftablesEndpointChain(name, key), rules }
}
