import type { Context, Controller } from '../../engine/controller.ts'
import { equal } from '../../lib/equal.ts'
import type { Endpoints, EndpointSlice, Labels, Metadata, Service } from '../../lib/objects.ts'
import type { Change } from '../../store/store.ts'
import { MANAGED_BY, SERVICE_NAME, SLICES } from '../endpointslice/index.ts'
import type { Endpoint, PortGroup } from '../endpointslice/packing.ts'
import { identity, planSlices } from '../endpointslice/packing.ts'
import type { EndpointPort } from '../endpointslice/ports.ts'
import { inHashOrder, sliceDump } from '../endpointslice/ports.ts'
import { isTerminating, keyOf, serviceAt } from '../service/service-key.ts'
import { TRIGGER_TIME } from '../service/trigger-time.ts'

const MANAGER = 'endpointslicemirroring-controller.k8s.io'
const SKIP = 'endpointslice.kubernetes.io/skip-mirror'
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration'
const LEADER = 'control-plane.alpha.kubernetes.io/leader'
/** Most addresses of a subset that are copied. */
const MOST = 1000

type Subset = NonNullable<Endpoints['subsets']>[number]
type Address = NonNullable<Subset['addresses']>[number]

/**
 * Copies hand-written Endpoints of Services without a selector into EndpointSlices, where kube-proxy and DNS look.
 * Modelled on pkg/controller/endpointslicemirroring.
 */
export const endpointSliceMirroring: Controller = {
  name: 'endpointslicemirroring',
  watches: [
    { resource: 'endpoints', keys: keysOfEndpoints },
    {
      resource: 'services',
      keys: ({ object, previous }) => (mirrors(object) || mirrors(previous) ? [keyOf(object)] : []),
    },
    { resource: SLICES, keys: keysOfSlice },
  ],
  reconcile,
}

/** Endpoints that the endpoint controller writes are not worth a look. */
function keysOfEndpoints({ object, previous }: Change): string[] {
  const isWritten = (endpoints: Change['previous']) =>
    endpoints?.metadata.labels?.['endpoints.kubernetes.io/managed-by'] === 'endpoint-controller'
  return isWritten(object) && (!previous || isWritten(previous)) ? [] : [keyOf(object)]
}

function keysOfSlice({ type, object, previous }: Change): string[] {
  const labels = (previous ?? object).metadata.labels
  if (type === 'ADDED' || labels?.[MANAGED_BY] !== MANAGER) return []
  return [`${object.metadata.namespace}/${labels[SERVICE_NAME]}`]
}

const mirrors = (service: Change['previous']): boolean => service !== undefined && !service.spec?.selector

function reconcile(key: string, ctx: Context): void {
  const { namespace, name, service } = serviceAt(key, ctx)
  const endpoints = ctx.read.get<Endpoints>('endpoints', namespace, name)
  const existing = ctx.read
    .find<EndpointSlice>(SLICES, `service=${key}`)
    .filter(({ metadata }) => metadata.labels?.[MANAGED_BY] === MANAGER && !metadata.deletionTimestamp)
  const wanted = endpoints && isMirrored(endpoints, service) ? endpoints : undefined
  if (!wanted && existing.length === 0) return
  const labels = { ...wanted?.metadata.labels, [SERVICE_NAME]: name, [MANAGED_BY]: MANAGER }
  const annotations = mirroredAnnotations(wanted)
  const stale = ({ metadata }: EndpointSlice) =>
    !equal(metadata.labels, labels) || !equal(metadata.annotations, annotations)
  const groups = groupsOf(wanted?.subsets ?? [])
  const plan = planSlices(existing, groups, { stale, placeholder: false })
  if (plan.create.length > 0 && isTerminating(namespace, ctx)) return
  const skipped = (wanted?.subsets ?? []).reduce((sum, subset) => sum + Math.max(0, sizeOf(subset) - MOST), 0)
  if (skipped > 0 && plan.create.length + plan.update.length > 0) {
    const most = `A max of ${MOST} addresses can be mirrored to EndpointSlices per Endpoints subset.`
    const message = `${most} ${skipped} addresses were skipped`
    ctx.event(wanted!, 'Warning', 'TooManyAddressesToMirror', message, { from: MANAGER.split('.')[0]! })
  }
  for (const content of plan.create) {
    const owner = {
      apiVersion: 'v1',
      kind: 'Endpoints',
      name,
      uid: wanted!.metadata.uid!,
      controller: true,
      blockOwnerDeletion: true,
    }
    const metadata = { generateName: `${name}-`, namespace, labels, annotations, ownerReferences: [owner] }
    ctx.api.create<EndpointSlice>({
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: metadata as unknown as Metadata,
      addressType: 'IPv4',
      ...content,
    } as EndpointSlice)
  }
  for (const { slice, content } of plan.update) {
    ctx.api.update<EndpointSlice>({
      ...slice,
      metadata: { ...slice.metadata, labels, annotations },
      ...content,
    } as EndpointSlice)
  }
  for (const slice of plan.remove) ctx.api.delete(slice)
}

const sizeOf = ({ addresses = [], notReadyAddresses = [] }: Subset) => addresses.length + notReadyAddresses.length

function isMirrored({ metadata }: Endpoints, service: Service | undefined): boolean {
  if (!service || service.spec.selector || metadata.deletionTimestamp) return false
  return metadata.labels?.[SKIP] !== 'true' && metadata.annotations?.[LEADER] === undefined
}

function mirroredAnnotations(endpoints: Endpoints | undefined): Labels | undefined {
  const { [LAST_APPLIED]: _, [TRIGGER_TIME]: __, ...others } = endpoints?.metadata.annotations ?? {}
  return Object.keys(others).length > 0 ? others : undefined
}

function groupsOf(subsets: readonly Subset[]): PortGroup[] {
  const groups = new Map<string, PortGroup>()
  for (const subset of subsets) {
    const ports: EndpointPort[] = (subset.ports ?? []).map(({ name = '', port, protocol = 'TCP', appProtocol }) => ({
      name,
      port,
      protocol,
      ...(appProtocol === undefined ? {} : { appProtocol }),
    }))
    const sorted = inHashOrder(ports, sliceDump)
    const key = sorted.map(sliceDump).join()
    let group = groups.get(key)
    if (!group) groups.set(key, (group = { ports: sorted, endpoints: new Map() }))
    let left = MOST
    for (const [addresses, ready] of [
      [subset.addresses ?? [], true],
      [subset.notReadyAddresses ?? [], false],
    ] as const) {
      for (const address of addresses) {
        if (left-- <= 0) break
        const endpoint = mirrored(address, ready)
        const id = identity(endpoint)
        if (!group.endpoints.has(id)) group.endpoints.set(id, endpoint)
      }
    }
  }
  return [...groups.values()]
}

function mirrored({ ip, hostname, nodeName, targetRef }: Address, ready: boolean): Endpoint {
  const endpoint: Endpoint = { addresses: [ip], conditions: { ready } }
  if (targetRef) endpoint.targetRef = targetRef
  if (hostname) endpoint.hostname = hostname
  if (nodeName) endpoint.nodeName = nodeName
  return endpoint
}
