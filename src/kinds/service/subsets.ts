import type { Endpoints, Pod, Service } from '../../lib/objects.ts'
import type { EndpointPort } from '../endpointslice/ports.ts'
import { inHashOrder } from '../endpointslice/ports.ts'
import { endpointHostname, hasEndpoint, readyCondition } from './pod-endpoint.ts'
import { portReader } from './target-ports.ts'

/** Subsets of Endpoints. Modelled on pkg/controller/endpoint and pkg/api/v1/endpoints `RepackSubsets`. */

export type Subset = NonNullable<Endpoints['subsets']>[number]
type Address = NonNullable<Subset['addresses']>[number]

/** Most addresses that an Endpoints object holds. */
export const CAPACITY = 1000

/** Addresses of Pods whose ports have the same numbers. */
interface Group {
  ports: EndpointPort[]
  ready: Address[]
  notReady: Address[]
}

/** The Service's Pods by port: each set of Pods stands once, with all the ports that all of them have. */
export function subsetsOf(service: Service, pods: readonly Pod[]): Subset[] {
  const groups = groupsOf(service, pods)
  /** Which groups have a port, and the ports of each such set of groups. */
  const holders = new Map<string, { port: EndpointPort; groups: Group[] }>()
  const portless: Group[] = []
  for (const group of groups) {
    if (group.ports.length === 0) portless.push(group)
    for (const port of group.ports) {
      const key = endpointsDump(port)
      const known = holders.get(key)
      if (known) known.groups.push(group)
      else holders.set(key, { port, groups: [group] })
    }
  }
  const sets = new Map<string, { ports: EndpointPort[]; groups: Group[] }>()
  for (const { port, groups: having } of holders.values()) {
    const key = having.map(group => groups.indexOf(group)).join()
    const known = sets.get(key)
    if (known) known.ports.push(port)
    else sets.set(key, { ports: [port], groups: having })
  }
  const subsets: { order: string; subset: Subset }[] = []
  for (const { ports, groups: having } of sets.values()) {
    const sorted = inHashOrder(ports, endpointsDump)
    subsets.push({ order: sorted.map(endpointsDump).join(), subset: toSubset(having, sorted) })
  }
  // Without ports of its own, a headless Service has addresses alone.
  if (!service.spec.ports && portless.length > 0) subsets.push({ order: '', subset: toSubset(portless, []) })
  return subsets.sort((a, b) => (a.order < b.order ? -1 : 1)).map(({ subset }) => subset)
}

export const endpointsDump = ({ name, protocol, port, appProtocol }: EndpointPort): string =>
  `(v1.EndpointPort){Name:(string)${name} Port:(int32)${port} Protocol:(v1.Protocol)${protocol} ` +
  `AppProtocol:(*string)${appProtocol ?? '<nil>'}}`

function groupsOf(service: Service, pods: readonly Pod[]): Group[] {
  const unready = service.spec.publishNotReadyAddresses === true
  const groups = new Map<string, Group>()
  const portsOf = portReader(service.spec.ports ?? [])
  for (const pod of pods) {
    if (!hasEndpoint(pod) || (!unready && pod.metadata.deletionTimestamp)) continue
    const { key, ports } = portsOf(pod)
    let group = groups.get(key)
    if (!group) groups.set(key, (group = { ports, ready: [], notReady: [] }))
    const isReady = unready || readyCondition(pod)?.status === 'True'
    ;(isReady ? group.ready : group.notReady).push(addressOf(pod, service))
  }
  return [...groups.values()]
}

function addressOf(pod: Pod, service: Service): Address {
  const { namespace, name, uid } = pod.metadata
  const address: Address = { ip: pod.status.podIP!, targetRef: { kind: 'Pod', namespace, name, uid } }
  const hostname = endpointHostname(pod, service)
  if (hostname) address.hostname = hostname
  if (pod.spec.nodeName) address.nodeName = pod.spec.nodeName
  return address
}

function toSubset(groups: readonly Group[], ports: readonly EndpointPort[]): Subset {
  const subset: Subset = {}
  const ready = sorted(groups.map(group => group.ready))
  const notReady = sorted(groups.map(group => group.notReady))
  if (ready.length > 0) subset.addresses = ready
  if (notReady.length > 0) subset.notReadyAddresses = notReady
  if (ports.length > 0) subset.ports = ports.map(({ name, ...port }) => (name ? { name, ...port } : port))
  return subset
}

/** As text, not as numbers: 10.244.1.10 stands before 10.244.1.2. */
function sorted(lists: Address[][]): Address[] {
  const list = lists.length === 1 ? lists[0]! : lists.flat()
  return list.sort((a, b) => {
    if (a.ip !== b.ip) return a.ip < b.ip ? -1 : 1
    return (a.targetRef?.uid ?? '') < (b.targetRef?.uid ?? '') ? -1 : 1
  })
}

/** Cuts to the capacity: ready addresses first, each subset by its share. Undefined when there is nothing to cut. */
export function truncated(subsets: readonly Subset[]): Subset[] | undefined {
  let ready = 0
  let notReady = 0
  for (const subset of subsets) {
    ready += subset.addresses?.length ?? 0
    notReady += subset.notReadyAddresses?.length ?? 0
  }
  if (ready + notReady <= CAPACITY) return undefined
  const cutReady = ready > CAPACITY
  const room = cutReady ? CAPACITY : CAPACITY - ready
  const total = cutReady ? ready : notReady
  let left = room
  return subsets.map(subset => {
    const list = (cutReady ? subset.addresses : subset.notReadyAddresses) ?? []
    const kept = list.slice(0, Math.min(Math.ceil((list.length / total) * room), left))
    left -= kept.length
    const { addresses, notReadyAddresses: _, ...rest } = subset
    const cut: Subset = { ...rest }
    const keptReady = cutReady ? kept : addresses
    if (keptReady?.length) cut.addresses = keptReady
    if (!cutReady && kept.length > 0) cut.notReadyAddresses = kept
    return cut
  })
}
