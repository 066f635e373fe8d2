import type { Reader } from '../../../api/kind.ts'
import type { Node } from '../../../lib/objects.ts'
import { hostNamed } from '../external/hosts.ts'
import { nodeAddresses } from '../nodes.ts'
import type { DnsRecord, Message, Question } from './message.ts'

/** Seconds that an answer from outside may be kept; the cluster's DNS server keeps it no longer. */
const TTL = 30

/** Names outside the cluster go to the hosts' own server, which knows the nodes and the simulated hosts outside. */
export function outside({ name, type }: Question, read: Reader): Message {
  const node = read.get<Node>('nodes', undefined, name)
  const host = node ? undefined : hostNamed(name, read)
  const addresses = node ? nodeAddresses(node).slice(0, 1) : host ? [host.ip] : []
  const answer: DnsRecord[] = type === 'A' ? addresses.map(data => ({ name, ttl: TTL, type, data })) : []
  const status = addresses.length > 0 ? 'NOERROR' : 'NXDOMAIN'
  return { status, authoritative: false, answer, authority: [], additional: [] }
}
