import type { Reader } from '../../../api/kind.ts'
import type { Pod } from '../../../lib/objects.ts'
import type { Prng } from '../../../lib/prng.ts'
import type { Network, NetworkAnswer, NetworkQuestion } from '../../images/image.ts'
import { podClient } from '../client.ts'
import { resolve } from '../dns/resolve.ts'
import { ask, reachOf } from '../dns/server.ts'
import { hostAt } from '../external/hosts.ts'
import { nodeOfAddress, podOfAddress } from '../nodes.ts'
import type { ConnectRequest, Exchange } from './call.ts'
import type { Attempt, Hop, Wires } from './dial.ts'
import { dialler } from './dial.ts'
import { exchanges } from './exchange.ts'

const FAILURES: Record<number, NetworkAnswer['failure']> = {
  1: 'url',
  3: 'url',
  6: 'resolve',
  7: 'refused',
  28: 'timeout',
}

/** Nobody waits longer for an address that says nothing. */
const GIVE_UP = 130_000

/**
 * The network as the programs in a Pod use it. The same question at the same moment draws the same endpoint, so that
 * looking again changes nothing. Moments that have not come yet have no answer.
 */
export function networkOf(pod: Pod, wires: Wires, rng: (...purpose: (string | number)[]) => Prng, hop?: Hop): Network {
  return (question, at) => {
    if (at > wires.now) return undefined
    if (hop && hop.depth > MAX_HOPS) {
      hop.further(undefined, false)
      return { failure: 'timeout', ms: GIVE_UP }
    }
    // What is asked to answer a connection draws with it.
    const draw = hop?.rng ?? rng('network', pod.metadata.uid ?? '', at, subject(question))
    if (question.kind === 'http') return request(question, pod, wires, draw, hop)
    hop?.further(undefined, false)
    if (question.kind === 'lookup') return lookUp(question.name, pod, wires)
    if (question.kind === 'dns') return askServer(question, pod, wires)
    return question.kind === 'icmp' ? echo(question.host, pod, wires) : open(question, pod, wires, draw)
  }
}

/** Servers that ask each other in a circle are cut off after so many connections. */
const MAX_HOPS = 10

function subject(question: NetworkQuestion): string {
  if (question.kind === 'tcp') return `${question.host}:${question.port}`
  if (question.kind === 'icmp') return question.host
  return question.kind === 'http' ? question.url : question.name
}

function lookUp(name: string, pod: Pod, { read, now }: Wires): NetworkAnswer {
  const { addresses, name: full, queries, ms } = resolve(name, podClient(pod), read, now)
  if (addresses.length === 0) return { failure: 'resolve', ms }
  return { ms, name: full ?? name, addresses, alias: queries.at(-1)?.answer.aliases.at(-1) }
}

function askServer(question: NetworkQuestion & { kind: 'dns' }, pod: Pod, { read, now }: Wires): NetworkAnswer {
  const reply = ask(question.server, question, reachOf(podClient(pod), read), read, now)
  return typeof reply === 'string' ? { failure: reply, ms: 0 } : { message: reply, ms: 1 }
}

/** Who has the address answers; a Service's address is nobody's, and rules forward no echo requests. */
function echo(host: string, pod: Pod, { read, now }: Wires): NetworkAnswer {
  const { addresses, ms } = resolve(host, podClient(pod), read, now)
  const [address] = addresses
  if (address === undefined) return { failure: 'resolve', ms }
  const hops = hopsTo(address, pod, read)
  return hops === undefined ? { failure: 'timeout', ms, address } : { ms, address, hops }
}

function hopsTo(address: string, { spec, status }: Pod, read: Reader): number | undefined {
  if (address === status.podIP || address.startsWith('127.')) return 0
  const other = podOfAddress(address, read)
  if (other) return other.spec.nodeName === spec.nodeName ? 1 : 2
  const node = nodeOfAddress(address, read)
  if (node) return node.metadata.name === spec.nodeName ? 0 : 1
  return hostAt(address, read) ? 2 : undefined
}

function open(
  { host, port, protocol = 'TCP', timeoutMs }: NetworkQuestion & { kind: 'tcp' },
  pod: Pod,
  wires: Wires,
  rng: Prng,
): NetworkAnswer {
  const { resolution, attempts } = dialler(podClient(pod), host, port, protocol, wires)(rng)
  const ms = resolution.ms + 1
  const last: Attempt | undefined = attempts.at(-1)
  if (!last) return { failure: 'resolve', ms }
  const answer: NetworkAnswer = { ms, address: last.address, port }
  if (last.outcome === 'timeout') return { ...answer, failure: 'timeout', ms: timeoutMs ?? GIVE_UP }
  return last.outcome === 'refused' ? { ...answer, failure: 'refused' } : { ...answer, banner: last.listener!.banner() }
}

function request(
  question: NetworkQuestion & { kind: 'http' },
  pod: Pod,
  wires: Wires,
  rng: Prng,
  hop: Hop | undefined,
): NetworkAnswer {
  const {
    method,
    headers,
    body,
    insecure,
    timeoutMs: maxTime,
    connectTimeoutMs: connectTimeout,
    forwards = false,
  } = question
  const { urls, because } = urlsOf(question, rng)
  let exchange: Exchange
  do {
    const url = urls.shift()!
    const call: ConnectRequest = {
      url,
      method,
      headers,
      body,
      insecure,
      maxTime,
      connectTimeout,
      trace: hop?.trace,
    }
    exchange = exchanges(call, podClient(pod), wires, () => rng).exchanges[0]!
    if (because !== undefined) exchange.because = because
    // A failure is not passed on: whoever asked answers for it.
    hop?.further(exchange, forwards && !exchange.failure)
  } while (exchange.failure && urls.length > 0)
  const { failure, response, address, port, time } = exchange
  const answer: NetworkAnswer = { ms: time.total, address, port }
  if (failure) {
    answer.failure = FAILURES[failure.code] ?? 'empty'
    answer.curl = failure
  }
  if (response) answer.response = { status: response.status, headers: response.headers, body: response.body }
  return answer
}

/** Where a request is sent to, in turn until one answers; and why there, when others might have got it. */
function urlsOf(
  { url, upstreams }: NetworkQuestion & { kind: 'http' },
  rng: Prng,
): { urls: string[]; because?: string } {
  if (!upstreams) return { urls: [url] }
  const { addresses, because, tries } = drawn(upstreams, rng)
  const left = [...addresses]
  const urls: string[] = []
  while (left.length > 0 && urls.length < tries) {
    const [address] = left.splice(rng.int(left.length), 1)
    urls.push(url.replace(/^(\w+:\/\/)[^/?]*/, `$1${address}`))
  }
  return { urls, because }
}

type Upstreams = NonNullable<(NetworkQuestion & { kind: 'http' })['upstreams']>

function drawn(upstreams: Upstreams, rng: Prng): Upstreams {
  const { instead } = upstreams
  if (!instead) return upstreams
  const { addresses, weight, of, called } = instead
  const isOther = rng.int(of) < weight
  const because = `${isOther ? '' : 'not '}${called}: drawn with a weight of ${weight} out of ${of}`
  return { ...upstreams, addresses: isOther ? addresses : upstreams.addresses, because }
}
