import type { View } from '../../api/kind.ts'
import { Describe } from '../../lib/describe.ts'
import { age } from '../../lib/duration.ts'
import type { PersistentVolumeClaim, Pod } from '../../lib/objects.ts'
import { rfc1123 } from '../../lib/time.ts'
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
  describeConditions(text, claim)
  return text.write(0, describeEventsOf(claim, view)).toString()
}

function describeConditions(text: Describe, { status }: PersistentVolumeClaim): void {
  const { conditions = [] } = status
  if (conditions.length === 0) return
  text.write(0, 'Conditions:\n')
  text.write(1, 'Type\tStatus\tLastProbeTime\tLastTransitionTime\tReason\tMessage\n')
  text.write(1, '----\t------\t-----------------\t------------------\t------\t-------\n')
  for (const { type, status, lastProbeTime, lastTransitionTime, reason = '', message = '' } of conditions) {
    const times = `${rfc1123(lastProbeTime)} \t${rfc1123(lastTransitionTime)}`
    text.write(1, `${type} \t${status} \t${times} \t${reason} \t${message}\n`)
  }
}

function usersOf({ metadata }: PersistentVolumeClaim, { read }: View): string[] {
  const pods = read.find<Pod>('pods', `claim=${metadata.namespace}/${metadata.name}`)
  return pods.filter(pod => !isTerminal(pod)).map(pod => pod.metadata.name)
}
