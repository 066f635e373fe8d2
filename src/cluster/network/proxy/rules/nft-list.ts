/** The text of `nft list table`, and the chains and sets that kube-proxy makes whatever Services there are. */

export interface Element {
  key: string
  comment?: string
  /** Of a map: the verdict. */
  value?: string
}

export interface NamedSet {
  kind: 'set' | 'map'
  name: string
  type: string
  comment?: string
  /** Seconds that an element is kept; such sets are filled by rules. */
  timeout?: number
  elements: Element[]
}

export interface Chain {
  name: string
  comment?: string
  /** `type nat hook prerouting priority dstnat; policy accept;` */
  hook?: string
  rules: string[]
}

const ADDRESS = 'ipv4_addr'
const PORT = 'inet_proto . inet_service'
const SERVICE = `${ADDRESS} . ${PORT}`

const set = (name: string, comment: string): NamedSet => ({ kind: 'set', name, type: ADDRESS, comment, elements: [] })
const map = (name: string, key: string, comment: string): NamedSet => ({
  kind: 'map',
  name,
  type: `${key} : verdict`,
  comment,
  elements: [],
})

export const setsOf = () => ({
  clusterIPs: set('cluster-ips', 'Active ClusterIPs'),
  nodePortIPs: set('nodeport-ips', 'IPs that accept NodePort traffic'),
  noEndpointServices: map(
    'no-endpoint-services',
    SERVICE,
    'vmap to drop or reject packets to services with no endpoints',
  ),
  noEndpointNodePorts: map(
    'no-endpoint-nodeports',
    PORT,
    'vmap to drop or reject packets to service nodeports with no endpoints',
  ),
  firewallIPs: map('firewall-ips', SERVICE, 'destinations that are subject to LoadBalancerSourceRanges'),
  serviceIPs: map('service-ips', SERVICE, 'ClusterIP, ExternalIP and LoadBalancer IP traffic'),
  serviceNodePorts: map('service-nodeports', PORT, 'NodePort traffic'),
})

const hook = (type: string, name: string, priority: string) =>
  `type ${type} hook ${name} priority ${priority}; policy accept;`

export const baseChains = (serviceCidr: string): Chain[] => [
  {
    name: 'filter-prerouting-pre-dnat',
    hook: hook('filter', 'prerouting', 'dstnat - 10'),
    rules: ['ct state new jump firewall-check'],
  },
  {
    name: 'filter-output-pre-dnat',
    hook: hook('filter', 'output', '-110'),
    rules: ['ct state new jump firewall-check'],
  },
  {
    name: 'filter-forward',
    hook: hook('filter', 'forward', 'filter'),
    rules: ['ct state new jump service-endpoints-check', 'ct state new jump cluster-ips-check'],
  },
  {
    name: 'filter-input',
    hook: hook('filter', 'input', 'filter'),
    rules: ['ct state new jump nodeport-endpoints-check', 'ct state new jump service-endpoints-check'],
  },
  {
    name: 'filter-output',
    hook: hook('filter', 'output', 'filter'),
    rules: ['ct state new jump service-endpoints-check', 'ct state new jump cluster-ips-check'],
  },
  { name: 'nat-output', hook: hook('nat', 'output', '-100'), rules: ['jump services'] },
  { name: 'nat-postrouting', hook: hook('nat', 'postrouting', 'srcnat'), rules: ['jump masquerading'] },
  { name: 'nat-prerouting', hook: hook('nat', 'prerouting', 'dstnat'), rules: ['jump services'] },
  { name: 'mark-for-masquerade', rules: ['meta mark set meta mark | 0x00004000'] },
  {
    name: 'masquerading',
    rules: [
      'meta mark & 0x00004000 == 0x00000000 return',
      'meta mark set meta mark ^ 0x00004000',
      'masquerade fully-random',
    ],
  },
  {
    name: 'cluster-ips-check',
    rules: [
      'ip daddr @cluster-ips reject comment "Reject traffic to invalid ports of ClusterIPs"',
      `ip daddr { ${serviceCidr} } drop comment "Drop traffic to unallocated ClusterIPs"`,
    ],
  },
  { name: 'firewall-check', rules: ['ip daddr . meta l4proto . th dport vmap @firewall-ips'] },
  { name: 'reject-chain', comment: 'helper for @no-endpoint-services / @no-endpoint-nodeports', rules: ['reject'] },
  {
    name: 'services',
    rules: [
      'ip daddr . meta l4proto . th dport vmap @service-ips',
      'ip daddr @nodeport-ips meta l4proto . th dport vmap @service-nodeports',
    ],
  },
  { name: 'service-endpoints-check', rules: ['ip daddr . meta l4proto . th dport vmap @no-endpoint-services'] },
  {
    name: 'nodeport-endpoints-check',
    rules: ['ip daddr @nodeport-ips meta l4proto . th dport vmap @no-endpoint-nodeports'],
  },
]

export function listed(sets: readonly NamedSet[], chains: readonly Chain[]): string {
  const blocks = [...sets.map(setText), ...chains.map(chainText)]
  return `table ip kube-proxy {\n\tcomment "rules for kube-proxy"\n\n${blocks.join('\n')}}\n`
}

function setText({ kind, name, type, comment, timeout, elements }: NamedSet): string {
  const lines = [`type ${type}`]
  if (timeout !== undefined) lines.push('flags dynamic,timeout', `timeout ${duration(timeout)}`)
  if (comment !== undefined) lines.push(`comment ${JSON.stringify(comment)}`)
  if (elements.length > 0) lines.push(`elements = { ${wrapped(elements, type === ADDRESS ? 2 : 1)} }`)
  return `\t${kind} ${name} {\n${lines.map(line => `\t\t${line}\n`).join('')}\t}\n`
}

/** Each once, and so many on a line. */
function wrapped(elements: readonly Element[], perLine: number): string {
  const texts = [...new Set(elements.map(elementText))]
  const lines: string[] = []
  for (let i = 0; i < texts.length; i += perLine) lines.push(texts.slice(i, i + perLine).join(', '))
  return lines.join(',\n\t\t\t     ')
}

const elementText = ({ key, comment, value }: Element) =>
  `${key}${comment === undefined ? '' : ` comment ${JSON.stringify(comment)}`}${value === undefined ? '' : ` : ${value}`}`

function chainText({ name, comment, hook, rules }: Chain): string {
  const lines = [
    ...(comment === undefined ? [] : [`comment ${JSON.stringify(comment)}`]),
    ...(hook ? [hook] : []),
    ...rules,
  ]
  return `\tchain ${name} {\n${lines.map(line => `\t\t${line}\n`).join('')}\t}\n`
}

/** `3h`, `1m30s` */
function duration(seconds: number): string {
  const parts: [number, string][] = [
    [Math.floor(seconds / 86_400), 'd'],
    [Math.floor(seconds / 3600) % 24, 'h'],
    [Math.floor(seconds / 60) % 60, 'm'],
    [seconds % 60, 's'],
  ]
  return parts.flatMap(([count, unit]) => (count > 0 ? [`${count}${unit}`] : [])).join('')
}
