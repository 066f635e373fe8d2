import type { Job } from '../../lib/objects.ts'
import { podTemplateWarnings } from '../pod/warnings/index.ts'
import { nameWarnings } from '../workload-warnings.ts'

export function warnings(next: Job, previous: Job | undefined, raised: boolean): string[] {
  const name = previous ? [] : nameWarnings(next)
  return raised ? [...name, ...jobSpecWarnings(next.spec, 'spec')] : name
}

/** Beyond both, the indexes that have failed may not fit into the status. */
const MANY_COMPLETIONS = 100_000
const MANY_AT_A_TIME = 10_000

/** Modelled on pkg/api/job/warnings.go; also for the Jobs that a CronJob makes. */
export function jobSpecWarnings({ completionMode, completions, parallelism, template }: Job['spec'], path: string) {
  const texts = podTemplateWarnings(template, `${path}.template`)
  if (completionMode === 'Indexed' && completions! > MANY_COMPLETIONS && parallelism! > MANY_AT_A_TIME) {
    const advice =
      'In Indexed Jobs with a number of completions higher than 10^5 and a parallelism higher than 10^4, Kubernetes might not be able to track completedIndexes when a big number of indexes fail'
    texts.unshift(`${path}: ${advice}`)
  }
  return texts
}
