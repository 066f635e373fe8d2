import type { View } from '../../api/kind.ts'
import { Describe } from '../../lib/describe.ts'
import type { EndpointSlice } from '../../lib/objects.ts'
import { describeEventsOf } from '../event.ts'

const UNSET = '<unset>'

/** Modelled on k8s.io/kubectl pkg/describe, EndpointSliceDescriber. */
export function describe(slice: EndpointSlice, view: View): string {
  const { metadata } = slice
  const text = new Describe()
    .line(0, 'Name', metadata.name)
    .line(0, 'Namespace', metadata.namespace!)
    .labels(metadata.labels)
    .annotations(metadata.annotations)
    .line(0, 'AddressType', slice.addressType)
  if (!slice.ports?.length) text.write(0, `Ports: ${UNSET}\n`)
  else {
    text.write(0, 'Ports:\n').write(1, 'Name\tPort\tProtocol\n').write(1, '----\t----\t--------\n')
    for (const port of slice.ports) text.write(1, `${port.name || UNSET}\t${port.port ?? UNSET}\t${port.protocol}\n`)
  }
  if (!slice.endpoints?.length) text.write(0, 'Endpoints: <none>\n')
  else {
    text.write(0, 'Endpoints:\n')
    for (const endpoint of slice.endpoints) {
      text
        .line(1, '- Addresses', endpoint.addresses.join(', ') || '<none>')
        .write(2, 'Conditions:\n')
        .line(3, 'Ready', endpoint.conditions?.ready ?? UNSET)
        .line(2, 'Hostname', endpoint.hostname ?? UNSET)
      if (endpoint.targetRef) text.line(2, 'TargetRef', `${endpoint.targetRef.kind}/${endpoint.targetRef.name}`)
      text.line(2, 'NodeName', endpoint.nodeName ?? UNSET).line(2, 'Zone', endpoint.zone ?? UNSET)
    }
  }
  return text.write(0, describeEventsOf(slice, view)).toString()
}
