import type { View } from '../../api/kind.ts'
import { Describe } from '../../lib/describe.ts'
import type { EndpointSlice, Ingress, Service } from '../../lib/objects.ts'
import { SLICES } from '../endpointslice/index.ts'
import { describeEventsOf } from '../event.ts'
import { formatReadyEndpoints } from '../service/describe.ts'
import { addresses } from './index.ts'

type Backend = NonNullable<Ingress['spec']['defaultBackend']>

/** Modelled on k8s.io/kubectl pkg/describe, IngressDescriber. */
export function describe(ingress: Ingress, view: View): string {
  const { spec, metadata } = ingress
  const namespace = metadata.namespace!
  const fallback = spec.defaultBackend ? describeBackend(namespace, spec.defaultBackend, view) : '<default>'
  const text = new Describe()
    .line(0, 'Name', metadata.name)
    .labels(metadata.labels)
    .line(0, 'Namespace', namespace)
    .line(0, 'Address', addresses(ingress))
    .line(0, 'Ingress Class', spec.ingressClassName ?? '<none>')
    .line(0, 'Default backend', fallback)
  if (spec.tls) {
    text.write(0, 'TLS:\n')
    for (const { secretName, hosts = [] } of spec.tls) {
      text.write(1, secretName ? `${secretName} terminates ${hosts.join(',')}\n` : `SNI routes ${hosts.join(',')}\n`)
    }
  }
  text.write(0, 'Rules:\n').write(1, 'Host\tPath\tBackends\n').write(1, '----\t----\t--------\n')
  const rules = (spec.rules ?? []).filter(({ http }) => http)
  for (const { host, http } of rules) {
    text.write(1, `${host || '*'}\t\n`)
    for (const { path = '', backend } of http!.paths) {
      text.write(2, `\t${path} \t${describeBackend(namespace, backend, view)}\n`)
    }
  }
  if (rules.length === 0) text.write(1, `*\t*\t${fallback}\n`)
  return text.annotations(metadata.annotations).write(0, describeEventsOf(ingress, view)).toString()
}

/** `web:80 (10.244.1.5:80)`; a Service that does not exist is told. */
function describeBackend(namespace: string, { service: named, resource }: Backend, { read }: View): string {
  if (!named) {
    return resource ? `APIGroup: ${resource.apiGroup ?? '<none>'}, Kind: ${resource.kind}, Name: ${resource.name}` : ''
  }
  const { name = '', number } = named.port ?? {}
  const label = `${named.name}:${number || name}`
  const service = read.get<Service>('services', namespace, named.name)
  if (!service) return `${label} (<error: services "${named.name}" not found>)`
  const port = service.spec.ports?.find(each => (number ? each.port === number : each.name === name))
  const slices = read.find<EndpointSlice>(SLICES, `service=${namespace}/${named.name}`)
  return `${label} (${formatReadyEndpoints(slices, port?.name ?? '')})`
}
