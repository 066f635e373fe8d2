import type { KindDefinition } from '../../api/kind.ts'
import { condition } from '../../lib/conditions.ts'
import { age, humanDuration } from '../../lib/duration.ts'
import type { Job } from '../../lib/objects.ts'
import { type Ms, parseTime } from '../../lib/time.ts'
import { orphanTerms, selectorTerm } from '../claim.ts'
import { sameBesideStatus } from '../same-beside-status.ts'
import { templateColumns } from '../template-columns.ts'
import { jobController } from './controller.ts'
import { defaults, prepare } from './defaults.ts'
import { describe } from './describe.ts'
import { ttlAfterFinished } from './ttl.ts'
import { validate } from './validate.ts'
import { warnings } from './warnings.ts'

export const jobs: KindDefinition<Job> = {
  group: 'batch',
  version: 'v1',
  scope: 'Namespaced',
  names: { kind: 'Job', plural: 'jobs', singular: 'job', categories: ['all'] },
  schema: 'io.k8s.api.batch.v1.Job',
  subresources: { status: true },
  fields: { 'status.successful': job => String(job.status.succeeded ?? 0) },
  defaults,
  prepare,
  validate,
  warnings,
  index: job => [selectorTerm(job), ...orphanTerms(job)],
  sameTerms: sameBesideStatus,
  columns: () => [
    { name: 'Name', value: job => job.metadata.name },
    { name: 'Status', value: statusText },
    { name: 'Completions', value: completions },
    { name: 'Duration', value: (job, { now }) => duration(job, now) },
    { name: 'Age', value: (job, { now }) => age(job.metadata.creationTimestamp, now) },
    ...templateColumns(),
  ],
  describe,
  template: ['spec', 'template'],
  controllers: [jobController, ttlAfterFinished],
}

function statusText({ metadata, status }: Job): string {
  const is = (type: string) => condition(status.conditions, type)?.status === 'True'
  if (is('Complete')) return 'Complete'
  if (is('Failed')) return 'Failed'
  if (metadata.deletionTimestamp) return 'Terminating'
  return ['Suspended', 'FailureTarget', 'SuccessCriteriaMet'].find(is) ?? 'Running'
}

function completions({ spec, status }: Job): string {
  const { succeeded = 0 } = status
  if (spec.completions !== undefined) return `${succeeded}/${spec.completions}`
  return spec.parallelism! > 1 ? `${succeeded}/1 of ${spec.parallelism}` : `${succeeded}/1`
}

function duration({ status }: Job, now: Ms): string {
  const start = parseTime(status.startTime)
  return start === undefined ? '' : humanDuration((parseTime(status.completionTime) ?? now) - start)
}
