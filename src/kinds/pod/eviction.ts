import type { Call, Reply } from '../../api/call.ts'
import { badRequest, conflict } from '../../api/errors.ts'
import type { Connection } from '../../api/kind.ts'
import { setCondition } from '../../lib/conditions.ts'
import type { Condition, Pod } from '../../lib/objects.ts'
import { spend } from '../poddisruptionbudget/eviction.ts'
import { isTerminal } from './readiness.ts'

/** POST pods/NAME/eviction: a deletion that a PodDisruptionBudget may refuse (pkg/registry/core/pod/storage/eviction.go). */
export function evictPod(pod: Pod, call: Call, connection: Connection): Reply {
  const eviction = (call.body ?? {}) as { metadata?: { name?: string }; deleteOptions?: DeleteOptions }
  const { name, namespace, uid } = pod.metadata
  if (eviction.metadata?.name && eviction.metadata.name !== name) {
    throw badRequest('name in URL does not match name in Eviction object')
  }
  const { gracePeriodSeconds, preconditions } = eviction.deleteOptions ?? {}
  if (preconditions?.uid && preconditions.uid !== uid) {
    const why = `Precondition failed: UID in precondition: ${preconditions.uid}, UID in object meta: ${uid}`
    throw conflict('pods', name, why)
  }
  spend(pod, connection)
  mark(pod, connection)
  const query = { dryRun: call.query?.dryRun, gracePeriodSeconds }
  // Webhooks are asked about the eviction, not about the deletion too.
  connection.handle({ verb: 'delete', resource: 'pods', namespace, name, query: { ...query, admitted: true } })
  const body = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 }
  return { code: 201, body, warnings: [] }
}

/** Says in the pod why it goes. */
function mark(pod: Pod, { now, write }: Connection): void {
  if (pod.metadata.deletionTimestamp || isTerminal(pod)) return
  const why = { reason: 'EvictionByEvictionAPI', message: 'Eviction API: evicting' }
  const old = pod.status.conditions as Condition[] | undefined
  const target = {
    type: 'DisruptionTarget',
    status: 'True',
    ...why,
    lastProbeTime: null,
    observedGeneration: pod.metadata.generation,
  }
  const conditions = setCondition(old, target, now) as Pod['status']['conditions']
  write({ ...pod, status: { ...pod.status, conditions } })
}

interface DeleteOptions {
  gracePeriodSeconds?: number
  preconditions?: { uid?: string }
}
