import type { View } from '../../api/kind.ts'
import { Describe } from '../../lib/describe.ts'
import type { Pod, StatefulSet } from '../../lib/objects.ts'
import { formatSelector } from '../../lib/selector.ts'
import { rfc1123 } from '../../lib/time.ts'
import { describeEventsOf } from '../event.ts'
import { describePodTemplate } from '../pod/describe.ts'
import { podsStatus } from '../replicaset/describe.ts'

/** Modelled on k8s.io/kubectl pkg/describe, StatefulSetDescriber. */
export function describe(set: StatefulSet, view: View): string {
  const { metadata, spec, status } = set
  const text = new Describe()
    .line(0, 'Name', metadata.name)
    .line(0, 'Namespace', metadata.namespace!)
    .line(0, 'CreationTimestamp', rfc1123(metadata.creationTimestamp))
    .line(0, 'Selector', formatSelector(spec.selector))
    .labels(metadata.labels)
    .annotations(metadata.annotations)
    .line(0, 'Replicas', `${spec.replicas} desired | ${status.replicas} total`)
    .line(0, 'Update Strategy', spec.updateStrategy?.type ?? '')
  const { partition, maxUnavailable } = spec.updateStrategy?.rollingUpdate ?? {}
  if (partition !== undefined) {
    text.line(1, 'Partition', partition)
    if (maxUnavailable !== undefined) text.line(1, 'MaxUnavailable', maxUnavailable)
  }
  text
    .line(0, 'Pods Status', podsStatus(view.read.find<Pod>('pods', `owner=${metadata.uid}`)))
    .write(0, describePodTemplate(spec.template))
  describeClaims(text, spec.volumeClaimTemplates)
  return text.write(0, describeEventsOf(set, view)).toString()
}

function describeClaims(text: Describe, templates: StatefulSet['spec']['volumeClaimTemplates'] = []): void {
  if (templates.length === 0) text.write(0, 'Volume Claims:\t<none>\n')
  else text.write(0, 'Volume Claims:\n')
  for (const { metadata, spec } of templates) {
    text.line(1, 'Name', metadata?.name ?? '').line(1, 'StorageClass', spec?.storageClassName ?? '')
    text.map('Labels', metadata?.labels, '  ').map('Annotations', metadata?.annotations, '  ')
    text.line(1, 'Capacity', (spec?.resources?.requests?.['storage'] as string | undefined) ?? '<default>')
    text.line(1, 'Access Modes', `[${(spec?.accessModes ?? []).join(' ')}]`)
  }
}
