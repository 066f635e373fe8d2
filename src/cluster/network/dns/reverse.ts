import type { Reader } from '../../../api/kind.ts'
import { parseIp4 } from '../../../lib/ip.ts'
import type { EndpointSlice, Service } from '../../../lib/objects.ts'
import { podOfAddress } from '../nodes.ts'
import { endpointsIn, SLICES } from './endpoints.ts'
import type { DnsRecord, Message, Question } from './message.ts'
import { outside } from './upstream.ts'
import { TTL, ZONE } from './zone.ts'

/** The address that a name under in-addr.arpa asks about. */
function addressAsked(name: string): string | undefined {
  const match = /^(\d+)\.(\d+)\.(\d+)\.(\d+)\.in-addr\.arpa$/.exec(name)
  if (!match) return undefined
  const ip = match.slice(1).reverse().join('.')
  return parseIp4(ip) === undefined ? undefined : ip
}

/** Names of Services and their endpoints by address. What the cluster does not know is asked outside (fallthrough). */
export function reverseAnswer({ name, type }: Question, read: Reader): Message {
  const ip = addressAsked(name)
  const names = ip === undefined ? [] : (serviceNames(ip, read) ?? endpointNames(ip, read))
  if (names.length === 0) return outside({ name, type }, read)
  const answer: DnsRecord[] = type === 'PTR' ? names.map(each => ({ name, ttl: TTL, type, data: `${each}.` })) : []
  return { status: 'NOERROR', authoritative: true, answer, authority: [], additional: [] }
}

function serviceNames(ip: string, read: Reader): string[] | undefined {
  const [service] = read.find<Service>('services', `clusterIP=${ip}`)
  return service && [`${service.metadata.name}.${service.metadata.namespace}.svc.${ZONE}`]
}

/** One for each Service that lists the address. Of a Pod only its own namespace can. */
function endpointNames(ip: string, read: Reader): string[] {
  const names = new Set<string>()
  for (const slice of read.list<EndpointSlice>(SLICES, podOfAddress(ip, read)?.metadata.namespace)) {
    const { namespace, labels } = slice.metadata
    const service = labels?.['kubernetes.io/service-name']
    if (service === undefined) continue
    for (const endpoint of endpointsIn(slice)) {
      if (endpoint.ip === ip) names.add(`${endpoint.label}.${service}.${namespace}.svc.${ZONE}`)
    }
  }
  return [...names]
}
