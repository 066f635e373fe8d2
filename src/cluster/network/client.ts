import type { Reader } from '../../api/kind.ts'
import { formatIp4, parseCidr } from '../../lib/ip.ts'
import type { Node, Pod } from '../../lib/objects.ts'
import { nodeAddresses } from './nodes.ts'

/** Who opens a connection. */
export interface Client {
  /** `node`: a process on a node, also that of a Pod on its node's network. `outside`: a machine that is no part of the cluster. */
  kind: 'pod' | 'node' | 'outside'
  /** Undefined for the anonymous client Pod, a node, and outside. */
  pod?: Pod
  namespace: string
  ip: string
  /** The node it runs on; undefined outside, and in a cluster without nodes. */
  node?: string
}

export const podClient = (pod: Pod): Client => ({
  kind: pod.spec.hostNetwork ? 'node' : 'pod',
  pod,
  namespace: pod.metadata.namespace!,
  ip: pod.status.podIP ?? '',
  node: pod.spec.nodeName,
})

export const nodeClient = (node: Node, namespace: string): Client => ({
  kind: 'node',
  namespace,
  ip: nodeAddresses(node)[0] ?? '',
  node: node.metadata.name,
})

/** A machine elsewhere, of a range that is kept for examples (RFC 5737). */
export const OUTSIDE = '203.0.113.10'

export const outsideClient = (namespace: string, ip = OUTSIDE): Client => ({ kind: 'outside', namespace, ip })

const CONTROL_PLANE = 'node-role.kubernetes.io/control-plane'

/** The API server, which shares its node's network. */
export function controlPlaneOf(nodes: readonly Node[]): Client {
  const node = nodes.find(({ metadata }) => metadata.labels?.[CONTROL_PLANE] !== undefined) ?? nodes[0]
  return node ? nodeClient(node, 'kube-system') : { kind: 'node', namespace: 'kube-system', ip: '' }
}

/**
 * A Pod that exists for one request only, in a namespace, on the first worker (the first node when there is none). Its
 * address is the last of that node's range, which the kubelet gives to no Pod.
 */
export function anonymousClient(namespace: string, read: Reader): Client {
  const nodes = read.list<Node>('nodes')
  const node = nodes.find(each => each.metadata.labels?.[CONTROL_PLANE] === undefined) ?? nodes[0]
  const range = parseCidr(node?.spec.podCIDR ?? '10.244.0.0/24')!
  return { kind: 'pod', namespace, ip: formatIp4(range.base + range.size - 2), node: node?.metadata.name }
}

/**
 * The Pod that sends, for whoever judges Pods by their labels: the client's own, for the anonymous client one that has no
 * labels but `run: client`, as `kubectl run client` would make it. Undefined for senders that are no Pods.
 */
export function sendingPod({ kind, pod, namespace, ip, node }: Client): Pod | undefined {
  if (kind !== 'pod') return undefined
  if (pod) return pod
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'client', namespace, labels: { run: 'client' } },
    spec: { nodeName: node, containers: [] },
    status: { phase: 'Running', podIP: ip },
  } as Pod
}
