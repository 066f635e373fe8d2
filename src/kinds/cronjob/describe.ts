import type { View } from '../../api/kind.ts'
import { Describe } from '../../lib/describe.ts'
import type { CronJob } from '../../lib/objects.ts'
import { formatSelector } from '../../lib/selector.ts'
import { rfc1123 } from '../../lib/time.ts'
import { describeEventsOf } from '../event.ts'
import { describePodTemplate } from '../pod/describe.ts'

const UNSET = '<unset>'

export const yesNo = (value: boolean | undefined): string => (value === undefined ? UNSET : value ? 'True' : 'False')

/** Modelled on k8s.io/kubectl pkg/describe, CronJobDescriber. */
export function describe(cron: CronJob, view: View): string {
  const { metadata, spec, status } = cron
  const job = spec.jobTemplate.spec!
  const seconds = (value: number | undefined) => (value === undefined ? UNSET : `${value}s`)
  const text = new Describe()
    .line(0, 'Name', metadata.name)
    .line(0, 'Namespace', metadata.namespace!)
    .labels(metadata.labels)
    .annotations(metadata.annotations)
    .line(0, 'Schedule', spec.schedule)
    .line(0, 'Concurrency Policy', spec.concurrencyPolicy!)
    .line(0, 'Suspend', yesNo(spec.suspend))
    .line(0, 'Successful Job History Limit', spec.successfulJobsHistoryLimit ?? UNSET)
    .line(0, 'Failed Job History Limit', spec.failedJobsHistoryLimit ?? UNSET)
    .line(0, 'Starting Deadline Seconds', seconds(spec.startingDeadlineSeconds))
    .line(0, 'Selector', job.selector ? formatSelector(job.selector) : UNSET)
    .line(0, 'Parallelism', job.parallelism ?? UNSET)
    .line(0, 'Completions', job.completions ?? UNSET)
  if (job.activeDeadlineSeconds !== undefined) {
    text.line(0, 'Active Deadline Seconds', seconds(job.activeDeadlineSeconds))
  }
  return text
    .write(0, describePodTemplate(job.template))
    .line(0, 'Last Schedule Time', status.lastScheduleTime ? rfc1123(status.lastScheduleTime) : UNSET)
    .line(0, 'Active Jobs', (status.active ?? []).map(each => each.name).join(', ') || '<none>')
    .write(0, describeEventsOf(cron, view))
    .toString()
}
