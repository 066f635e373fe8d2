import type { Column, KindDefinition } from '../../api/kind.ts'
import { age } from '../../lib/duration.ts'
import { equal } from '../../lib/equal.ts'
import type { EndpointSlice } from '../../lib/objects.ts'
import { describe } from './describe.ts'
import { validate } from './validate.ts'

/** The label by which a slice belongs to a Service. */
export const SERVICE_NAME = 'kubernetes.io/service-name'
/** The label that says who writes a slice. */
export const MANAGED_BY = 'endpointslice.kubernetes.io/managed-by'
export const SLICES = 'endpointslices.discovery.k8s.io'

/** How many ports or addresses are listed before ` + N more...`. */
const LISTED = 3

/** A slice without endpoints or ports has `null` there, as the API writes empty lists. */
const orNull = (list: unknown[] | null | undefined) => (list?.length ? list : null) as any

function defaults(slice: EndpointSlice): void {
  slice.endpoints = orNull(slice.endpoints)
  slice.ports = orNull(slice.ports)
  for (const endpoint of slice.endpoints ?? []) endpoint.conditions ??= {}
  for (const port of slice.ports ?? []) {
    port.name ??= ''
    port.protocol ??= 'TCP'
  }
}

/** Everything but metadata counts for the generation, and the labels. */
function prepare(next: EndpointSlice, previous: EndpointSlice | undefined): void {
  const same =
    previous !== undefined &&
    equal(next.endpoints, previous.endpoints) &&
    equal(next.ports, previous.ports) &&
    equal(next.metadata.labels, previous.metadata.labels)
  const metadata: { generation?: number } = next.metadata
  metadata.generation = (previous?.metadata.generation ?? 0) + (same ? 0 : 1)
}

function listed(texts: string[]): string {
  const first = texts.slice(0, LISTED).join(',')
  return texts.length > LISTED ? `${first} + ${texts.length - LISTED} more...` : first || '<unset>'
}

/** Columns of k8s.io/kubernetes pkg/printers/internalversion, printEndpointSlice. */
const columns = (): Column<EndpointSlice>[] => [
  { name: 'Name', value: slice => slice.metadata.name },
  { name: 'AddressType', value: slice => slice.addressType },
  { name: 'Ports', value: slice => listed((slice.ports ?? []).map(port => String(port.port ?? port.name))) },
  { name: 'Endpoints', value: slice => listed((slice.endpoints ?? []).flatMap(endpoint => endpoint.addresses)) },
  { name: 'Age', value: (slice, { now }) => age(slice.metadata.creationTimestamp, now) },
]

export const endpointSlices: KindDefinition<EndpointSlice> = {
  group: 'discovery.k8s.io',
  version: 'v1',
  scope: 'Namespaced',
  names: { kind: 'EndpointSlice', plural: 'endpointslices', singular: 'endpointslice' },
  schema: 'io.k8s.api.discovery.v1.EndpointSlice',
  generation: false,
  defaults,
  prepare,
  validate,
  warnings: ({ addressType }) => (addressType === 'FQDN' ? ['addressType: FQDN endpoints are deprecated'] : []),
  index(slice) {
    const service = slice.metadata.labels?.[SERVICE_NAME]
    return service ? [`service=${slice.metadata.namespace}/${service}`] : []
  },
  columns,
  describe,
}
