import type { View } from '../../api/kind.ts'
import { Describe } from '../../lib/describe.ts'
import type { DaemonSet, Pod } from '../../lib/objects.ts'
import { formatLabels, formatSelector } from '../../lib/selector.ts'
import { describeEventsOf } from '../event.ts'
import { describePodTemplate } from '../pod/describe.ts'
import { podsStatus } from '../replicaset/describe.ts'

/** Modelled on k8s.io/kubectl pkg/describe, DaemonSetDescriber. */
export function describe(ds: DaemonSet, view: View): string {
  const { metadata, spec, status } = ds
  const number = (words: string, count: number | undefined) => text.write(0, `${words}: ${count ?? 0}\n`)
  const text = new Describe()
    .line(0, 'Name', metadata.name)
    .line(0, 'Namespace', metadata.namespace!)
    .line(0, 'Selector', formatSelector(spec.selector))
    .line(0, 'Node-Selector', formatLabels(spec.template.spec?.nodeSelector))
    .labels(metadata.labels)
    .annotations(metadata.annotations)
  number('Desired Number of Nodes Scheduled', status.desiredNumberScheduled)
  number('Current Number of Nodes Scheduled', status.currentNumberScheduled)
  number('Number of Nodes Scheduled with Up-to-date Pods', status.updatedNumberScheduled)
  number('Number of Nodes Scheduled with Available Pods', status.numberAvailable)
  number('Number of Nodes Misscheduled', status.numberMisscheduled)
  return text
    .line(0, 'Pods Status', podsStatus(view.read.find<Pod>('pods', `owner=${metadata.uid}`)))
    .write(0, describePodTemplate(spec.template))
    .write(0, describeEventsOf(ds, view))
    .toString()
}
