import type { Reader } from '../../../api/kind.ts'
import type { EndpointSlice, Ingress, Service } from '../../../lib/objects.ts'

/** Addresses that a backend's requests may go to, as `ip:port` or `name:port`. None: 503. */
export function upstreamsOf(
  { service: named }: NonNullable<Ingress['spec']['defaultBackend']>,
  namespace: string,
  read: Reader,
): string[] {
  const service = named && read.get<Service>('services', namespace, named.name)
  if (!service) return []
  const { name, number } = named.port ?? {}
  const port = service.spec.ports?.find(each => (number ? each.port === number : each.name === name))
  if (service.spec.type === 'ExternalName') {
    const at = port?.port ?? number
    return at ? [`${service.spec.externalName}:${at}`] : []
  }
  if (!port) return []
  const found = new Set<string>()
  const term = `service=${namespace}/${service.metadata.name}`
  for (const slice of read.find<EndpointSlice>('endpointslices.discovery.k8s.io', term)) {
    const at = slice.ports?.find(each => (each.name ?? '') === (port.name ?? '') && each.protocol !== 'UDP')?.port
    if (!at || slice.addressType !== 'IPv4') continue
    for (const { addresses, conditions } of slice.endpoints ?? []) {
      if (conditions?.ready !== false) found.add(`${addresses[0]}:${at}`)
    }
  }
  return [...found].sort()
}
