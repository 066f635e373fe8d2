import type { Reader } from '../../../api/kind.ts'
import type { Pod, Service } from '../../../lib/objects.ts'
import type { Prng } from '../../../lib/prng.ts'
import type { Ms } from '../../../lib/time.ts'
import type { HttpRequest, HttpResponse } from '../../images/image.ts'
import type { Client } from '../client.ts'
import type { Resolution } from '../dns/resolve.ts'
import { resolve } from '../dns/resolve.ts'
import { hostPods, nodeOfAddress, podNamed, podOfAddress } from '../nodes.ts'
import type { Memory } from '../proxy/choose.ts'
import type { Backend } from '../proxy/endpoints.ts'
import { choose } from '../proxy/choose.ts'
import type { Protocol, Route } from '../proxy/route.ts'
import { route } from '../proxy/route.ts'

/** A process in a Pod that listens on a port. */
export interface Listener {
  /** Undefined: it does not speak HTTP. */
  respond(request: HttpRequest): HttpResponse | undefined
  /** What it says first to whoever connects. */
  banner(): string
}

/** Asks the Pod's running containers; undefined: none of them listens there. */
export type Listen = (pod: Pod, port: number, protocol: Protocol) => Listener | undefined

/** What a connection needs of the cluster, at one moment. */
export interface Wires {
  read: Reader
  now: Ms
  memory: Memory
  listen: Listen
}

/** One attempt to connect to an address. */
export interface Attempt {
  address: string
  outcome: 'connected' | 'refused' | 'timeout'
  /** Why not. */
  why?: string
  service?: Service
  pod?: Pod
  /** Address and port where it ended, behind a Service's address. */
  end?: { ip: string; port: number }
  /** The client's address as the listener sees it. */
  source?: string
  listener?: Listener
}

/** How one connection went: the last attempt decides. No attempts: the name has no address. */
export interface Dialled {
  resolution: Resolution
  attempts: Attempt[]
}

/**
 * Prepares connections from a client to a host and port: the name is looked up and the rules are read once, then each
 * call dials once, with the draws of its own generator.
 */
export function dialler(
  client: Client,
  host: string,
  port: number,
  protocol: Protocol,
  wires: Wires,
): (rng: Prng) => Dialled {
  const resolution = resolve(host, client, wires.read, wires.now)
  const routes = new Map<string, Route>()
  const pods = new Map<string, { pod?: Pod; listener?: Listener; alive: boolean }>()

  const routeTo = (address: string): Route => {
    let known = routes.get(address)
    if (!known) {
      known = isLoopback(address)
        ? { kind: 'direct' }
        : route({ from: client, ip: address, port, protocol }, wires.read)
      routes.set(address, known)
    }
    return known
  }
  const listenerAt = ({ ip, port: at, pod }: Backend) => {
    const key = `${ip}:${at}`
    let known = pods.get(key)
    if (!known) {
      known = findListener({ ip, port: at, pod }, protocol, client, wires)
      pods.set(key, known)
    }
    return known
  }
  const attempt = (address: string, rng: Prng): Attempt => {
    const way = routeTo(address)
    if (way.kind === 'refused') return { address, outcome: 'refused', why: way.why, service: way.service }
    if (way.kind === 'dropped') return { address, outcome: 'timeout', why: way.why, service: way.service }
    const isService = way.kind === 'service'
    const end: Backend = isService ? choose(way, client, rng, wires.now, wires.memory) : { ip: address, port }
    const { pod, listener, alive } = listenerAt(end)
    const result: Attempt = {
      address,
      outcome: listener ? 'connected' : alive ? 'refused' : 'timeout',
      end: { ip: end.ip, port: end.port },
      source: isService ? way.source : client.ip,
      pod,
      listener,
    }
    if (isService) result.service = way.service
    if (!listener) {
      const who = pod ? `pod ${pod.metadata.namespace}/${pod.metadata.name}` : end.ip
      result.why = alive ? `${who} does not listen on ${end.port}/${protocol}` : `nobody has the address ${end.ip}`
    }
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

const isLoopback = (address: string) => address.startsWith('127.')

function findListener({ ip, port, pod: known }: Backend, protocol: Protocol, client: Client, { read, listen }: Wires) {
  if (isLoopback(ip)) {
    return { alive: true, pod: client.pod, listener: client.pod && listen(client.pod, port, protocol) }
  }
  const expected = known === undefined ? undefined : podNamed(known, ip, read)
  if (expected) return { alive: true, pod: expected, listener: listen(expected, port, protocol) }
  const node = nodeOfAddress(ip, read)
  if (node) {
    for (const pod of hostPods(node, read)) {
      const listener = listen(pod, port, protocol)
      if (listener) return { alive: true, pod, listener }
    }
    return { alive: true }
  }
  const pod = podOfAddress(ip, read)
  return { alive: pod !== undefined || ip === client.ip, pod, listener: pod && listen(pod, port, protocol) }
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
