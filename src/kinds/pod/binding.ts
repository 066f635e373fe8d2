import type { Binding } from 'kubernetes-types/core/v1'
import type { Call, Reply } from '../../api/call.ts'
import { badRequest, conflict, invalid, required } from '../../api/errors.ts'
import type { Connection } from '../../api/kind.ts'
import { setCondition } from '../../lib/conditions.ts'
import type { Condition, Labels, Node, Pod } from '../../lib/objects.ts'
import type { Ms } from '../../lib/time.ts'
import { topologyLabels } from './prepare.ts'

/** The pod on its node: name, condition PodScheduled, and the labels that say where the node stands. */
export function bound(pod: Pod, nodeName: string, labels: Labels | undefined, now: Ms): Pod {
  const scheduled: Condition = {
    type: 'PodScheduled',
    status: 'True',
    lastProbeTime: null,
    observedGeneration: pod.metadata.generation,
  }
  const conditions = setCondition(pod.status.conditions as Condition[] | undefined, scheduled, now)
  const { nominatedNodeName: _, ...status } = pod.status
  return {
    ...pod,
    metadata: labels ? { ...pod.metadata, labels: { ...pod.metadata.labels, ...labels } } : pod.metadata,
    spec: { ...pod.spec, nodeName },
    status: { ...status, conditions: conditions as Pod['status']['conditions'] },
  }
}

/** POST pods/NAME/binding, as the scheduler does. Modelled on pkg/registry/core/pod/storage, BindingREST. */
export function bindPod(pod: Pod, call: Call, connection: Connection): Reply {
  const binding = (call.body ?? {}) as Partial<Binding>
  const { name, namespace, uid } = pod.metadata
  const target = binding.target?.name ?? ''
  if (!target) throw invalid('Binding', name, [required('target.name')])
  if (binding.metadata?.name && binding.metadata.name !== name) {
    throw badRequest('the name of the object does not match the name on the URL')
  }
  if (binding.metadata?.uid && binding.metadata.uid !== uid) {
    const why = `Precondition failed: UID in precondition: ${binding.metadata.uid}, UID in object meta: ${uid}`
    throw conflict('pods', name, why)
  }
  if (pod.metadata.deletionTimestamp) {
    throw conflict('pods/binding', name, `pod ${name} is being deleted, cannot be assigned to a host`)
  }
  if (pod.spec.nodeName) {
    const why = `pod ${name} is already assigned to node ${JSON.stringify(pod.spec.nodeName)}`
    throw conflict('pods/binding', name, why)
  }
  if (pod.spec.schedulingGates?.length) {
    throw conflict('pods/binding', name, `pod ${name} has non-empty .spec.schedulingGates`)
  }
  const labels = topologyLabels(connection.read.get<Node>('nodes', undefined, target))
  connection.write(bound(pod, target, labels, connection.now))
  return {
    code: 201,
    body: { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', details: { namespace }, code: 201 },
    warnings: [],
  }
}
