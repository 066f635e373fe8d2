import type { View } from '../../api/kind.ts'
import { Describe } from '../../lib/describe.ts'
import type { Condition, Pod, ReplicaSet } from '../../lib/objects.ts'
import { formatSelector } from '../../lib/selector.ts'
import { describeEventsOf } from '../event.ts'
import { describePodTemplate } from '../pod/describe.ts'

/** Modelled on k8s.io/kubectl pkg/describe, ReplicaSetDescriber. */
export function describe(rs: ReplicaSet, view: View): string {
  const { metadata, spec, status } = rs
  const text = new Describe()
    .line(0, 'Name', metadata.name)
    .line(0, 'Namespace', metadata.namespace!)
    .line(0, 'Selector', formatSelector(spec.selector))
    .labels(metadata.labels)
    .annotations(metadata.annotations)
    .controlledBy(rs)
    .line(0, 'Replicas', `${status.replicas} current / ${spec.replicas} desired`)
    .line(0, 'Pods Status', podsStatus(view.read.find<Pod>('pods', `owner=${metadata.uid}`)))
    .write(0, describePodTemplate(spec.template!))
  describeConditions(text, status.conditions)
  return text.write(0, describeEventsOf(rs, view)).toString()
}

export function describeConditions(text: Describe, conditions: Condition[] | undefined): void {
  if (!conditions?.length) return
  text.write(0, 'Conditions:\n  Type\tStatus\tReason\n  ----\t------\t------\n')
  for (const { type, status, reason } of conditions) text.write(0, `  ${type} \t${status}\t${reason ?? ''}\n`)
}

/** `3 Running / 0 Waiting / 0 Succeeded / 0 Failed` */
export function podsStatus(pods: readonly Pod[]): string {
  const count = (phase: string) => pods.filter(pod => pod.status.phase === phase).length
  const waiting = `${count('Running')} Running / ${count('Pending')} Waiting`
  return `${waiting} / ${count('Succeeded')} Succeeded / ${count('Failed')} Failed`
}
