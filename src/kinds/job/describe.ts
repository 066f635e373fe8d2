import type { View } from '../../api/kind.ts'
import { Describe } from '../../lib/describe.ts'
import { humanDuration } from '../../lib/duration.ts'
import type { Job } from '../../lib/objects.ts'
import { formatSelector } from '../../lib/selector.ts'
import { parseTime, rfc1123 } from '../../lib/time.ts'
import { describeEventsOf } from '../event.ts'
import { describePodTemplate } from '../pod/describe.ts'

/** From about so many characters on, a list of indexes is cut. */
const LONG_LIST = 50

/** Modelled on k8s.io/kubectl pkg/describe, JobDescriber. */
export function describe(job: Job, view: View): string {
  const { metadata, spec, status } = job
  const text = new Describe()
    .line(0, 'Name', metadata.name)
    .line(0, 'Namespace', metadata.namespace!)
    .line(0, 'Selector', formatSelector(spec.selector))
    .labels(metadata.labels)
    .annotations(metadata.annotations)
    .controlledBy(job)
    .line(0, 'Parallelism', spec.parallelism!)
    .line(0, 'Completions', spec.completions ?? '<unset>')
    .line(0, 'Completion Mode', spec.completionMode!)
    .line(0, 'Suspend', spec.suspend!)
    .line(0, 'Backoff Limit', spec.backoffLimit!)
  if (spec.ttlSecondsAfterFinished !== undefined) {
    text.line(0, 'TTL Seconds After Finished', spec.ttlSecondsAfterFinished)
  }
  describeTimes(text, job)
  const { active = 0, ready, succeeded = 0, failed = 0 } = status
  const running = ready === undefined ? `${active} Active` : `${active} Active (${ready} Ready)`
  text.line(0, 'Pods Statuses', `${running} / ${succeeded} Succeeded / ${failed} Failed`)
  if (spec.completionMode === 'Indexed') {
    text.line(0, 'Completed Indexes', cut(status.completedIndexes ?? '') || '<none>')
  }
  return text.write(0, describePodTemplate(spec.template)).write(0, describeEventsOf(job, view)).toString()
}

function describeTimes(text: Describe, { spec, status }: Job): void {
  const { startTime, completionTime } = status
  if (startTime) text.line(0, 'Start Time', rfc1123(startTime))
  if (completionTime) text.line(0, 'Completed At', rfc1123(completionTime))
  if (startTime && completionTime) {
    text.line(0, 'Duration', humanDuration(parseTime(completionTime)! - parseTime(startTime)!))
  }
  if (spec.activeDeadlineSeconds !== undefined) {
    text.line(0, 'Active Deadline Seconds', `${spec.activeDeadlineSeconds}s`)
  }
}

function cut(indexes: string): string {
  if (indexes.length <= LONG_LIST) return indexes
  const comma = indexes.indexOf(',', LONG_LIST)
  return comma < 0 ? indexes : `${indexes.slice(0, comma)}, ...`
}
