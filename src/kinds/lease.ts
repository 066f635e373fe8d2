import type { KindDefinition } from '../api/kind.ts'
import { Describe } from '../lib/describe.ts'
import { age } from '../lib/duration.ts'
import type { Lease } from '../lib/objects.ts'
import { invalidValue } from '../api/errors.ts'
import { describeUnstructured } from '../lib/unstructured.ts'
import { describeEventsOf } from './event.ts'

const POSITIVE = 'must be greater than 0'

/** Stored only: nobody here elects a leader. */
export const leases: KindDefinition<Lease> = {
  group: 'coordination.k8s.io',
  version: 'v1',
  scope: 'Namespaced',
  names: { kind: 'Lease', plural: 'leases', singular: 'lease' },
  schema: 'io.k8s.api.coordination.v1.Lease',
  validate({ spec = {} }) {
    const { leaseDurationSeconds: lasts, leaseTransitions: times } = spec
    return [
      ...(lasts !== undefined && lasts <= 0 ? [invalidValue('spec.leaseDurationSeconds', lasts, POSITIVE)] : []),
      ...(times !== undefined && times < 0
        ? [invalidValue('spec.leaseTransitions', times, 'must be greater than or equal to 0')]
        : []),
    ]
  },
  columns: () => [
    { name: 'Name', value: lease => lease.metadata.name },
    { name: 'Holder', value: lease => lease.spec?.holderIdentity ?? '' },
    { name: 'Age', value: (lease, { now }) => age(lease.metadata.creationTimestamp, now) },
  ],
  describe(lease, view) {
    const text = new Describe()
    describeUnstructured(text, lease)
    return text.write(0, describeEventsOf(lease, view)).toString()
  },
}
