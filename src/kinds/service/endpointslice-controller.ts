import { ApiError } from '../../api/errors.ts'
import type { Reader } from '../../api/kind.ts'
import type { Context, Controller } from '../../engine/controller.ts'
import { isTrue } from '../../lib/conditions.ts'
import { equal } from '../../lib/equal.ts'
import type { EndpointSlice, Labels, Metadata, Node, Pod, Service } from '../../lib/objects.ts'
import type { Change } from '../../store/store.ts'
import { MANAGED_BY, SERVICE_NAME, SLICES } from '../endpointslice/index.ts'
import type { Endpoint, PortGroup, SliceContent } from '../endpointslice/packing.ts'
import { identity, planSlices } from '../endpointslice/packing.ts'
import { inHashOrder, sliceDump } from '../endpointslice/ports.ts'
import { looked, wait } from './pace.ts'
import { hasEndpoint, podEndpoint } from './pod-endpoint.ts'
import { podsOf, servicesTouchedBy } from './selection.ts'
import { isTerminating, keyOf, serviceAt } from './service-key.ts'
import { isHeadless } from './service-type.ts'
import { portReader } from './target-ports.ts'
import { asksForTopology, setTopologyHints, TOPOLOGY_TERM } from './topology-hints.ts'
import { triggerTime, withTriggerTime } from './trigger-time.ts'

const MANAGER = 'endpointslice-controller.k8s.io'
const HEADLESS = 'service.kubernetes.io/headless'
const ZONE = 'topology.kubernetes.io/zone'

/** Keeps the EndpointSlices of Services that have a selector. Modelled on k8s.io/endpointslice reconciler.go. */
export const endpointSliceController: Controller = {
  name: 'endpointslice',
  watches: [
    { resource: 'services', keys: ({ type, object }) => (type === 'DELETED' ? [] : [keyOf(object)]) },
    { resource: 'pods', keys: servicesTouchedBy },
    { resource: SLICES, keys: serviceOfSlice },
    { resource: 'nodes', keys: servicesByTopology },
  ],
  reconcile,
}

/** The zones' shares may have changed, for those that go by them. */
function servicesByTopology({ type, object, previous }: Change, read: Reader): string[] {
  const facts = (node: Change['previous']) =>
    JSON.stringify([node?.metadata.labels, node?.status.allocatable, isTrue(node?.status.conditions, 'Ready')])
  if (type === 'MODIFIED' && facts(object) === facts(previous)) return []
  return read.find<Service>('services', TOPOLOGY_TERM).map(keyOf)
}

/** Somebody removed or changed a slice of ours. */
function serviceOfSlice({ type, object, previous }: Change): string[] {
  const labels = (previous ?? object).metadata.labels
  const service = labels?.[SERVICE_NAME]
  if (type === 'ADDED' || !service || labels[MANAGED_BY] !== MANAGER) return []
  return [`${object.metadata.namespace}/${service}`]
}

function reconcile(key: string, ctx: Context): undefined | { requeueAfter: number } {
  const later = wait(key, ctx)
  if (later !== undefined) return { requeueAfter: later }
  const { namespace, service } = serviceAt(key, ctx)
  if (!service?.spec.selector || service.spec.type === 'ExternalName') return looked(key, 0, ctx)
  const pods = podsOf(service, ctx.read)
  looked(key, pods.length, ctx)

  const existing = ctx.read.find<EndpointSlice>(SLICES, `service=${key}`).filter(slice => isOurs(slice, service))
  const labels = sliceLabels(service)
  const { groups, podOf } = groupByPorts(service, pods, ctx)
  const endpoints = groups.flatMap(group => [...group.endpoints.values()])
  hintByTopology(key, service, endpoints, ctx)
  const stale = (slice: EndpointSlice) => !equal(slice.metadata.labels, labels)
  const plan = planSlices(existing, groups, { stale, placeholder: true })
  const changed = plan.changed.map(({ before, after }) => {
    return { pod: podOf.get(identity(after))!, wasReady: before?.conditions?.serving === true }
  })
  const at = triggerTime(service, existing.length === 0, changed)

  if (plan.create.length > 0 && isTerminating(namespace, ctx)) return
  for (const content of plan.create) createSlice(service, newSlice(service, labels, content, at), ctx)
  for (const { slice, content } of plan.update) {
    const metadata = { ...slice.metadata, labels, annotations: withTriggerTime(slice.metadata.annotations, at) }
    ctx.api.update<EndpointSlice>({ ...slice, metadata, ...content } as EndpointSlice)
  }
  for (const slice of plan.remove) ctx.api.delete(slice)
}

