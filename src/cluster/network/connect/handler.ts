import type { Call, Reply } from '../../../api/call.ts'
import { badRequest, notFound } from '../../../api/errors.ts'
import type { Admission } from '../../../api/kind.ts'
import type { Node, Pod } from '../../../lib/objects.ts'
import type { Client } from '../client.ts'
import { anonymousClient, nodeClient, outsideClient, podClient } from '../client.ts'
import type { Memory } from '../proxy/choose.ts'
import type { ConnectReply, ConnectRequest, From } from './call.ts'
import type { Listen } from './dial.ts'
import { exchanges } from './exchange.ts'

const COUNTER = 'network/connections'

/** Answers calls with verb `connect`, resource `network`, subresource `connect`: HTTP requests through the network. */
export const connectHandler =
  (listener: (admission: Admission) => Listen) =>
  (call: Call, admission: Admission): Reply => {
    const request = call.body as ConnectRequest
    const client = clientOf(request.from, call, admission)
    // Connections are numbered for good, so that each draws anew, also within one instant.
    const first = admission.note<number>(COUNTER) ?? 0
    admission.setNote(COUNTER, first + (request.repeat ?? 1))
    const memory = writeBehind(admission)
    const wires = { read: admission.read, now: admission.now, memory, listen: listener(admission) }
    const body: ConnectReply = exchanges(request, client, wires, i => admission.rng('connection', first + i))
    memory.flush()
    return { code: 200, body, warnings: [] }
  }

export function clientOf(from: From | undefined, call: Call, { read }: Admission): Client {
  const namespace = call.namespace ?? 'default'
  switch (from?.kind) {
    case undefined:
      if (!read.get('namespaces', undefined, namespace)) throw notFound('namespaces', namespace)
      return anonymousClient(namespace, read)
    case 'outside':
      return outsideClient(namespace, from.ip)
    case 'node': {
      const node = read.get<Node>('nodes', undefined, from.name)
      if (!node) throw notFound('nodes', from.name)
      return nodeClient(node, namespace)
    }
    case 'pod': {
      const pod = read.get<Pod>('pods', from.namespace, from.name)
      if (!pod) throw notFound('pods', from.name)
      if (pod.status.phase !== 'Running' || !pod.status.podIP) {
        throw badRequest(`pod ${from.name} cannot open connections: it is ${pod.status.phase ?? 'Pending'}`)
      }
      return podClient(pod)
    }
  }
}

/** Notes are read once and written once, however many connections there are. */
function writeBehind(admission: Admission): Memory & { flush(): void } {
  const held = new Map<string, unknown>()
  return {
    note: <T>(name: string) => {
      if (!held.has(name)) held.set(name, admission.note(`network/${name}`))
      return held.get(name) as T | undefined
    },
    setNote: (name, value) => void held.set(name, value),
    flush() {
      for (const [name, value] of held) if (value !== undefined) admission.setNote(`network/${name}`, value)
    },
  }
}
