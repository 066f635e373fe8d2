import { fnv128a } from '../../lib/hash.ts'
import type { EndpointSlice } from '../../lib/objects.ts'

/** A port of an EndpointSlice as controllers write it: name, number and protocol always there. */
export interface EndpointPort {
  name: string
  port: number
  protocol: string
  appProtocol?: string
}

/** How ports are sorted in slices and Endpoints: by the FNV-1a 128 of the text in which Go dumps them. */
export function inHashOrder<T extends EndpointPort>(ports: T[], dump: (port: EndpointPort) => string): T[] {
  if (ports.length < 2) return ports
  const hashed = ports.map(port => ({ port, hash: fnv128a(dump(port)) }))
  hashed.sort((a, b) => (a.hash < b.hash ? -1 : a.hash > b.hash ? 1 : 0))
  return hashed.map(({ port }) => port)
}

export const sliceDump = ({ name, protocol, port, appProtocol }: EndpointPort): string =>
  `(v1.EndpointPort){Name:(*string)${name} Protocol:(*v1.Protocol)${protocol} Port:(*int32)${port} ` +
  `AppProtocol:(*string)${appProtocol ?? '<nil>'}}`

/** Whether a slice's ports are these, in this order. */
export function samePorts(ports: EndpointSlice['ports'] | null, wanted: readonly EndpointPort[]): boolean {
  const list = ports ?? []
  if (list.length !== wanted.length) return false
  for (let i = 0; i < list.length; i++) {
    const [a, b] = [list[i]!, wanted[i]!]
    if (a.port !== b.port || a.name !== b.name || a.protocol !== b.protocol || a.appProtocol !== b.appProtocol)
      return false
  }
  return true
}
