import type { CronJob } from '../../lib/objects.ts'
import { jobSpecWarnings } from '../job/warnings.ts'
import { nameWarnings } from '../workload-warnings.ts'

/** Modelled on pkg/registry/batch/cronjob/strategy.go, which says `spec` twice. */
export function warnings(next: CronJob, previous: CronJob | undefined, raised: boolean): string[] {
  const { spec } = next
  const texts = previous ? [] : nameWarnings(next)
  if (raised) texts.push(...jobSpecWarnings(spec.jobTemplate.spec!, 'spec.jobTemplate.spec'))
  if (previous && spec.schedule.includes('TZ')) {
    const more = 'https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/'
    texts.push(`cannot use TZ or CRON_TZ in spec.spec.schedule, use timeZone instead, see ${more} for more details`)
  }
  return texts
}
