import type { EndpointSlice } from '../../lib/objects.ts'
import type { EndpointPort } from './ports.ts'
import { samePorts } from './ports.ts'

/** Packing of endpoints into slices with as few writes as possible. Modelled on k8s.io/endpointslice reconciler.go. */

export const MAX_ENDPOINTS = 100

export type Endpoint = EndpointSlice['endpoints'][number]

/** Endpoints that share a set of ports, by their identity (`Pod uid` and address). */
export interface PortGroup {
  ports: EndpointPort[]
  endpoints: Map<string, Endpoint>
}

/** What to write. Contents are by the name of the slice that gets them; `create` are contents of new slices. */
export interface SlicePlan {
  create: SliceContent[]
  update: { slice: EndpointSlice; content: SliceContent }[]
  remove: EndpointSlice[]
  /** Endpoints that the slices did not have, or had in another state. */
  changed: { before: Endpoint | undefined; after: Endpoint }[]
}

export interface SliceContent {
  ports: EndpointPort[]
  endpoints: Endpoint[]
}

/** What tells an endpoint from others while its Pod lives. */
export const identity = (endpoint: Endpoint): string =>
  `${endpoint.addresses[0]} ${endpoint.targetRef?.name} ${endpoint.hostname ?? ''}`

interface Options {
  /** Slices that are to be written even when their endpoints are right (labels). */
  stale(slice: EndpointSlice): boolean
  /** Without endpoints one slice stays, emptied. */
  placeholder: boolean
}

/** Plans the writes that bring slices to the wanted groups. */
export function planSlices(
  existing: readonly EndpointSlice[],
  groups: readonly PortGroup[],
  { stale, placeholder }: Options,
): SlicePlan {
  const plan: SlicePlan = { create: [], update: [], remove: [], changed: [] }
  const orphans: EndpointSlice[] = []
  const byGroup = new Map<PortGroup, EndpointSlice[]>()
  for (const slice of existing) {
    const group = groups.find(({ ports }) => samePorts(slice.ports, ports))
    if (!group) orphans.push(slice)
    else if (byGroup.has(group)) byGroup.get(group)!.push(slice)
    else byGroup.set(group, [slice])
  }
  for (const group of groups) planGroup(byGroup.get(group) ?? [], group, stale, plan)
  plan.remove.push(...orphans)
  if (placeholder) keepOne(existing, stale, plan)
  // A slice to create takes the place of one to remove.
  while (plan.create.length > 0 && plan.remove.length > 0) {
    plan.update.push({ slice: plan.remove.shift()!, content: plan.create.pop()! })
  }
  return plan
}

/** Slices of one set of ports: endpoints stay where they are, new ones go to slices that are written anyway. */
function planGroup(
  existing: readonly EndpointSlice[],
  { ports, endpoints }: PortGroup,
  stale: (slice: EndpointSlice) => boolean,
  plan: SlicePlan,
): void {
  const wanted = new Map(endpoints)
  const written: { slice: EndpointSlice; content: SliceContent }[] = []
  const unchanged: EndpointSlice[] = []
  for (const slice of existing) {
    const kept: Endpoint[] = []
    let differs = false
    for (const endpoint of slice.endpoints ?? []) {
      const key = identity(endpoint)
      const now = wanted.get(key)
      if (!now) {
        differs = true
        continue
      }
      wanted.delete(key)
      kept.push(now)
      if (sameEndpoint(endpoint, now)) continue
      differs = true
      plan.changed.push({ before: endpoint, after: now })
    }
    if (differs && kept.length === 0) plan.remove.push(slice)
    else if (differs || stale(slice)) written.push({ slice, content: { ports, endpoints: kept } })
    else unchanged.push(slice)
  }
  const added = [...wanted.values()]
  for (const after of added) plan.changed.push({ before: undefined, after })
  let next = 0
  const fill = (list: Endpoint[]) => {
    while (next < added.length && list.length < MAX_ENDPOINTS) list.push(added[next++]!)
  }
  for (const { content } of [...written].sort((a, b) => b.content.endpoints.length - a.content.endpoints.length)) {
    fill(content.endpoints)
  }
  let toppedUp = false
  while (next < added.length) {
    const left = added.length - next
    const slice = takeClosest(unchanged, left) ?? (toppedUp ? undefined : takeFullest(unchanged))
    toppedUp = true
    const content: SliceContent = { ports, endpoints: [...(slice?.endpoints ?? [])] }
    fill(content.endpoints)
    if (slice) written.push({ slice, content })
    else plan.create.push(content)
  }
  plan.update.push(...written)
}

/** Takes the slice out of the list that is closest to full with so many more; undefined when none has the room. */
const takeClosest = (slices: EndpointSlice[], more: number) => takeBest(slices, size => size + more)

/**
 * Takes the fullest slice that has any room. One is filled up before new ones are made, so that endpoints that come in
 * batches end in as few slices as those that come one by one.
 */
const takeFullest = (slices: EndpointSlice[]) =>
  takeBest(slices, size => (size < MAX_ENDPOINTS ? size : MAX_ENDPOINTS + 1))

/** Takes the slice with the greatest measure that does not exceed the maximum. */
function takeBest(slices: EndpointSlice[], measure: (size: number) => number): EndpointSlice | undefined {
  let best = -1
  let greatest = 0
  slices.forEach((slice, i) => {
    const value = measure(slice.endpoints?.length ?? 0)
    if (value > MAX_ENDPOINTS || value <= greatest) return
    best = i
    greatest = value
  })
  return best < 0 ? undefined : slices.splice(best, 1)[0]
}

/** A Service without endpoints has one slice without endpoints and ports. */
function keepOne(existing: readonly EndpointSlice[], stale: (slice: EndpointSlice) => boolean, plan: SlicePlan): void {
  if (plan.remove.length < existing.length || plan.create.length > 0) return
  const [only] = plan.remove
  const isEmpty = plan.remove.length === 1 && !only!.endpoints?.length && !only!.ports?.length
  if (isEmpty && !stale(only!)) plan.remove = []
  else plan.create.push({ ports: [], endpoints: [] })
}

function sameEndpoint(a: Endpoint, b: Endpoint): boolean {
  return (
    a.conditions?.ready === b.conditions?.ready &&
    a.conditions?.serving === b.conditions?.serving &&
    a.conditions?.terminating === b.conditions?.terminating &&
    a.nodeName === b.nodeName &&
    a.zone === b.zone &&
    a.targetRef?.uid === b.targetRef?.uid &&
    sameHints(a.hints, b.hints)
  )
}

type Hints = { forZones?: { name: string }[]; forNodes?: { name: string }[] }

function sameHints(a: Hints | undefined, b: Hints | undefined): boolean {
  if (a === b) return true
  const names = (list: { name: string }[] | undefined) => (list ?? []).map(({ name }) => name).join()
  return (
    a !== undefined &&
    b !== undefined &&
    names(a.forZones) === names(b.forZones) &&
    names(a.forNodes) === names(b.forNodes)
  )
}
