import type { Reader } from '../../../api/kind.ts'
import type { Pod } from '../../../lib/objects.ts'
import { type Ms, rfc3339 } from '../../../lib/time.ts'
import type { Client } from '../client.ts'
import { queryOf } from '../dns/query.ts'
import { reason } from '../dns/reason.ts'
import { nodeNamed } from '../nodes.ts'
import { iptablesEndpointChain, nftablesEndpointChain } from '../proxy/chains.ts'
import { endpointKey } from '../proxy/endpoints.ts'
import { hintsText, judged } from '../proxy/explain.ts'
import type { Mode } from '../proxy/mode.ts'
import { proxyMode } from '../proxy/mode.ts'
import { placeOf, portNameOf, protocolOf } from '../proxy/route.ts'
import type { Trace, TraceAttempt } from './call.ts'
import type { Attempt, Dialled } from './dial.ts'

const nameOf = ({ metadata }: { metadata: Pod['metadata'] }) => `${metadata.namespace}/${metadata.name}`

/** Every decision on the way of one connection. */
export function traceOf(
  client: Client,
  host: string,
  port: number,
  { resolution, attempts }: Dialled,
  read: Reader,
): Trace {
  const mode = proxyMode(read)
  const { addresses, queries } = resolution
  const why =
    addresses.length === 0 && queries.length > 0 ? reason(host, 'A', queries.map(queryOf), client, read) : undefined
  return {
    from: sender(client, read),
    resolve: {
      host,
      addresses,
      ...(why === undefined ? {} : { why }),
      queries: queries.map(({ name, answer: { status, aliases, addresses } }) => ({
        name,
        status,
        aliases,
        addresses,
      })),
    },
    attempts: attempts.map(attempt => attemptOf(attempt, port, mode)),
  }
}

function sender({ kind, pod, ip, node, namespace }: Client, read: Reader): Trace['from'] {
  const from: Trace['from'] = { kind, ip }
  if (pod) from.pod = nameOf(pod)
  else if (kind === 'pod') from.pod = `${namespace}/client`
  if (kind === 'pod' && !pod) from.anonymous = true
  if (node !== undefined) from.node = node
  const { zone } = placeOf(nodeNamed(node, read))
  if (zone !== undefined) from.zone = zone
  return from
}

function attemptOf(attempt: Attempt, port: number, mode: Mode): TraceAttempt {
  const { address, start, way, route, choice, seen, policy, pod, end, listener, outcome, why } = attempt
  const place = placeOf(way?.node)
  const result: TraceAttempt = {
    address,
    port,
    protocol: way?.protocol ?? 'TCP',
    outcome,
    source: seen,
  }
  if (why !== undefined) result.why = why
  if (start.ways && start.by)
    result.spread = {
      by: start.by,
      service: nameOf(start.service!),
      nodes: start.ways.map(each => each.node!.metadata.name),
    }
  if (place.node) result.node = place.node
  if (place.zone) result.zone = place.zone
  if (route && 'service' in route && route.service && route.kind !== 'health') {
    const { service } = route
    const servicePort = route.port
    result.rule = { mode, service: nameOf(service), chains: [...route.chains] }
    if (servicePort) {
      const { name, port: number, nodePort, targetPort } = servicePort
      result.rule.port = { number, protocol: protocolOf(servicePort), targetPort: targetPort ?? number }
      if (name) result.rule.port.name = name
      if (nodePort) result.rule.port.nodePort = nodePort
      result.rule.entry = route.entry
    }
    if (route.list) result.rule.policy = route.list
    if (route.kind !== 'service' && route.chains.length > 0)
      result.rule.verdict = route.kind === 'refused' ? 'REJECT' : 'DROP'
    if (route.kind === 'service') {
      const hints = route.list === 'Cluster' ? hintsText(service, route.considered, route.categories, place) : undefined
      if (hints) result.rule.hints = hints
    }
    if (route.considered)
      result.endpoints = judged(route, place).map(({ ip, port: at, pod: name, node, zone, kept, why: reason }) => ({
        endpoint: `${ip}:${at}`,
        ...(name === undefined ? {} : { pod: name }),
        ...(node === undefined ? {} : { node }),
        ...(zone === undefined ? {} : { zone }),
        kept,
        why: reason,
      }))
  }
  if (route?.kind === 'health') result.rule = { mode, service: nameOf(route.service), chains: [], entry: 'HealthCheck' }
  if (choice && route?.kind === 'service') {
    const key = endpointKey(choice.endpoint)
    result.choice = { endpoint: key, how: choice.how, of: route.endpoints.length }
    if (choice.since !== undefined) result.choice.since = rfc3339(choice.since as Ms)
    const name = portNameOf(route.service, route.port)
    if (mode !== 'ipvs')
      result.rule!.chains.push(
        mode === 'nftables' ? nftablesEndpointChain(name, key) : iptablesEndpointChain(name, key),
      )
  }
  if (policy) result.policy = policy
  if (end) {
    result.target = { ...end }
    if (pod) {
      result.target.pod = nameOf(pod)
      result.target.node = pod.spec.nodeName
    }
    if (listener?.container) {
      result.target.container = listener.container.name
      result.target.image = listener.container.image
    }
  }
  return result
}
