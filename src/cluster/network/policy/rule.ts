import type { Reader } from '../../../api/kind.ts'
import { inCidr, parseCidr, parseIp4 } from '../../../lib/ip.ts'
import type { Namespace, NetworkPolicy, Pod } from '../../../lib/objects.ts'
import { labelSelector, matches } from '../../../lib/selector.ts'

/** The other end of a connection, as the rules see it. */
export interface End {
  pod?: Pod
  ip: string
}

/** Where the connection ends: ports in rules are those of this Pod. */
export interface Target {
  pod?: Pod
  port: number
  protocol: string
}

type Rule = NonNullable<NetworkPolicy['spec']['ingress']>[number]
type Peer = NonNullable<Rule['from']>[number]
type Port = NonNullable<Rule['ports']>[number] & { endPort?: number }

/** Whether one of the policy's rules of that direction lets the connection through: peers and ports must both fit. */
export function allows(
  { spec, metadata }: NetworkPolicy,
  direction: 'ingress' | 'egress',
  peer: End,
  target: Target,
  read: Reader,
): boolean {
  const rules =
    direction === 'ingress'
      ? (spec.ingress ?? []).map(({ ports, from }) => ({ ports, peers: from }))
      : (spec.egress ?? []).map(({ ports, to }) => ({ ports, peers: to }))
  return rules.some(
    ({ ports, peers }) =>
      (!ports?.length || ports.some(port => portFits(port, target))) &&
      (!peers?.length || peers.some(each => peerFits(each, peer, metadata.namespace!, read))),
  )
}

function portFits({ protocol = 'TCP', port, endPort }: Port, target: Target): boolean {
  if (protocol !== target.protocol) return false
  if (port === undefined) return true
  if (typeof port === 'number') return target.port >= port && target.port <= (endPort ?? port)
  const { containers = [], initContainers = [] } = target.pod?.spec ?? { containers: [] }
  return [...containers, ...initContainers].some(container =>
    container.ports?.some(
      each => each.name === port && each.containerPort === target.port && (each.protocol ?? 'TCP') === protocol,
    ),
  )
}

function peerFits({ podSelector, namespaceSelector, ipBlock }: Peer, { pod, ip }: End, own: string, read: Reader) {
  if (ipBlock) return inBlock(ip, ipBlock.cidr) && !ipBlock.except?.some(cidr => inBlock(ip, cidr))
  if (!pod) return false
  const { namespace = '', labels } = pod.metadata
  if (namespaceSelector) {
    const around = read.get<Namespace>('namespaces', undefined, namespace)
    if (!matches(labelSelector(namespaceSelector), around?.metadata.labels)) return false
  } else if (namespace !== own) return false
  return podSelector === undefined || matches(labelSelector(podSelector), labels)
}

function inBlock(ip: string, cidr: string): boolean {
  const [address, block] = [parseIp4(ip), parseCidr(cidr)]
  return address !== undefined && block !== undefined && inCidr(address, block)
}
