import type { KindDefinition } from '../../api/kind.ts'
import { age } from '../../lib/duration.ts'
import type { DaemonSet } from '../../lib/objects.ts'
import { formatLabels } from '../../lib/selector.ts'
import { selectorTerm } from '../claim.ts'
import { podTemplateWarnings } from '../pod/warnings/index.ts'
import { templateColumns } from '../template-columns.ts'
import { daemonSetController } from './controller.ts'
import { defaults, prepare, templateGeneration } from './defaults.ts'
import { describe } from './describe.ts'
import { rollout } from './rollout.ts'
import { validate } from './validate.ts'

export const daemonSets: KindDefinition<DaemonSet> = {
  group: 'apps',
  version: 'v1',
  scope: 'Namespaced',
  names: {
    kind: 'DaemonSet',
    plural: 'daemonsets',
    singular: 'daemonset',
    shortNames: ['ds'],
    categories: ['all'],
  },
  schema: 'io.k8s.api.apps.v1.DaemonSet',
  subresources: { status: true },
  defaults,
  prepare,
  validate,
  warnings: (next, previous) =>
    previous && templateGeneration(next) === templateGeneration(previous)
      ? []
      : podTemplateWarnings(next.spec.template, 'spec.template'),
  index: ds => [selectorTerm(ds)],
  columns: () => [
    { name: 'Name', value: ds => ds.metadata.name },
    { name: 'Desired', value: ds => ds.status.desiredNumberScheduled },
    { name: 'Current', value: ds => ds.status.currentNumberScheduled },
    { name: 'Ready', value: ds => ds.status.numberReady },
    { name: 'Up-to-date', value: ds => ds.status.updatedNumberScheduled ?? 0 },
    { name: 'Available', value: ds => ds.status.numberAvailable ?? 0 },
    { name: 'Node Selector', value: ds => formatLabels(ds.spec.template.spec?.nodeSelector) },
    { name: 'Age', value: (ds, { now }) => age(ds.metadata.creationTimestamp, now) },
    ...templateColumns(),
  ],
  describe,
  rollout,
  template: ['spec', 'template'],
  controllers: [daemonSetController],
}
