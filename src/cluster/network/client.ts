import type { Reader } from '../../api/kind.ts'
import { formatIp4, parseCidr } from '../../lib/ip.ts'
import type { Node, Pod } from '../../lib/objects.ts'

/** Who opens a connection. */
export interface Client {
  /** Undefined for the anonymous client Pod. */
  pod?: Pod
  namespace: string
  ip: string
  /** The node it runs on; undefined in a cluster without nodes. */
  node?: string
}

export const podClient = (pod: Pod): Client => ({
  pod,
  namespace: pod.metadata.namespace!,
  ip: pod.status.podIP ?? '',
  node: pod.spec.nodeName,
})

const CONTROL_PLANE = 'node-role.kubernetes.io/control-plane'

/**
 * A Pod that exists for one request only, in a namespace, on the first worker (the first node when there is none). Its
 * address is the last of that node's range, which the kubelet gives to no Pod.
 */
export function anonymousClient(namespace: string, read: Reader): Client {
  const nodes = read.list<Node>('nodes')
  const node = nodes.find(each => each.metadata.labels?.[CONTROL_PLANE] === undefined) ?? nodes[0]
  const range = parseCidr(node?.spec.podCIDR ?? '10.244.0.0/24')!
  return { namespace, ip: formatIp4(range.base + range.size - 2), node: node?.metadata.name }
}
