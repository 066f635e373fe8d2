import type { Reader } from '../../api/kind.ts'
import type { Pod, Service } from '../../lib/objects.ts'

/** The resolver of the nodes, which pods with dnsPolicy Default use. */
const HOST_RESOLVER = '172.18.0.1'
const DOMAIN = 'cluster.local'

export function hostnameOf(pod: Pod): string {
  return (pod.spec.hostname ?? pod.metadata.name).slice(0, 63).replace(/[-.]+$/, '')
}

/** /etc/resolv.conf as containerd writes it: one search line, the name servers, one options line. */
export function resolvConf(pod: Pod, read: Reader): string {
  const { dnsPolicy = 'ClusterFirst', hostNetwork, dnsConfig } = pod.spec
  const cluster = dnsPolicy === 'ClusterFirstWithHostNet' || (dnsPolicy === 'ClusterFirst' && !hostNetwork)
  const nameservers: string[] = []
  const searches: string[] = []
  const options = new Map<string, string | undefined>()
  if (cluster) {
    nameservers.push(read.get<Service>('services', 'kube-system', 'kube-dns')?.spec.clusterIP ?? '10.96.0.10')
    searches.push(`${pod.metadata.namespace}.svc.${DOMAIN}`, `svc.${DOMAIN}`, DOMAIN)
    options.set('ndots', '5')
  } else if (dnsPolicy !== 'None') nameservers.push(HOST_RESOLVER)
  for (const server of dnsConfig?.nameservers ?? []) if (!nameservers.includes(server)) nameservers.push(server)
  for (const search of dnsConfig?.searches ?? []) if (!searches.includes(search)) searches.push(search)
  for (const { name, value } of dnsConfig?.options ?? []) if (name) options.set(name, value)
  const words = [...options].map(([name, value]) => (value === undefined ? name : `${name}:${value}`))
  return [
    ...(searches.length ? [`search ${searches.slice(0, 32).join(' ')}`] : []),
    ...nameservers.slice(0, 3).map(server => `nameserver ${server}`),
    ...(words.length ? [`options ${words.join(' ')}`] : []),
    '',
  ].join('\n')
}

/** /etc/hosts as the kubelet manages it. */
export function etcHosts(pod: Pod): string {
  const hostname = hostnameOf(pod)
  const { subdomain, hostAliases } = pod.spec
  const fqdn = subdomain ? `${hostname}.${subdomain}.${pod.metadata.namespace}.svc.${DOMAIN}\t` : ''
  const lines = [
    '# Kubernetes-managed hosts file.',
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
