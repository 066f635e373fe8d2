import type { View } from '../../api/kind.ts'
import { Describe } from '../../lib/describe.ts'
import type { Deployment, ReplicaSet } from '../../lib/objects.ts'
import { formatSelector } from '../../lib/selector.ts'
import { rfc1123 } from '../../lib/time.ts'
import { describeEventsOf } from '../event.ts'
import { describePodTemplate } from '../pod/describe.ts'
import { describeConditions } from '../replicaset/describe.ts'
import { isRunning, replicaSetsOf, split } from './replica-sets.ts'

/** Modelled on k8s.io/kubectl pkg/describe, DeploymentDescriber. */
export function describe(d: Deployment, view: View): string {
  const { metadata, spec, status } = d
  const rollingUpdate = spec.strategy?.rollingUpdate
  const text = new Describe()
    .line(0, 'Name', metadata.name)
    .line(0, 'Namespace', metadata.namespace!)
    .line(0, 'CreationTimestamp', rfc1123(metadata.creationTimestamp))
    .labels(metadata.labels)
    .annotations(metadata.annotations)
    .line(0, 'Selector', formatSelector(spec.selector))
    .line(0, 'Replicas', counts(d))
    .line(0, 'StrategyType', spec.strategy?.type ?? '')
    .line(0, 'MinReadySeconds', spec.minReadySeconds ?? 0)
  if (rollingUpdate) {
    const { maxUnavailable, maxSurge } = rollingUpdate
    text.line(0, 'RollingUpdateStrategy', `${maxUnavailable} max unavailable, ${maxSurge} max surge`)
  }
  text.write(0, describePodTemplate(spec.template))
  describeConditions(text, status.conditions)
  const { newest, old } = split(d, replicaSetsOf(d, view.read))
  return text
    .line(0, 'OldReplicaSets', created(old.filter(isRunning)))
    .line(0, 'NewReplicaSet', created(newest ? [newest] : []))
    .write(0, describeEventsOf(d, view))
    .toString()
}

function counts({ spec, status }: Deployment): string {
  const { updatedReplicas = 0, replicas = 0, availableReplicas = 0, unavailableReplicas = 0 } = status
  const pods = `${spec.replicas} desired | ${updatedReplicas} updated | ${replicas} total`
  return `${pods} | ${availableReplicas} available | ${unavailableReplicas} unavailable`
}

function created(replicaSets: ReplicaSet[]): string {
  const texts = replicaSets.map(
    ({ metadata, spec, status }) => `${metadata.name} (${status.replicas}/${spec.replicas} replicas created)`,
  )
  return texts.join(', ') || '<none>'
}
