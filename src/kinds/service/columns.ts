import type { Column } from '../../api/kind.ts'
import { age } from '../../lib/duration.ts'
import type { Service } from '../../lib/objects.ts'
import { formatLabels } from '../../lib/selector.ts'

/** Columns of k8s.io/kubernetes pkg/printers/internalversion, printService. */
export const columns = (): Column<Service>[] => [
  { name: 'Name', value: service => service.metadata.name },
  { name: 'Type', value: service => service.spec.type! },
  { name: 'Cluster-IP', value: service => service.spec.clusterIPs?.[0] ?? '<none>' },
  { name: 'External-IP', value: externalIP },
  { name: 'Port(s)', value: portTexts },
  { name: 'Age', value: (service, { now }) => age(service.metadata.creationTimestamp, now) },
  { name: 'Selector', wide: true, value: service => formatLabels(service.spec.selector) },
]

function externalIP({ spec, status }: Service): string {
  const outside = spec.externalIPs ?? []
  switch (spec.type) {
    case 'ExternalName':
      return spec.externalName ?? ''
    case 'LoadBalancer': {
      const given = (status.loadBalancer?.ingress ?? []).map(ingress => ingress.ip || ingress.hostname || '')
      const all = [...[...new Set(given.filter(text => text !== ''))].sort(), ...outside]
      return all.length > 0 ? all.join(',') : '<pending>'
    }
    default:
      return outside.length > 0 ? outside.join(',') : '<none>'
  }
}

function portTexts({ spec }: Service): string {
  const texts = (spec.ports ?? []).map(port =>
    port.nodePort ? `${port.port}:${port.nodePort}/${port.protocol}` : `${port.port}/${port.protocol}`,
  )
  return texts.length > 0 ? texts.join(',') : '<none>'
}
