import type { Reader } from '../../../api/kind.ts'
import type { Pod, Service } from '../../../lib/objects.ts'
import type { Ms } from '../../../lib/time.ts'
import { CLUSTER_DNS, HOST_RESOLVER } from '../../kubelet/etc.ts'
import type { Client } from '../client.ts'
import { reach } from '../proxy/reach.ts'
import { isWithin, type Message, type Question } from './message.ts'
import { reverseAnswer } from './reverse.ts'
import { outside } from './upstream.ts'
import { ZONE, zoneAnswer } from './zone.ts'

/** What comes back from a name server, or from its address when there is none. */
export type Reply = Message | 'timeout' | 'refused'

/** The way from a client to port 53 of an address, over UDP. */
export type Reach = (server: string) => 'cluster' | 'host' | 'timeout' | 'refused'

/** Asks a name server one question; the name is taken in any case. */
export function ask(server: string, question: Question, reach: Reach, read: Reader, now: Ms): Reply {
  const way = reach(server)
  if (way === 'timeout' || way === 'refused') return way
  const asked = { ...question, name: question.name.toLowerCase() }
  if (way === 'host') return outside(asked, read)
  if (isWithin(asked.name, ZONE)) return zoneAnswer(asked, { read, now })
  return isWithin(asked.name, 'in-addr.arpa') ? reverseAnswer(asked, read) : outside(asked, read)
}

/** Who serves DNS at an address, for a client. Each address is looked at once. */
export function reachOf(client: Client, read: Reader): Reach {
  const known = new Map<string, ReturnType<Reach>>()
  return server => {
    let way = known.get(server)
    if (way === undefined) known.set(server, (way = look(server, client, read)))
    return way
  }
}

function look(ip: string, from: Client, read: Reader): ReturnType<Reach> {
  if (ip === HOST_RESOLVER) return 'host'
  if (ip === CLUSTER_DNS && !isListed(read)) return 'cluster'
  if (ip.startsWith('127.')) return 'refused'
  const way = reach(from, { ip, port: 53, protocol: 'UDP' }, read)
  if (way.kind === 'pods') return way.pods.some(isServer) ? 'cluster' : 'refused'
  return way.kind === 'refused' || way.kind === 'node' ? 'refused' : 'timeout'
}

/** A bare cluster shows nothing of its DNS; it is there all the same. */
const isListed = (read: Reader) =>
  read.get<Service>('services', 'kube-system', 'kube-dns') !== undefined ||
  read.get('deployments.apps', 'kube-system', 'coredns') !== undefined

const isServer = (pod: Pod) => pod.spec.containers.some(({ image }) => /(^|\/)coredns(:|@|$)/.test(image ?? ''))
