import type { Call, Reply } from '../../api/call.ts'
import { badRequest, notFound } from '../../api/errors.ts'
import type { Connection } from '../../api/kind.ts'
import type { Controller } from '../../engine/controller.ts'
import type { Fault, Node, Pod } from '../../lib/objects.ts'
import { rfc3339 } from '../../lib/time.ts'
import { FAULTS, offSince } from './faults.ts'

/** The number of the last fault: names are not used again. */
const COUNTER = 'faults/count'

/** What `inject` is asked for: the fault, its pod or node by name. */
export type FaultRequest = Omit<Fault['spec'], 'pod' | 'node'> & { pod?: string; node?: string }

/**
 * Verb `create`, resource `faults.kubesim.io`, subresource `inject`; the namespace is the pod's. Answers the Fault, which
 * takes effect at once. Throws NotFound, BadRequest.
 */
export function inject(call: Call, { read, note, setNote, write, now }: Connection): Reply {
  const { pod, node, ...rest } = call.body as FaultRequest
  const spec: Fault['spec'] = rest
  if (pod !== undefined) spec.pod = podOf(pod, call.namespace ?? 'default', rest.container, read)
  if (node !== undefined) spec.node = nodeOf(node, read)
  const count = (note<number>(COUNTER) ?? 0) + 1
  setNote(COUNTER, count)
  const name = `fault-${count}`
  const body = write<Fault>({
    apiVersion: 'kubesim.io/v1',
    kind: 'Fault',
    metadata: { name, uid: name, creationTimestamp: rfc3339(now) },
    spec,
  })
  return { code: 201, body, warnings: [] }
}

function podOf(name: string, namespace: string, container: string | undefined, read: Connection['read']) {
  const pod = read.get<Pod>('pods', namespace, name)
  if (!pod) throw notFound('pods', name)
  if (container !== undefined && !pod.spec.containers.some(each => each.name === container)) {
    throw badRequest(`container ${container} is not valid for pod ${name}`)
  }
  return { namespace, name, uid: pod.metadata.uid! }
}

function nodeOf(name: string, read: Connection['read']) {
  const node = read.get<Node>('nodes', undefined, name)
  if (!node) throw notFound('nodes', name)
  if (offSince(read, node)) throw badRequest(`node ${JSON.stringify(name)} has failed already`)
  return { name, uid: node.metadata.uid! }
}

/** A pod or node that is gone takes its faults with it. Its keys are index terms: `pod=<uid>`, `node=<uid>`. */
export const faultCollector: Controller = {
  name: 'fault-collector',
  watches: (['pods', 'nodes'] as const).map(resource => ({
    resource,
    keys: ({ type, object }, read) =>
      type === 'DELETED' && read.list(FAULTS).length > 0 ? [`${resource.slice(0, -1)}=${object.metadata.uid}`] : [],
  })),
  reconcile(term, { read, api }) {
    for (const fault of read.find<Fault>(FAULTS, term)) api.delete(fault)
  },
}
