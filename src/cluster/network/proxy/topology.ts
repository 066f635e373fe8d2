import type { Service } from '../../../lib/objects.ts'
import type { Endpoint } from './endpoints.ts'

/** Which endpoints a node's rules send new connections to. Modelled on pkg/proxy topology.go and serviceport.go. */

/** The node whose rules they are. */
export interface Place {
  node?: string
  zone?: string
}

/** What hints narrow the ready endpoints to. */
export type Nearness = 'node' | 'zone'

export interface Categories {
  /** For policy Cluster; undefined when the Service never uses that policy. */
  cluster?: Endpoint[]
  /** For policy Local; undefined when the Service never uses that policy. */
  local?: Endpoint[]
  /** Some endpoint anywhere could serve. */
  any: boolean
  /** Undefined: the Cluster list is not narrowed. */
  nearness?: Nearness
}

const isReady = (endpoint: Endpoint) => endpoint.ready
/** Used when no endpoint is ready. */
const isDraining = ({ serving, terminating }: Endpoint) => serving && terminating

/** Whether anything outside the cluster can reach it. */
export const isExternallyAccessible = ({ spec, status }: Service): boolean =>
  spec.ports?.some(({ nodePort }) => nodePort) === true ||
  (spec.externalIPs?.length ?? 0) > 0 ||
  status.loadBalancer?.ingress?.some(({ ip }) => ip) === true

export const isInternalLocal = ({ spec }: Service): boolean => spec.internalTrafficPolicy === 'Local'
export const isExternalLocal = ({ spec }: Service): boolean =>
  spec.externalTrafficPolicy === 'Local' && (spec.type === 'NodePort' || spec.type === 'LoadBalancer' || hasIPs(spec))
const hasIPs = (spec: Service['spec']) => (spec.externalIPs?.length ?? 0) > 0

export function categorize(endpoints: readonly Endpoint[], service: Service, place: Place): Categories {
  const isAccessible = isExternallyAccessible(service)
  const usesCluster = !isInternalLocal(service) || isAccessible
  const usesLocal = isInternalLocal(service) || (isExternalLocal(service) && isAccessible)
  const result: Categories = { any: endpoints.some(each => isReady(each) || isDraining(each)) }
  if (usesCluster) {
    const ready = endpoints.filter(isReady)
    const nearness = narrowing(ready, place)
    if (nearness) result.nearness = nearness
    const near = nearness ? ready.filter(each => isNear(each, nearness, place)) : ready
    result.cluster = near.length > 0 ? near : endpoints.filter(isDraining)
  }
  if (usesLocal) {
    const here = endpoints.filter(({ node }) => node !== undefined && node === place.node)
    const ready = here.filter(isReady)
    result.local = ready.length > 0 ? ready : here.filter(isDraining)
  }
  return result
}

/** Hints count only when every ready endpoint has them and one of them is meant for here. */
export function narrowing(ready: readonly Endpoint[], { node, zone }: Place): Nearness | undefined {
  if (node && ready.every(each => each.nodeHints) && ready.some(each => each.nodeHints!.includes(node))) return 'node'
  if (zone && ready.every(each => each.zoneHints) && ready.some(each => each.zoneHints!.includes(zone))) return 'zone'
  return undefined
}

export const isNear = (endpoint: Endpoint, nearness: Nearness, { node, zone }: Place): boolean =>
  nearness === 'node' ? endpoint.nodeHints!.includes(node!) : endpoint.zoneHints!.includes(zone!)
