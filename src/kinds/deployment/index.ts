import type { KindDefinition } from '../../api/kind.ts'
import { age } from '../../lib/duration.ts'
import type { Deployment } from '../../lib/objects.ts'
import { selectorTerm } from '../claim.ts'
import { templateColumns } from '../template-columns.ts'
import { workloadWarnings } from '../workload-warnings.ts'
import { deploymentController } from './controller.ts'
import { defaults, prepare } from './defaults.ts'
import { describe } from './describe.ts'
import { rollout } from './rollout.ts'
import { validate } from './validate.ts'

export const deployments: KindDefinition<Deployment> = {
  group: 'apps',
  version: 'v1',
  scope: 'Namespaced',
  names: {
    kind: 'Deployment',
    plural: 'deployments',
    singular: 'deployment',
    shortNames: ['deploy'],
    categories: ['all'],
  },
  schema: 'io.k8s.api.apps.v1.Deployment',
  subresources: { status: true, scale: true },
  defaults,
  prepare,
  validate,
  warnings: workloadWarnings,
  index: d => [selectorTerm(d)],
  columns: () => [
    { name: 'Name', value: d => d.metadata.name },
    { name: 'Ready', value: d => `${d.status.readyReplicas ?? 0}/${d.spec.replicas}` },
    { name: 'Up-to-date', value: d => d.status.updatedReplicas ?? 0 },
    { name: 'Available', value: d => d.status.availableReplicas ?? 0 },
    { name: 'Age', value: (d, { now }) => age(d.metadata.creationTimestamp, now) },
    ...templateColumns(),
  ],
  describe,
  rollout,
  template: ['spec', 'template'],
  controllers: [deploymentController],
}