/** Tells of a slice that could not be made. Throws ApiError. */
function createSlice(service: Service, slice: EndpointSlice, ctx: Context): void {
  try {
    ctx.api.create(slice)
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    const name = `${service.metadata.namespace}/${service.metadata.name}`
    const why = `failed to create EndpointSlice for Service ${name}: ${error.message}`
    const text = `Error updating Endpoint Slices for Service ${name}: ${why}`
    ctx.event(service, 'Warning', 'FailedToUpdateEndpointSlices', text, { from: 'endpoint-slice-controller' })
    throw error
  }
}

/** Hints by the zones' shares, if the Service asks for them; what changes about that is told. */
function hintByTopology(key: string, service: Service, endpoints: Endpoint[], ctx: Context): void {
  const note = `topology/${key}`
  const before = ctx.note<string>(note)
  const asks = asksForTopology(service.metadata.annotations)
  if (!asks && before === undefined) return
  const failed = asks ? setTopologyHints(endpoints, ctx.read.list<Node>('nodes')) : undefined
  const now = asks ? (failed ?? ENABLED) : undefined
  if (now === before) return
  ctx.setNote(note, now)
  const tell = (type: 'Normal' | 'Warning', reason: string, text: string) =>
    ctx.event(service, type, reason, `${text}, addressType: IPv4`, { from: 'endpoint-slice-controller' })
  if (now === ENABLED) tell('Normal', 'TopologyAwareHintsEnabled', 'Topology Aware Hints has been enabled')
  else if (failed) tell('Warning', 'TopologyAwareHintsDisabled', failed)
  else if (before === ENABLED) tell('Warning', 'TopologyAwareHintsDisabled', 'Topology Aware Hints has been disabled')
}

const ENABLED = 'enabled'

/** Written by this controller for this very Service, not for one of the same name that was deleted. */
function isOurs({ metadata }: EndpointSlice, service: Service): boolean {
  if (metadata.labels?.[MANAGED_BY] !== MANAGER || metadata.deletionTimestamp) return false
  return metadata.ownerReferences?.some(owner => owner.uid === service.metadata.uid) === true
}

/** Endpoints of the Pods, grouped by the numbers that the Service's ports have in them. */
function groupByPorts(service: Service, pods: readonly Pod[], ctx: Context) {
  const groups = new Map<string, PortGroup>()
  const podOf = new Map<string, Pod>()
  const zones = new Map<string, string | undefined>()
  const portsOf = portReader(service.spec.ports ?? [])
  for (const pod of pods) {
    if (!hasEndpoint(pod)) continue
    const { nodeName } = pod.spec
    if (nodeName && !zones.has(nodeName)) {
      zones.set(nodeName, ctx.read.get<Node>('nodes', undefined, nodeName)?.metadata.labels?.[ZONE])
    }
    const endpoint = podEndpoint(pod, service, nodeName ? zones.get(nodeName) : undefined)
    const { key, ports } = portsOf(pod)
    let group = groups.get(key)
    if (!group) {
      group = { ports: inHashOrder(ports, sliceDump), endpoints: new Map() }
      groups.set(key, group)
    }
    const id = identity(endpoint)
    group.endpoints.set(id, endpoint)
    podOf.set(id, pod)
  }
  return { groups: [...groups.values()], podOf }
}

/** The Service's labels and the reserved ones, which nobody else may set. */
function sliceLabels(service: Service): Labels {
  const { [HEADLESS]: _, ...labels } = service.metadata.labels ?? {}
  if (isHeadless(service)) labels[HEADLESS] = ''
  return { ...labels, [SERVICE_NAME]: service.metadata.name, [MANAGED_BY]: MANAGER }
}

function newSlice(service: Service, labels: Labels, content: SliceContent, at: string | undefined): EndpointSlice {
  const { namespace, name, uid } = service.metadata
  const owner = { apiVersion: 'v1', kind: 'Service', name, uid: uid!, controller: true, blockOwnerDeletion: true }
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: {
      generateName: `${name}-`,
      namespace,
      labels,
      annotations: withTriggerTime(undefined, at),
      ownerReferences: [owner],
    } as unknown as Metadata,
    addressType: 'IPv4',
    ...content,
  } as EndpointSlice
}
