import type { Admission, Column, KindDefinition } from '../../api/kind.ts'
import { age } from '../../lib/duration.ts'
import type { CronJob, KubeObject, LabelSelector, PodTemplateSpec } from '../../lib/objects.ts'
import { defaultJobSpec } from '../job/defaults.ts'
import { templateColumns } from '../template-columns.ts'
import { cronJobController } from './controller.ts'
import { describe, yesNo } from './describe.ts'
import { validate } from './validate.ts'
import { warnings } from './warnings.ts'

export const cronJobs: KindDefinition<CronJob> = {
  group: 'batch',
  version: 'v1',
  scope: 'Namespaced',
  names: { kind: 'CronJob', plural: 'cronjobs', singular: 'cronjob', shortNames: ['cj'], categories: ['all'] },
  schema: 'io.k8s.api.batch.v1.CronJob',
  subresources: { status: true },
  defaults,
  prepare,
  validate,
  warnings,
  columns: () => [
    { name: 'Name', value: cron => cron.metadata.name },
    { name: 'Schedule', value: cron => cron.spec.schedule },
    { name: 'Timezone', value: cron => cron.spec.timeZone ?? '<none>' },
    { name: 'Suspend', value: cron => yesNo(cron.spec.suspend) },
    { name: 'Active', value: cron => cron.status.active?.length ?? 0 },
    {
      name: 'Last Schedule',
      value: ({ status }, { now }) => (status.lastScheduleTime ? age(status.lastScheduleTime, now) : '<none>'),
    },
    { name: 'Age', value: (cron, { now }) => age(cron.metadata.creationTimestamp, now) },
    ...templateColumns().map(ofJob),
  ],
  describe,
  template: ['spec', 'jobTemplate', 'spec', 'template'],
  controllers: [cronJobController],
}

type Workload = KubeObject & { spec: { template?: PodTemplateSpec; selector?: LabelSelector } }

/** A workload's column, for the Jobs to be made. */
function ofJob(column: Column<Workload>): Column<CronJob> {
  return { ...column, value: (cron, view) => column.value({ ...cron, spec: cron.spec.jobTemplate.spec! }, view) }
}

/** pkg/apis/batch/v1, SetDefaults_CronJob. */
function defaults(next: CronJob): void {
  next.spec ??= {} as CronJob['spec']
  const { spec } = next
  spec.concurrencyPolicy ||= 'Allow'
  spec.suspend ??= false
  spec.successfulJobsHistoryLimit ??= 3
  spec.failedJobsHistoryLimit ??= 1
  spec.jobTemplate ??= {}
  spec.jobTemplate.metadata ??= {}
  spec.jobTemplate.spec ??= {} as NonNullable<CronJob['spec']['jobTemplate']['spec']>
  defaultJobSpec(spec.jobTemplate.spec)
}

function prepare(next: CronJob, previous: CronJob | undefined, _admission: Admission): void {
  if (!previous) next.status = {}
}
