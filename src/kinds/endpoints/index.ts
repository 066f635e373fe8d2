import type { Column, KindDefinition, View } from '../../api/kind.ts'
import { Describe } from '../../lib/describe.ts'
import { age } from '../../lib/duration.ts'
import type { Endpoints } from '../../lib/objects.ts'
import { describeEventsOf } from '../event.ts'
import { endpointSliceMirroring } from './mirroring.ts'
import { validate } from './validate.ts'

/** How many addresses are listed before ` + N more...`. */
const LISTED = 3

function defaults(endpoints: Endpoints): void {
  if (!endpoints.subsets?.length) delete endpoints.subsets
  for (const { ports = [] } of endpoints.subsets ?? []) for (const port of ports) port.protocol ??= 'TCP'
}

/** Ready addresses with each port, the first three and how many more. */
function listed({ subsets = [] }: Endpoints): string {
  if (subsets.length === 0) return '<none>'
  const list: string[] = []
  let count = 0
  for (const { addresses = [], ports = [] } of subsets) {
    for (const port of ports.length > 0 ? ports : [undefined]) {
      for (const { ip } of addresses) {
        if (count++ < LISTED) list.push(port ? `${ip}:${port.port}` : ip)
      }
    }
  }
  return count > LISTED ? `${list.join(',')} + ${count - LISTED} more...` : list.join(',')
}

/** Columns of k8s.io/kubernetes pkg/printers/internalversion, printEndpoints. */
const columns = (): Column<Endpoints>[] => [
  { name: 'Name', value: endpoints => endpoints.metadata.name },
  { name: 'Endpoints', value: listed },
  { name: 'Age', value: (endpoints, { now }) => age(endpoints.metadata.creationTimestamp, now) },
]

/** Modelled on k8s.io/kubectl pkg/describe, EndpointsDescriber. */
function describe(endpoints: Endpoints, view: View): string {
  const { metadata } = endpoints
  const text = new Describe()
    .line(0, 'Name', metadata.name)
    .line(0, 'Namespace', metadata.namespace!)
    .labels(metadata.labels)
    .annotations(metadata.annotations)
    .write(0, 'Subsets:\n')
  const ips = (addresses: { ip: string }[] | undefined) => addresses?.map(({ ip }) => ip).join(',') || '<none>'
  for (const { addresses, notReadyAddresses, ports } of endpoints.subsets ?? []) {
    text.line(1, 'Addresses', ips(addresses)).line(1, 'NotReadyAddresses', ips(notReadyAddresses))
    if (ports?.length) {
      text.write(1, 'Ports:\n').write(2, 'Name\tPort\tProtocol\n').write(2, '----\t----\t--------\n')
      for (const { name, port, protocol } of ports) text.write(2, `${name || '<unset>'}\t${port}\t${protocol}\n`)
    }
    text.write(0, '\n')
  }
  return text.write(0, describeEventsOf(endpoints, view)).toString()
}

export const endpoints: KindDefinition<Endpoints> = {
  group: '',
  version: 'v1',
  scope: 'Namespaced',
  names: { kind: 'Endpoints', plural: 'endpoints', singular: 'endpoints', shortNames: ['ep'] },
  schema: 'io.k8s.api.core.v1.Endpoints',
  generation: false,
  deprecated: 'v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice',
  defaults,
  validate,
  columns,
  describe,
  controllers: [endpointSliceMirroring],
}
