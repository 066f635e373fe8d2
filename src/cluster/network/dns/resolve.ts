import type { Reader } from '../../../api/kind.ts'
import { parseIp4 } from '../../../lib/ip.ts'
import type { Service } from '../../../lib/objects.ts'
import { etcHosts, resolvConf } from '../../kubelet/etc.ts'
import type { Client } from '../client.ts'
import type { Answer } from './records.ts'
import { addressRecords, outsideRecords } from './records.ts'
import type { ResolvConf } from './search.ts'
import { CLUSTER_DNS, candidates, clusterFirst, parseResolvConf } from './search.ts'

/** How a name became addresses, or did not (none). */
export interface Resolution {
  addresses: string[]
  /** The full name that had the answer; undefined for an address, a name of /etc/hosts, and when none had. */
  name?: string
  /** Every question that was asked. */
  queries: { name: string; answer: Answer }[]
}

/** Looks a host up as a Pod does: an address as it is, then /etc/hosts, then DNS. */
export function resolve(host: string, client: Client, read: Reader): Resolution {
  const known = /^[\d.]+$|^\[/.test(host) ? bareAddress(host) : fromHosts(host, client)
  if (known !== undefined) return { addresses: [known], queries: [] }
  const conf = client.pod ? parseResolvConf(resolvConf(client.pod, read)) : clusterFirst(client.namespace)
  const ask = server(conf, read)
  const queries: Resolution['queries'] = []
  for (const name of candidates(host, conf)) {
    const answer = ask(name)
    queries.push({ name, answer })
    if (answer.addresses.length > 0) return { addresses: answer.addresses, name, queries }
  }
  return { addresses: [], queries }
}

const bareAddress = (host: string) => {
  if (host.startsWith('[')) return host.slice(1, -1)
  return parseIp4(host) === undefined ? undefined : host
}

/** The first name server answers: that of the cluster, or the host's, which knows nothing of the cluster's zone. */
function server({ nameservers }: ResolvConf, read: Reader): (name: string) => Answer {
  const dns = read.get<Service>('services', 'kube-system', 'kube-dns')?.spec.clusterIP ?? CLUSTER_DNS
  return nameservers[0] === dns ? name => addressRecords(name, read) : name => outsideRecords(name.toLowerCase(), read)
}

function fromHosts(host: string, { pod }: Client): string | undefined {
  const name = host.toLowerCase().replace(/\.$/, '')
  if (!pod) return name === 'localhost' ? '127.0.0.1' : undefined
  for (const line of etcHosts(pod).split('\n')) {
    const [address = '', ...names] = line.split('\t')
    if (parseIp4(address) !== undefined && names.some(each => each.split(' ').includes(name))) return address
  }
  return undefined
}
