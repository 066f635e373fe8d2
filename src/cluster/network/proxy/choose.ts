import type { Reader } from '../../../api/kind.ts'
import { condition } from '../../../lib/conditions.ts'
import type { Pod } from '../../../lib/objects.ts'
import type { Prng } from '../../../lib/prng.ts'
import { type Ms, parseTime } from '../../../lib/time.ts'
import type { Endpoint } from './endpoints.ts'
import { endpointKey } from './endpoints.ts'
import type { Mode } from './mode.ts'
import type { Packet, Route } from './route.ts'
import { protocolOf } from './route.ts'

/** Where nodes remember what past connections were given. */
export interface Memory {
  note<T>(name: string): T | undefined
  setNote(name: string, value: unknown): void
}

/** How an endpoint came to be the one. */
export interface Choice {
  endpoint: Endpoint
  how: 'random' | 'affinity' | 'round-robin'
  /** affinity: when the client's last connection was. */
  since?: Ms
}

/** When each client last came to each endpoint, at one node. */
interface Stuck {
  /** The Service that it was; another of the same name begins anew. */
  uid?: string
  clients: Record<string, Record<string, Ms>>
}

const DEFAULT_TIMEOUT_SECONDS = 10_800

/**
 * Draws the endpoint of a new connection: each with the same chance, independent of earlier draws (iptables, nftables),
 * or one after the other (ipvs). With sessionAffinity ClientIP a client stays where it was, at this node, while that
 * endpoint is in the list and the time-out, which every connection restarts, has not passed.
 */
export function choose(
  route: Route & { kind: 'service' },
  { node, source, ip, port: asked }: Packet,
  mode: Mode,
  { rng, now, memory, read }: { rng: Prng; now: Ms; memory: Memory; read: Reader },
): Choice {
  const { service, port, endpoints } = route
  const { namespace, name, uid } = service.metadata
  const nodeName = node?.metadata.name ?? ''
  const draw = (): Choice => {
    if (mode !== 'ipvs') return { endpoint: endpoints[rng.int(endpoints.length)]!, how: 'random' }
    return {
      endpoint: next(endpoints, `round-robin/${nodeName}/${ip}:${asked}/${protocolOf(port)}`, memory),
      how: 'round-robin',
    }
  }
  if (service.spec.sessionAffinity !== 'ClientIP') return draw()

  const timeout = (service.spec.sessionAffinityConfig?.clientIP?.timeoutSeconds ?? DEFAULT_TIMEOUT_SECONDS) * 1000
  const note = `affinity/${namespace}/${name}:${port.port}/${protocolOf(port)}/${nodeName}`
  const { keys, inRules } = rulesOf(route)
  const remembered = memory.note<Stuck>(note)
  // Within one instant nothing gets old.
  const isFresh =
    remembered !== undefined && written.get(remembered)?.route === route && written.get(remembered)!.at === now
  const stuck: Stuck = isFresh ? remembered : { uid, clients: {} }
  const { clients } = stuck
  if (!isFresh && remembered?.uid === uid)
    Object.assign(clients, current(remembered?.clients ?? {}, now - timeout, inRules))
  const known = clients[source] ?? {}
  // The rules ask endpoint by endpoint, in their order.
  const at = keys.findIndex((key, i) => known[key] !== undefined && isKnown(endpoints[i]!, known[key], read))
  const choice: Choice = at >= 0 ? { endpoint: endpoints[at]!, how: 'affinity', since: known[keys[at]!] } : draw()
  const stays = at >= 0 ? known : kept(known, keys)
  clients[source] = { ...stays, [endpointKey(choice.endpoint)]: now }
  memory.setNote(note, stuck)
  written.set(stuck, { route, at: now })
  return choice
}

/** By whom memories were written that are in use. */
const written = new WeakMap<Stuck, { route: Route; at: Ms }>()
const rulesByRoute = new WeakMap<Route, { keys: string[]; inRules: Set<string> }>()

/** The endpoints of a route, and all that the node has rules for, by their addresses. */
function rulesOf(route: Route & { kind: 'service' }) {
  let rules = rulesByRoute.get(route)
  if (!rules) {
    const { endpoints, categories } = route
    const inRules = new Set([...(categories.cluster ?? []), ...(categories.local ?? [])].map(endpointKey))
    rulesByRoute.set(route, (rules = { keys: endpoints.map(endpointKey), inRules }))
  }
  return rules
}

/** What is younger than the time-out, of endpoints that the node has rules for. */
function current(clients: Stuck['clients'], after: Ms, inRules: Set<string>): Stuck['clients'] {
  const result: Stuck['clients'] = {}
  for (const source in clients) {
    const young = Object.entries(clients[source]!).filter(([key, at]) => at > after && inRules.has(key))
    if (young.length > 0) result[source] = Object.fromEntries(young)
  }
  return result
}

/** Endpoints of another list (Cluster, Local) keep what they know; those in this one have just been found not to. */
function kept(known: Record<string, Ms>, keys: readonly string[]): Record<string, Ms> {
  const here = new Set(keys)
  return Object.fromEntries(Object.entries(known).filter(([key]) => !here.has(key)))
}

/** An endpoint that was out of the rules meanwhile has forgotten its clients. */
function isKnown({ pod }: Endpoint, at: Ms, read: Reader): boolean {
  if (pod === undefined) return true
  const slash = pod.indexOf('/')
  const ready = condition(read.get<Pod>('pods', pod.slice(0, slash), pod.slice(slash + 1))?.status.conditions, 'Ready')
  const since = ready?.status === 'True' ? parseTime(ready.lastTransitionTime) : undefined
  return since === undefined || since <= at
}

/** The endpoint after the one that was last, in their order. */
function next(endpoints: readonly Endpoint[], note: string, memory: Memory): Endpoint {
  const last = memory.note<string>(note)
  const endpoint = (last !== undefined && endpoints.find(each => endpointKey(each) > last)) || endpoints[0]!
  memory.setNote(note, endpointKey(endpoint))
  return endpoint
}
