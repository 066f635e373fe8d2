import type { Reader } from '../../../api/kind.ts'
import { parseIp4 } from '../../../lib/ip.ts'
import type { Ms } from '../../../lib/time.ts'
import { etcHosts, HOST_RESOLVER, resolvConf } from '../../kubelet/etc.ts'
import type { Client } from '../client.ts'
import { addressesIn, aliasesIn, type RecordType } from './message.ts'
import { type Reply, ask, reachOf } from './server.ts'
import { type ResolvConf, candidates, clusterFirst, parseResolvConf } from './search.ts'

/** One question and what came back. */
export interface Query {
  name: string
  type: RecordType
  server: string
  reply: Reply
  answer: Answer
}

/** The gist of a reply to a question for addresses. */
export interface Answer {
  status: 'NOERROR' | 'NXDOMAIN' | 'SERVFAIL' | 'REFUSED' | 'TIMEOUT'
  /** Names that the question was led on to (CNAME), in order. */
  aliases: string[]
  addresses: string[]
}

/** How a name became addresses, or did not (none). */
export interface Resolution {
  addresses: string[]
  /** The full name that had the answer; undefined for an address, a name of /etc/hosts, and when none had. */
  name?: string
  /** Every question that was asked. */
  queries: Query[]
  ms: Ms
  /** No name server answered. */
  unreachable?: true
  /** Where the addresses come from when nobody was asked. */
  from?: 'address' | 'hosts'
}

/** What a client's /etc/resolv.conf says; nodes and machines outside ask the host's server. */
export function confOf({ kind, pod, namespace }: Client): ResolvConf {
  if (pod) return parseResolvConf(resolvConf(pod))
  return kind === 'pod' ? clusterFirst(namespace) : parseResolvConf(`nameserver ${HOST_RESOLVER}\n`)
}

/**
 * Looks a host up as a program in a Pod does (getaddrinfo of glibc): an address as it is, then /etc/hosts, then DNS, name
 * after name until one has an answer. `reach` tells who answers at an address.
 */
export function resolve(
  host: string,
  client: Client,
  read: Reader,
  now: Ms = 0,
  reach = reachOf(client, read),
): Resolution {
  const known = /^[\d.]+$|^\[/.test(host) ? bareAddress(host) : undefined
  if (known !== undefined) return { addresses: [known], queries: [], ms: 0, from: 'address' }
  const addresses = fromHosts(host, client)
  if (addresses.length > 0) return { addresses, queries: [], ms: 0, from: 'hosts' }
  return search(host, 'A', confOf(client), name => ask(name.server, name, reach, read, now))
}

type Asking = (question: { name: string; type: RecordType; server: string }) => Reply

/** Asks for one name after the other, each at one server after the other, as the search list says. */
export function search(host: string, type: RecordType, conf: ResolvConf, asking: Asking): Resolution {
  const result: Resolution = { addresses: [], queries: [], ms: 0 }
  const names = candidates(host, conf)
  for (let i = 0; i < names.length; i++) {
    const reply = askServers(names[i]!, type, conf, asking, result)
    if (typeof reply === 'string') {
      // Without an answer the list is left; the name as it stands is still tried.
      result.unreachable = true
      if (reply === 'refused' || i === names.length - 1 || names.at(-1) !== host) break
      i = names.length - 2
      continue
    }
    delete result.unreachable
    if (!reply.answer.some(record => record.type === type)) continue
    return { ...result, addresses: addressesIn(reply), name: names[i] }
  }
  return result
}

/** The first server that answers; each is waited for, and all of them are tried again. */
function askServers(name: string, type: RecordType, conf: ResolvConf, asking: Asking, result: Resolution): Reply {
  let last: Reply = 'timeout'
  for (let attempt = 0; attempt < conf.attempts; attempt++) {
    for (const server of conf.nameservers) {
      const reply = asking({ name, type, server })
      result.queries.push({ name, type, server, reply, answer: gistOf(reply) })
      result.ms += reply === 'timeout' ? conf.timeout * 1000 : 1
      if (typeof reply !== 'string') return reply
      last = reply
    }
  }
  return last
}

export function gistOf(reply: Reply): Answer {
  if (reply === 'timeout') return { status: 'TIMEOUT', aliases: [], addresses: [] }
  if (reply === 'refused') return { status: 'REFUSED', aliases: [], addresses: [] }
  return { status: reply.status, aliases: aliasesIn(reply), addresses: addressesIn(reply) }
}

const bareAddress = (host: string) => {
  if (host.startsWith('[')) return host.slice(1, -1)
  return parseIp4(host) === undefined ? undefined : host
}

export function fromHosts(host: string, { pod }: Client): string[] {
  const name = host.toLowerCase().replace(/\.$/, '')
  if (!pod) return name === 'localhost' ? ['127.0.0.1'] : []
  return hostsLines(etcHosts(pod)).flatMap(({ ip, names }) => (names.includes(name) ? [ip] : []))
}

/** The IPv4 lines of a hosts file. */
export function hostsLines(text: string): { ip: string; names: string[] }[] {
  return text.split('\n').flatMap(line => {
    const [ip = '', ...names] = line.replace(/#.*/, '').trim().split(/\s+/)
    return parseIp4(ip) === undefined ? [] : [{ ip, names }]
  })
}
