import type { OwnerReference, Pod } from '../../lib/objects.ts'
import { claimNamesOf } from '../../lib/pod-claims.ts'
import { type Amounts, podRequests, scoredRequests } from '../../lib/pod-resources.ts'

export interface HostPort {
  ip: string
  protocol: string
  port: number
}

/** What the scheduler wants to know of a pod. cpu in thousandths, memory in bytes. */
export interface PodInfo {
  pod: Pod
  namespace: string
  /** What was worked out about this pod in the present cycle; shared by the pods that no plugin can tell apart. */
  memo: Map<string, unknown>
  requests: Amounts
  cpu: number
  memory: number
  /** As nodes are scored: a container that asks for nothing counts for something. */
  scoredCpu: number
  scoredMemory: number
  hostPorts: HostPort[]
  /** The object that manages it. */
  owner: OwnerReference | undefined
}

/** The same text for pods that no plugin can tell apart. */
export function signature(pod: Pod): string {
  const {
    metadata: { namespace, labels, ownerReferences },
    spec,
  } = pod
  return JSON.stringify([
    namespace,
    labels,
    ownerReferences?.find(ref => ref.controller)?.uid,
    spec.nodeSelector,
    spec.affinity,
    spec.tolerations,
    spec.topologySpreadConstraints,
    spec.preemptionPolicy,
    spec.priority,
    spec.overhead,
    (spec as { resources?: unknown }).resources,
    spec.containers.map(c => [c.resources?.requests, c.ports]),
    spec.initContainers?.map(c => [c.resources?.requests, (c as { restartPolicy?: string }).restartPolicy]),
    claimNamesOf(pod),
  ])
}

export function podInfo(pod: Pod): PodInfo {
  const requests = podRequests(pod.spec)
  const scored = scoredRequests(pod.spec)
  return {
    pod,
    namespace: pod.metadata.namespace ?? '',
    memo: new Map(),
    requests,
    cpu: requests.get('cpu')?.value ?? 0,
    memory: requests.get('memory')?.value ?? 0,
    scoredCpu: scored.cpu,
    scoredMemory: scored.memory,
    hostPorts: hostPorts(pod),
    owner: pod.metadata.ownerReferences?.find(ref => ref.controller),
  }
}

export function hostPorts({ spec }: Pod): HostPort[] {
  const ports: HostPort[] = []
  for (const container of spec.containers) {
    for (const { hostPort, hostIP, protocol } of container.ports ?? []) {
      if (hostPort) ports.push({ ip: hostIP || '0.0.0.0', protocol: protocol ?? 'TCP', port: hostPort })
    }
  }
  return ports
}

/** Worked out once in a cycle for all alike pods. */
export function once<T>({ memo }: PodInfo, key: string, work: () => T): T {
  if (!memo.has(key)) memo.set(key, work())
  return memo.get(key) as T
}
