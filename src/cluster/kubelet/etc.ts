import type { Pod } from '../../lib/objects.ts'

/** The name server of the nodes, which Pods with dnsPolicy Default use. */
export const HOST_RESOLVER = '172.18.0.1'
/** The kubelet's --cluster-dns. */
export const CLUSTER_DNS = '10.96.0.10'
const DOMAIN = 'cluster.local'

/** Limits of pkg/apis/core/validation and pkg/kubelet/network/dns. */
const MOST_SERVERS = 3
const MOST_SEARCHES = 32
const SEARCH_CHARACTERS = 2048

/** The name of a Pod's host; with hostNetwork it is the node's. */
export function hostnameOf({ spec, metadata }: Pod): string {
  if (spec.hostNetwork && spec.nodeName) return spec.nodeName
  return (spec.hostname ?? metadata.name).slice(0, 63).replace(/[-.]+$/, '')
}

/** The search list of dnsPolicy ClusterFirst. */
export const clusterSearch = (namespace: string): string[] => [`${namespace}.svc.${DOMAIN}`, `svc.${DOMAIN}`, DOMAIN]

interface Dns {
  servers: string[]
  searches: string[]
  options: string[]
}

/** What the policy gives and dnsConfig adds, without limits. Modelled on pkg/kubelet/network/dns, GetPodDNS. */
function dnsOf({ spec, metadata }: Pod): Dns {
  const { dnsPolicy = 'ClusterFirst', hostNetwork, dnsConfig } = spec
  const isCluster = dnsPolicy === 'ClusterFirstWithHostNet' || (dnsPolicy === 'ClusterFirst' && !hostNetwork)
  const servers = new Set(isCluster ? [CLUSTER_DNS] : dnsPolicy === 'None' ? [] : [HOST_RESOLVER])
  const searches = new Set(isCluster ? clusterSearch(metadata.namespace!) : [])
  const options = new Map<string, string | undefined>(isCluster ? [['ndots', '5']] : [])
  for (const server of dnsConfig?.nameservers ?? []) servers.add(server)
  for (const search of dnsConfig?.searches ?? []) searches.add(search.length > 1 ? search.replace(/\.$/, '') : search)
  for (const { name, value } of dnsConfig?.options ?? []) if (name) options.set(name, value)
  return {
    servers: [...servers],
    searches: [...searches],
    options: [...options].map(([name, value]) => (value === undefined || value === '' ? name : `${name}:${value}`)),
  }
}

/** What of it is applied; what is over the limits is left out. */
const withinLimits = ({ servers, searches, options }: Dns): Dns => ({
  servers: servers.slice(0, MOST_SERVERS),
  searches: fitting(searches.slice(0, MOST_SEARCHES)),
  options,
})

/** /etc/resolv.conf as containerd writes it: one search line, the name servers, one options line. */
export function resolvConf(pod: Pod): string {
  const { servers, searches, options } = withinLimits(dnsOf(pod))
  return [
    ...(searches.length ? [`search ${searches.join(' ')}`] : []),
    ...servers.map(server => `nameserver ${server}`),
    ...(options.length ? [`options ${options.join(' ')}`] : []),
    '',
  ].join('\n')
}

/** What the kubelet tells of a pod that asks for more than fits into its resolv.conf (reason DNSConfigForming). */
export function dnsOmissions(pod: Pod): string[] {
  if (!pod.spec.dnsConfig) return []
  const all = dnsOf(pod)
  const { servers, searches } = withinLimits(all)
  const told: string[] = []
  if (servers.length < all.servers.length) {
    told.push(
      `Nameserver limits were exceeded, some nameservers have been omitted, the applied nameserver line is: ${servers.join(' ')}`,
    )
  }
  if (searches.length < all.searches.length) {
    told.push(
      `Search Line limits were exceeded, some search paths have been omitted, the applied search line is: ${searches.join(' ')}`,
    )
  }
  return told
}

/** As many as fit on the line. */
function fitting(searches: string[]): string[] {
  let length = -1
  return searches.filter(search => (length += search.length + 1) <= SEARCH_CHARACTERS)
}

/** /etc/hosts as the kubelet manages it; with hostNetwork it is the node's, with the Pod's aliases. */
export function etcHosts(pod: Pod): string {
  const hostname = hostnameOf(pod)
  const { subdomain, hostAliases, hostNetwork } = pod.spec
  const fqdn = subdomain && !hostNetwork ? `${hostname}.${subdomain}.${pod.metadata.namespace}.svc.${DOMAIN}\t` : ''
  const lines = [
    `# Kubernetes-managed hosts file${hostNetwork ? ' (host network)' : ''}.`,
    '127.0.0.1\tlocalhost',
    '::1\tlocalhost ip6-localhost ip6-loopback',
    'fe00::0\tip6-localnet',
    'fe00::0\tip6-mcastprefix',
    'fe00::1\tip6-allnodes',
    'fe00::2\tip6-allrouters',
    `${pod.status.podIP ?? ''}\t${fqdn}${hostname}`,
  ]
  if (hostAliases?.length) {
    lines.push('', '# Entries added by HostAliases.')
    for (const { ip, hostnames } of hostAliases) lines.push([ip, ...(hostnames ?? [])].join('\t'))
  }
  return `${lines.join('\n')}\n`
}
