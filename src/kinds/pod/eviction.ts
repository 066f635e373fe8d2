import type { Call, Reply } from '../../api/call.ts'
import { badRequest, conflict } from '../../api/errors.ts'
import type { Connection } from '../../api/kind.ts'
import type { Pod } from '../../lib/objects.ts'

/** POST pods/NAME/eviction: a deletion that a PodDisruptionBudget could refuse. No budgets are served. */
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
  const query = { dryRun: call.query?.dryRun, gracePeriodSeconds }
  connection.handle({ verb: 'delete', resource: 'pods', namespace, name, query })
  const body = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 }
  return { code: 201, body, warnings: [] }
}

interface DeleteOptions {
  gracePeriodSeconds?: number
  preconditions?: { uid?: string }
}
