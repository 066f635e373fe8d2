import { isTrue } from '../../lib/conditions.ts'
import type { Labels, Node } from '../../lib/objects.ts'
import { milliCpu } from '../../lib/quantity.ts'
import type { Endpoint } from '../endpointslice/packing.ts'

/**
 * Hints by the annotation topology-mode: each zone gets endpoints by its share of the nodes' CPU. Modelled on
 * k8s.io/endpointslice topologycache.
 */

/** Index term of the Services that ask for it. */
export const TOPOLOGY_TERM = 'topology=auto'

const MODE = 'service.kubernetes.io/topology-mode'
/** The older key, which wins. */
const HINTS = 'service.kubernetes.io/topology-aware-hints'
const ZONE = 'topology.kubernetes.io/zone'
const ROLES = ['node-role.kubernetes.io/control-plane', 'node-role.kubernetes.io/master']
/** So much more than its share of requests an endpoint may get. */
const OVERLOAD = 0.2

/** Whether the annotations ask for it; it comes before the field trafficDistribution. */
export function asksForTopology(annotations: Labels | undefined): boolean {
  const value = annotations?.[HINTS] ?? annotations?.[MODE]
  return value === 'Auto' || value === 'auto'
}

/** Why there are no hints, in the words of the Event; undefined: all ready endpoints have got one. */
export function setTopologyHints(endpoints: readonly Endpoint[], nodes: readonly Node[]): string | undefined {
  const ready = endpoints.filter(each => each.conditions?.ready)
  const shares = cpuShares(nodes)
  if (!shares) return 'Insufficient Node information: allocatable CPU or zone not specified on one or more nodes'
  if (shares.size < 2) return 'Nodes only ready in one zone'
  const counts = `(${ready.length} endpoints, ${shares.size} zones)`
  if (shares.size > ready.length) return `Insufficient number of endpoints ${counts}`
  const wanted = new Map<string, Wanted>()
  let least = 0
  for (const [zone, share] of shares) {
    const minimum = Math.ceil((share * ready.length) / (1 + OVERLOAD))
    least += minimum
    wanted.set(zone, { minimum, desired: Math.max(share * ready.length, minimum) })
  }
  if (least > ready.length) {
    return `Unable to allocate minimum required endpoints to each zone without exceeding overload threshold ${counts}`
  }
  if (ready.some(({ zone }) => !zone)) return 'One or more endpoints do not have a zone specified'
  const hinted = new Map<string, Endpoint[]>([...shares.keys()].map(zone => [zone, []]))
  for (const each of [...ready].sort((a, b) => (a.addresses[0]! < b.addresses[0]! ? -1 : 1))) {
    const list = hinted.get(each.zone!)
    if (list) list.push(each)
    else hinted.set(each.zone!, [each])
  }
  redistribute(hinted, wanted)
  for (const [zone, list] of hinted) for (const each of list) each.hints = { forZones: [{ name: zone }] }
  return undefined
}

interface Wanted {
  minimum: number
  desired: number
}

/** Each zone's part of the CPU of ready nodes that take ordinary Pods; undefined when a node does not tell its part. */
function cpuShares(nodes: readonly Node[]): Map<string, number> | undefined {
  const cpu = new Map<string, number>()
  let total = 0
  for (const { metadata, status } of nodes) {
    if (ROLES.some(role => metadata.labels?.[role] !== undefined) || !isTrue(status.conditions, 'Ready')) continue
    const zone = metadata.labels?.[ZONE]
    const amount = milliCpu(status.allocatable?.['cpu'])
    if (!zone || amount === 0) return undefined
    cpu.set(zone, (cpu.get(zone) ?? 0) + amount)
    total += amount
  }
  return new Map([...cpu].map(([zone, amount]) => [zone, amount / total]))
}

/** Moves endpoints from the zone that has most to spare to the one that lacks most, until that would not help. */
function redistribute(hinted: Map<string, Endpoint[]>, wanted: ReadonlyMap<string, Wanted>): void {
  for (;;) {
    let [from, spare] = ['', 0]
    let [to, lack] = ['', 0]
    for (const [zone, list] of hinted) {
      const { desired } = wanted.get(zone) ?? { desired: 0 }
      if (list.length - desired > spare) [from, spare] = [zone, list.length - desired]
      if (desired - list.length > lack) [to, lack] = [zone, desired - list.length]
    }
    if (from === '' || to === '') return
    const isStarved = hinted.get(to)!.length < wanted.get(to)!.minimum
    if ((spare < 1 || lack < 1) && !isStarved) return
    hinted.get(to)!.push(hinted.get(from)!.pop()!)
  }
}
