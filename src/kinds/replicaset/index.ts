import type { Admission, KindDefinition } from '../../api/kind.ts'
import { age } from '../../lib/duration.ts'
import type { ReplicaSet } from '../../lib/objects.ts'
import { orphanTerms, selectorTerm } from '../claim.ts'
import { defaultPodTemplate } from '../pod/defaults.ts'
import { sameBesideStatus } from '../same-beside-status.ts'
import { templateColumns } from '../template-columns.ts'
import { workloadWarnings } from '../workload-warnings.ts'
import { replicaSetController } from './controller.ts'
import { describe } from './describe.ts'
import { validate } from './validate.ts'

export const replicaSets: KindDefinition<ReplicaSet> = {
  group: 'apps',
  version: 'v1',
  scope: 'Namespaced',
  names: {
    kind: 'ReplicaSet',
    plural: 'replicasets',
    singular: 'replicaset',
    shortNames: ['rs'],
    categories: ['all'],
  },
  schema: 'io.k8s.api.apps.v1.ReplicaSet',
  subresources: { status: true, scale: true },
  fields: { 'status.replicas': rs => String(rs.status.replicas) },
  defaults,
  prepare,
  validate,
  warnings: workloadWarnings,
  index: rs => [selectorTerm(rs), ...orphanTerms(rs)],
  sameTerms: sameBesideStatus,
  columns: () => [
    { name: 'Name', value: rs => rs.metadata.name },
    { name: 'Desired', value: rs => rs.spec.replicas! },
    { name: 'Current', value: rs => rs.status.replicas },
    { name: 'Ready', value: rs => rs.status.readyReplicas ?? 0 },
    { name: 'Age', value: (rs, { now }) => age(rs.metadata.creationTimestamp, now) },
    ...templateColumns(),
  ],
  describe,
  template: ['spec', 'template'],
  controllers: [replicaSetController],
}

function defaults(next: ReplicaSet): void {
  next.spec ??= {} as ReplicaSet['spec']
  const { spec } = next
  spec.replicas ??= 1
  spec.template ??= {}
  if (!spec.minReadySeconds) delete spec.minReadySeconds
  defaultPodTemplate(spec.template)
}

function prepare(next: ReplicaSet, previous: ReplicaSet | undefined, _admission: Admission): void {
  if (!previous) next.status = { replicas: 0 }
}
