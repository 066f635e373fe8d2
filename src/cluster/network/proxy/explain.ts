import type { Service } from '../../../lib/objects.ts'
import type { Endpoint } from './endpoints.ts'
import type { Route } from './route.ts'
import type { Categories, Place } from './topology.ts'
import { isNear } from './topology.ts'

/** In plain words, why the rules of a node keep an endpoint or leave it out. */

export interface Judged extends Endpoint {
  kept: boolean
  why: string
}

/** Every endpoint of a Service's port, with what becomes of it for one packet. */
export function judged(route: Route, place: Place): Judged[] {
  if (!('considered' in route) || !route.considered) return []
  const kept = new Set(route.kind === 'service' ? route.endpoints : [])
  return route.considered.map(endpoint => {
    const isKept = kept.has(endpoint)
    return { ...endpoint, kept: isKept, why: isKept ? whyKept(endpoint) : whyDropped(endpoint, route, place) }
  })
}

const whyKept = ({ ready }: Endpoint) => (ready ? 'ready' : 'terminating, still serving: none is ready')

function whyDropped(endpoint: Endpoint, route: Route, place: Place): string {
  const { ready, serving, terminating } = endpoint
  if (!ready && !terminating) return 'not ready'
  if (!ready && !serving) return 'terminating, serves no more'
  if (route.kind === 'service' && route.list === 'Cluster') {
    const { nearness } = route.categories
    if (!ready) return 'terminating, and others are ready'
    if (nearness && !isNear(endpoint, nearness, place)) return whyFar(endpoint, nearness)
  }
  const isHere = endpoint.node !== undefined && endpoint.node === place.node
  if (!isHere)
    return endpoint.node
      ? `on ${endpoint.node}: the traffic policy is Local`
      : 'on no node: the traffic policy is Local'
  return 'terminating, and others here are ready'
}

const whyFar = ({ nodeHints, zoneHints }: Endpoint, nearness: 'node' | 'zone') =>
  nearness === 'node' ? `for clients on ${nodeHints!.join(', ')}` : `for clients in zone ${zoneHints!.join(', ')}`

/** What hints do for one packet; undefined when the Service asks for none and has none. */
export function hintsText(service: Service, endpoints: readonly Endpoint[], { nearness }: Categories, place: Place) {
  const ready = endpoints.filter(each => each.ready)
  const asked = service.spec.trafficDistribution
  const hinted = ready.filter(each => each.zoneHints || each.nodeHints)
  if (asked === undefined && hinted.length === 0) return undefined
  const name = asked === undefined ? 'hints' : `trafficDistribution ${asked}`
  if (nearness === 'node') return `${name}: endpoints meant for node ${place.node}`
  const missing = ready.find(each => !each.zoneHints)
  const reason = whyNoHints(ready, missing, place)
  if (nearness === 'zone') {
    const closer = asked === 'PreferSameNode' ? ` (none is meant for node ${place.node})` : ''
    return `${name}: endpoints meant for zone ${place.zone}${closer}`
  }
  return `${name} is not followed: ${reason}`
}

function whyNoHints(ready: readonly Endpoint[], missing: Endpoint | undefined, { zone, node }: Place): string {
  if (ready.length === 0) return 'no endpoint is ready'
  if (missing) return `${missing.ip} has no hint for a zone, and one such endpoint is enough`
  if (!zone) return `node ${node ?? ''} has no zone`
  return `no endpoint is meant for zone ${zone}`
}
