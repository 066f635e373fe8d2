import type { Call, Reply } from '../../api/call.ts'
import { badRequest, notFound } from '../../api/errors.ts'
import type { Connection } from '../../api/kind.ts'
import type { Controller } from '../../engine/controller.ts'
import type { Fault, Pod } from '../../lib/objects.ts'
import { rfc3339 } from '../../lib/time.ts'
import { FAULTS } from './faults.ts'

/** The number of the last fault: names are not used again. */
const COUNTER = 'faults/count'

/** What `inject` is asked for: the fault, its pod by name. */
export type FaultRequest = Omit<Fault['spec'], 'pod'> & { pod?: string }

/**
 * Verb `create`, resource `faults.kubesim.io`, subresource `inject`; the namespace is the pod's. Answers the Fault, which
 * takes effect at once. Throws NotFound, BadRequest.
 */
export function inject(call: Call, { read, note, setNote, write, now }: Connection): Reply {
  const { pod: name, ...rest } = call.body as FaultRequest
  const spec: Fault['spec'] = rest
  if (name !== undefined) spec.pod = podOf(name, call.namespace ?? 'default', rest.container, read.get)
  const count = (note<number>(COUNTER) ?? 0) + 1
  setNote(COUNTER, count)
  const body = write<Fault>({
    apiVersion: 'kubesim.io/v1',
    kind: 'Fault',
    metadata: {
      name: `fault-${count}`,
      uid: `fault-${count}`,
      creationTimestamp: rfc3339(now),
    },
    spec,
  })
  return { code: 201, body, warnings: [] }
}

function podOf(name: string, namespace: string, container: string | undefined, get: Connection['read']['get']) {
  const pod = get<Pod>('pods', namespace, name)
  if (!pod) throw notFound('pods', name)
  if (container !== undefined && !pod.spec.containers.some(each => each.name === container)) {
    throw badRequest(`container ${container} is not valid for pod ${name}`)
  }
  return { namespace, name, uid: pod.metadata.uid! }
}

/** A pod that is gone takes its faults with it. Its keys are uids of pods. */
export const faultCollector: Controller = {
  name: 'fault-collector',
  watches: [
    {
      resource: 'pods',
      keys: ({ type, object }, read) =>
        type === 'DELETED' && read.list(FAULTS).length > 0 ? [object.metadata.uid!] : [],
    },
  ],
  reconcile(uid, { read, api }) {
    for (const fault of read.find<Fault>(FAULTS, `pod=${uid}`)) api.delete(fault)
  },
}
