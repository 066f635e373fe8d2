import type { KindDefinition } from '../../api/kind.ts'
import type { Service } from '../../lib/objects.ts'
import { columns } from './columns.ts'
import { defaults } from './defaults.ts'
import { describe } from './describe.ts'
import { endpointsController } from './endpoints-controller.ts'
import { endpointSliceController } from './endpointslice-controller.ts'
import { prepare } from './prepare.ts'
import { selectorTerm } from './selection.ts'
import { NONE } from './service-type.ts'
import { asksForTopology, TOPOLOGY_TERM } from './topology-hints.ts'
import { validate } from './validate.ts'
import { warnings } from './warnings.ts'

export const services: KindDefinition<Service> = {
  group: '',
  version: 'v1',
  scope: 'Namespaced',
  names: { kind: 'Service', plural: 'services', singular: 'service', shortNames: ['svc'], categories: ['all'] },
  schema: 'io.k8s.api.core.v1.Service',
  subresources: { status: true },
  nameRule: 'label1035',
  generation: false,
  fields: {
    'spec.clusterIP': service => service.spec.clusterIP ?? '',
    'spec.type': service => service.spec.type ?? '',
  },
  defaults,
  prepare,
  validate,
  warnings,
  index,
  columns,
  describe,
  controllers: [endpointSliceController, endpointsController],
}

/** By what allocation, kube-proxy and the endpoint controllers look Services up. */
function index(service: Service): string[] {
  const { spec, status } = service
  const terms: string[] = []
  for (const ip of spec.clusterIPs ?? []) if (ip !== NONE) terms.push(`clusterIP=${ip}`)
  for (const port of spec.ports ?? []) if (port.nodePort) terms.push(`nodePort=${port.nodePort}/${port.protocol}`)
  if (spec.healthCheckNodePort) terms.push(`nodePort=${spec.healthCheckNodePort}/TCP`)
  for (const ip of spec.externalIPs ?? []) terms.push(`externalIP=${ip}`)
  for (const { ip } of status.loadBalancer?.ingress ?? []) if (ip) terms.push(`externalIP=${ip}`)
  const selector = selectorTerm(service)
  if (selector) terms.push(selector)
  if (asksForTopology(service.metadata.annotations)) terms.push(TOPOLOGY_TERM)
  return terms
}
