import type { View } from '../../api/kind.ts'
import { Describe } from '../../lib/describe.ts'
import { age } from '../../lib/duration.ts'
import type { PersistentVolumeClaim, Pod } from '../../lib/objects.ts'
import { accessModesText } from '../access-modes.ts'
import { describeEventsOf } from '../event.ts'
import { isTerminal } from '../pod/readiness.ts'

/** Modelled on k8s.io/kubectl pkg/describe, PersistentVolumeClaimDescriber. */
export function describe(claim: PersistentVolumeClaim, view: View): string {
  const { metadata, spec, status } = claim
  const text = new Describe()
    .line(0, 'Name', metadata.name)
    .line(0, 'Namespace', metadata.namespace!)
    .line(0, 'StorageClass', spec.storageClassName ?? '')
  if (metadata.deletionTimestamp)
    text.line(0, 'Status', `Terminating (lasts ${age(metadata.deletionTimestamp, view.now)})`)
  else text.line(0, 'Status', status.phase ?? '')
  text
    .line(0, 'Volume', spec.volumeName ?? '')
    .labels(metadata.labels)
    .annotations(metadata.annotations)
    .line(0, 'Finalizers', `[${(metadata.finalizers ?? []).join(' ')}]`)
    .line(0, 'Capacity', spec.volumeName ? ((status.capacity?.['storage'] as string | undefined) ?? '0') : '')
    .line(0, 'Access Modes', spec.volumeName ? accessModesText(status.accessModes) : '')
    .line(0, 'VolumeMode', spec.volumeMode ?? '')
  const users = usersOf(claim, view)
  text.line(0, 'Used By', users[0] ?? '<none>')
  for (const user of users.slice(1)) text.write(0, `\t${user}\n`)
  return text.write(0, describeEventsOf(claim, view)).toString()
}

function usersOf({ metadata }: PersistentVolumeClaim, { read }: View): string[] {
  const pods = read.find<Pod>('pods', `claim=${metadata.namespace}/${metadata.name}`)
  return pods.filter(pod => !isTerminal(pod)).map(pod => pod.metadata.name)
}
