import type { KindDefinition } from '../../api/kind.ts'
import { age } from '../../lib/duration.ts'
import type { StatefulSet } from '../../lib/objects.ts'
import { selectorTerm } from '../claim.ts'
import { templateColumns } from '../template-columns.ts'
import { statefulSetController } from './controller.ts'
import { defaults, prepare } from './defaults.ts'
import { describe } from './describe.ts'
import { rollout } from './rollout.ts'
import { validate } from './validate.ts'
import { warnings } from './warnings.ts'

export const statefulSets: KindDefinition<StatefulSet> = {
  group: 'apps',
  version: 'v1',
  scope: 'Namespaced',
  names: {
    kind: 'StatefulSet',
    plural: 'statefulsets',
    singular: 'statefulset',
    shortNames: ['sts'],
    categories: ['all'],
  },
  schema: 'io.k8s.api.apps.v1.StatefulSet',
  subresources: { status: true, scale: true },
  // Its pods carry the name as their hostname.
  nameRule: 'label',
  defaults,
  prepare,
  validate,
  warnings,
  index: set => [selectorTerm(set)],
  columns: () => [
    { name: 'Name', value: set => set.metadata.name },
    { name: 'Ready', value: ({ spec, status }) => `${status.readyReplicas ?? 0}/${spec.replicas}` },
    { name: 'Age', value: (set, { now }) => age(set.metadata.creationTimestamp, now) },
    ...templateColumns().filter(({ name }) => name !== 'Selector'),
  ],
  describe,
  rollout,
  template: ['spec', 'template'],
  controllers: [statefulSetController],
}
