import type { Reader } from '../../../api/kind.ts'
import type { EndpointSlice, Service } from '../../../lib/objects.ts'

/** A ready endpoint as the DNS server lists it. */
export interface Endpoint {
  ip: string
  /** Its name below the Service's: the hostname of its Pod, else its address with dashes. */
  label: string
  ports: { name?: string; protocol?: string; port: number }[]
}

export const SLICES = 'endpointslices.discovery.k8s.io'

export const isHeadless = ({ spec }: Service): boolean => spec.clusterIP === 'None'

/** The ready endpoints of a Service, in the order of its slices. */
export function endpointsOf({ metadata }: Service, read: Reader): Endpoint[] {
  const slices = read.find<EndpointSlice>(SLICES, `service=${metadata.namespace}/${metadata.name}`)
  return slices.flatMap(endpointsIn)
}

export function endpointsIn({ addressType, endpoints, ports }: EndpointSlice): Endpoint[] {
  if (addressType !== 'IPv4') return []
  const open = (ports ?? []).flatMap(({ name, protocol, port }) =>
    port === undefined ? [] : [{ name, protocol, port }],
  )
  return (endpoints ?? [])
    .filter(({ conditions }) => conditions?.ready !== false)
    .flatMap(({ addresses, hostname }) =>
      addresses.map(ip => ({ ip, label: hostname ?? ip.replaceAll('.', '-'), ports: open })),
    )
}
