import type { Call, Reply } from '../../../api/call.ts'
import { badRequest, notFound } from '../../../api/errors.ts'
import type { Admission, Connection } from '../../../api/kind.ts'
import type { Node, Pod } from '../../../lib/objects.ts'
import { isOn } from '../../faults/faults.ts'
import { countRequests } from '../../metrics/index.ts'
import type { Client } from '../client.ts'
import { anonymousClient, nodeClient, outsideClient, podClient } from '../client.ts'
import type { ConnectReply, ConnectRequest, DialReply, DialRequest, From } from './call.ts'
import type { Listen, Wires } from './dial.ts'
import { dialler, sourceOf } from './dial.ts'
import { answererOf, exchanges } from './exchange.ts'
import { numbered, remembering } from './memory.ts'
import { conversation } from './raw.ts'
import { traceOf } from './trace.ts'

export type Listening = (admission: Admission) => Listen

/** Answers calls with verb `connect`, resource `network`, subresource `connect`: HTTP requests through the network. */
export const connectHandler =
  (listener: Listening) =>
  (call: Call, admission: Connection): Reply => {
    const request = call.body as ConnectRequest
    const { client, wires, draws, flush } = connections(request.from, request.repeat ?? 1, listener, call, admission)
    const body: ConnectReply = exchanges(request, client, wires, draws)
    flush()
    countRequests(body.tally.pods, admission)
    return { code: 200, body, warnings: [] }
  }

/** Subresource `dial`: one connection of any protocol. */
export const dialHandler =
  (listener: Listening) =>
  (call: Call, admission: Admission): Reply => {
    const { host, port, protocol, from, input, trace = false } = call.body as DialRequest
    const { client, wires, draws, flush } = connections(from, 1, listener, call, admission)
    const rng = draws(0)
    const dialled = dialler(client, host, port, protocol, wires)(rng)
    const last = dialled.attempts.at(-1)
    const body: DialReply = { received: '' }
    if (last) {
      const { address, outcome, why, pod, listener: server } = last
      body.attempt = { address, outcome, why }
      if (pod) body.attempt.pod = answererOf(pod, wires.read)
      const hop = { rng, depth: 1, memory: wires.memory, trace, further() {} }
      if (server) body.received = conversation(server, input, sourceOf(last), wires.now, hop)
    }
    if (trace) body.trace = traceOf(client, host, port, dialled, wires.read)
    flush()
    return { code: 200, body, warnings: [] }
  }

/** What a call needs to make so many connections; `flush` keeps what the nodes remember of them. */
export function connections(
  from: From | undefined,
  count: number,
  listener: Listening,
  call: Call,
  admission: Admission,
) {
  const client = clientOf(from, call, admission)
  const first = numbered(admission, count)
  const memory = remembering(admission)
  const wires: Wires = { read: admission.read, now: admission.now, memory, listen: listener(admission) }
  return { client, wires, draws: (i: number) => admission.rng('connection', first + i), flush: () => memory.flush() }
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
      if (!isOn(read, from.name)) throw badRequest(`node ${from.name} cannot open connections: it is switched off`)
      return nodeClient(node, namespace)
    }
    case 'pod': {
      const pod = read.get<Pod>('pods', from.namespace, from.name)
      if (!pod) throw notFound('pods', from.name)
      if (pod.status.phase !== 'Running' || !pod.status.podIP) {
        throw badRequest(`pod ${from.name} cannot open connections: it is ${pod.status.phase ?? 'Pending'}`)
      }
      if (!isOn(read, pod.spec.nodeName)) {
        throw badRequest(
          `pod ${from.name} cannot open connections: its node ${pod.spec.nodeName} is switched off or gone`,
        )
      }
      return podClient(pod)
    }
  }
}
