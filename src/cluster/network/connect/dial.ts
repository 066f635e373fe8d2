import type { Reader } from '../../../api/kind.ts'
import { parseIp4 } from '../../../lib/ip.ts'
import type { Pod, Service } from '../../../lib/objects.ts'
import type { Prng } from '../../../lib/prng.ts'
import type { Ms } from '../../../lib/time.ts'
import type { Certificate, HttpRequest, HttpResponse } from '../../images/image.ts'
import type { Client } from '../client.ts'
import { sendingPod } from '../client.ts'
import type { Resolution } from '../dns/resolve.ts'
import { resolve } from '../dns/resolve.ts'
import { nodeIP } from '../nodes.ts'
import type { Verdict } from '../policy/index.ts'
import { verdict } from '../policy/index.ts'
import type { Choice, Memory } from '../proxy/choose.ts'
import { choose } from '../proxy/choose.ts'
import type { Endpoint } from '../proxy/endpoints.ts'
import { proxyMode } from '../proxy/mode.ts'
import type { Protocol, Route } from '../proxy/route.ts'
import { route } from '../proxy/route.ts'
import type { Sight, Start, Way } from '../proxy/way.ts'
import { leaving, onward, start } from '../proxy/way.ts'
import type { Exchange } from './call.ts'
import { findPlace, isLoopback } from './place.ts'

/** A process that listens on a port. */
export interface Listener {
  /** Undefined: it does not speak HTTP. `hop` is the connection on which the request comes. */
  respond(request: HttpRequest, hop?: Hop): HttpResponse | undefined
  /** What it says first to whoever connects. */
  banner(): string
  /** What it answers to text that is no HTTP; `from` is the client's address. */
  talk?(text: string, from: string): string
  /** Milliseconds by which its answers are late. */
  delay?: Ms
  /** When its process ends, as far as that is certain: what has not been answered by then never is. */
  endsAt?: Ms
  /** What it shows for a host when TLS begins; undefined: it does not speak TLS. */
  certificate?(serverName: string): Certificate | undefined
  /** The container it runs in. */
  container?: { name: string; image: string }
}

/** A connection, for a listener that makes further ones to answer it. */
export interface Hop {
  /** The draws of this connection. */
  rng: Prng
  /** How many connections led here, this one too. */
  depth: number
  memory: Memory
  /** Whether every decision is to be told. */
  trace: boolean
  /** Told of all that is asked of the network to answer; `forwarded`: the answer is passed on as it is (a proxy's). */
  further(exchange: Exchange | undefined, forwarded: boolean): void
}

/** Asks the Pod's running containers; undefined: none of them listens there. */
export type Listen = (pod: Pod, port: number, protocol: Protocol) => Listener | undefined

/** What a connection needs of the cluster, at one moment. */
export interface Wires {
  read: Reader
  now: Ms
  memory: Memory
  listen: Listen
  /** How many connections led to this one. Default 0. */
  depth?: number
}

/** One attempt to connect to an address. */
export interface Attempt {
  address: string
  outcome: 'connected' | 'refused' | 'timeout'
  /** Why not. */
  why?: string
  start: Start
  /** The node at whose rules it ended up, and what they made of it. */
  way?: Way
  route?: Route
  choice?: Choice
  service?: Service
  pod?: Pod
  /** Address and port where it ended, behind a Service's address. */
  end?: { ip: string; port: number }
  /** The client's address as it changes on the way; the last is what the listener sees. */
  seen: Sight[]
  policy?: Verdict
  listener?: Listener
}

/** How one connection went: the last attempt decides. No attempts: the name has no address. */
export interface Dialled {
  resolution: Resolution
  attempts: Attempt[]
}

/** The client's address as the listener sees it. */
export const sourceOf = ({ seen }: Attempt): string => seen.at(-1)?.source ?? ''

/**
 * Prepares connections from a client to a host and port: the name is looked up and the rules are read once, then each
 * call dials once, with the draws of its own generator. `resolved`: addresses that are used instead of the name's.
 */
