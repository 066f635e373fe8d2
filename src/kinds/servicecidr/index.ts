import type { KindDefinition } from '../../api/kind.ts'
import { Describe } from '../../lib/describe.ts'
import { age } from '../../lib/duration.ts'
import type { ServiceCIDR } from '../../lib/objects.ts'
import { rfc1123 } from '../../lib/time.ts'
import { describeEventsOf } from '../event.ts'
import { serviceCIDRController } from './controller.ts'
import { validate } from './validate.ts'

/** Ranges of cluster IPs: one that a cluster is made with, and those that are added. */
export const serviceCIDRs: KindDefinition<ServiceCIDR> = {
  group: 'networking.k8s.io',
  version: 'v1',
  scope: 'Cluster',
  names: { kind: 'ServiceCIDR', plural: 'servicecidrs', singular: 'servicecidr' },
  schema: 'io.k8s.api.networking.v1.ServiceCIDR',
  subresources: { status: true },
  generation: false,
  prepare(next, previous) {
    if (!previous) next.status ??= {}
  },
  validate,
  /** Columns of k8s.io/kubernetes pkg/printers/internalversion, printServiceCIDR. */
  columns: () => [
    { name: 'Name', value: each => each.metadata.name },
    { name: 'CIDRs', value: each => each.spec.cidrs.join(',') },
    { name: 'Age', value: (each, { now }) => age(each.metadata.creationTimestamp, now) },
  ],
  /** Modelled on k8s.io/kubectl pkg/describe, ServiceCIDRDescriber. */
  describe(each, view) {
    const text = new Describe()
      .line(0, 'Name', each.metadata.name)
      .labels(each.metadata.labels)
      .annotations(each.metadata.annotations)
      .line(0, 'CIDRs', each.spec.cidrs.join(', '))
    const { conditions = [] } = each.status ?? {}
    if (conditions.length > 0) {
      text.write(0, 'Status:\nConditions:\n').write(1, 'Type\tStatus\tLastTransitionTime\tReason\tMessage\n')
      text.write(1, '----\t------\t------------------\t------\t-------\n')
      for (const { type, status, lastTransitionTime, reason = '', message = '' } of conditions) {
        text.write(1, `${type} \t${status} \t${rfc1123(lastTransitionTime)} \t${reason} \t${message}\n`)
      }
    }
    return text.write(0, describeEventsOf(each, view)).toString()
  },
  controllers: [serviceCIDRController],
}