export function dialler(
  client: Client,
  host: string,
  port: number,
  protocol: Protocol,
  wires: Wires,
  resolved?: string[],
): (rng: Prng) => Dialled {
  const { read } = wires
  const resolution = resolved ? { addresses: resolved, queries: [], ms: 0 } : resolve(host, client, read, wires.now)
  const mode = proxyMode(read)
  const sender = sendingPod(client)
  const starts = new Map<string, Start>()
  const routes = new Map<Way, { way: Way; route: Route; start?: Start }>()
  const fates = new Map<Way, Map<Endpoint | undefined, Attempt>>()

  const startFor = (address: string) =>
    remembered(starts, address, () => start(client, { ip: address, port, protocol }, read))

  /** What becomes of it at the rules of a node, or of the one after that. */
  const routed = (way: Way) =>
    remembered(routes, way, () => {
      if (isLoopback(way.ip) && client.kind === 'pod') return { way, route: { kind: 'direct' } as Route }
      const first = route(way, mode, read)
      const next = first.kind === 'direct' ? onward(way, read) : undefined
      return { way, route: first, start: next }
    })

  const judge = (pod: Pod | undefined, ip: string, at: number, source: string): Verdict | undefined => {
    const target = pod?.spec.hostNetwork ? undefined : pod
    if (!sender && !target) return undefined
    return verdict({ source: { pod: sender, ip: source }, target: { pod: target, ip, port: at, protocol } }, read)
  }

  const attempt = (address: string, rng: Prng): Attempt => {
    let from = startFor(address)
    for (;;) {
      if (!from.ways?.length)
        return {
          address,
          outcome: 'timeout',
          why: from.ways ? 'the cluster has no nodes' : from.why,
          start: from,
          seen: [{ at: 'client', source: client.ip }],
        }
      const { way, route: found, start: next } = routed(pick(from.ways, from.by, rng))
      if (!next) return follow(address, from, way, found, rng)
      from = next
    }
  }

  /** Draws where a service's connection ends; whatever ends in the same place ends in the same way. */
  const follow = (address: string, from: Start, way: Way, found: Route, rng: Prng): Attempt => {
    const known = remembered(fates, way, () => new Map<Endpoint | undefined, Attempt>())
    if (found.kind !== 'service') return remembered(known, undefined, () => fate(address, from, way, found))
    const choice = choose(found, way, mode, { rng, now: wires.now, memory: wires.memory, read })
    return { ...remembered(known, choice.endpoint, () => fate(address, from, way, found, choice.endpoint)), choice }
  }

  const fate = (address: string, from: Start, way: Way, found: Route, endpoint?: Endpoint): Attempt => {
    const result: Attempt = { address, outcome: 'timeout', start: from, way, route: found, seen: way.seen }
    if ('service' in found && found.service) result.service = found.service
    if (found.kind === 'refused' || found.kind === 'dropped') {
      result.outcome = found.kind === 'refused' ? 'refused' : 'timeout'
      result.why = found.why
      return result
    }
    const { ip, port: at } = endpoint ?? way
    const before = found.kind === 'service' ? masqueraded(way, found, ip) : way
    const hop = isLoopback(ip)
      ? { source: LOOPBACK, seen: [{ at: 'loopback', source: LOOPBACK }] }
      : leaving(before, ip, read)
    result.seen = hop.seen
    result.end = { ip, port: at }
    if (ip.includes(':')) {
      return { ...result, outcome: 'refused', why: `${ip} cannot be reached: the cluster speaks IPv4 only` }
    }
    const place = findPlace({ ip, port: at, pod: endpoint?.pod }, protocol, client, wires)
    result.pod = place.pod
    const listener = found.kind === 'health' ? place.health(found.service) : place.listener
    const policy = isLoopback(ip) ? undefined : judge(place.pod, ip, at, hop.source)
    if (policy) result.policy = policy
    if (policy && !policy.allowed)
      return { ...result, why: `NetworkPolicy drops it${policy.direction ? ` (${policy.direction})` : ''}` }
    if (listener) return { ...result, outcome: 'connected', listener }
    result.outcome = place.alive ? 'refused' : 'timeout'
    const who =
      place.pod && !place.pod.spec.hostNetwork ? `pod ${place.pod.metadata.namespace}/${place.pod.metadata.name}` : ip
    result.why = place.alive ? `${who} does not listen on ${at}/${protocol}` : `nobody has the address ${ip}`
    return result
  }

  return rng => {
    const attempts: Attempt[] = []
    // DNS shuffles its answers; the client tries one after the other.
    for (const address of shuffled(resolution.addresses, rng)) {
      const tried = attempt(address, rng)
      attempts.push(tried)
      if (tried.outcome === 'connected') break
    }
    return { resolution, attempts }
  }
}

const LOOPBACK = '127.0.0.1'

function remembered<K, V>(known: Map<K, V>, key: K, make: () => V): V {
  let value = known.get(key)
  if (value === undefined) known.set(key, (value = make()))
  return value
}

/** The source address behind the rules of a node. */
function masqueraded(way: Way, { masquerade, service }: Route & { kind: 'service' }, ip: string): Way {
  const isHairpin = way.source === ip
  const source = nodeIP(way.node)
  if ((!masquerade && !isHairpin) || !source || source === way.source) return way
  const why = isHairpin ? 'a Pod that reaches itself' : whyMasqueraded(way, service)
  const seen = [...way.seen, { at: `node ${way.node!.metadata.name}`, source, why }]
  return { ...way, source, origin: 'node', seen }
}

const whyMasqueraded = ({ ip }: Way, { spec }: Service) =>
  spec.clusterIPs?.includes(ip)
    ? 'from outside the Pod network to a ClusterIP'
    : `externalTrafficPolicy is ${spec.externalTrafficPolicy ?? 'Cluster'}`

function pick(ways: readonly Way[], by: 'balancer' | 'balancer, by client' | 'router' | undefined, rng: Prng): Way {
  if (ways.length === 1) return ways[0]!
  if (by === 'balancer, by client')
    return ways[(Math.imul(parseIp4(ways[0]!.source) ?? 0, 2654435761) >>> 0) % ways.length]!
  return ways[rng.int(ways.length)]!
}

function shuffled<T>(list: readonly T[], rng: Prng): readonly T[] {
  if (list.length < 2) return list
  const copy = [...list]
  for (let i = copy.length - 1; i > 0; i--) {
    const j = rng.int(i + 1)
    const held = copy[i]!
    copy[i] = copy[j]!
    copy[j] = held
  }
  return copy
}
