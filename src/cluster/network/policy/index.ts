import type { Reader } from '../../../api/kind.ts'
import type { NetworkPolicy, Pod } from '../../../lib/objects.ts'
import { labelSelector, matches } from '../../../lib/selector.ts'
import type { Protocol } from '../proxy/route.ts'
import type { End } from './rule.ts'
import { allows } from './rule.ts'

/** A new connection as it is at the two Pods: after the Service's address has been replaced (DNAT). */
export interface Flow {
  source: {
    /** The Pod that opens it, if a Pod does: its egress counts. A Pod on its node's network is none. */
    pod?: Pod
    /**
     * The address that the target sees. When it is not that of `pod`, translation has hidden who asks, and the target's
     * ingress rules see this address only.
     */
    ip: string
  }
  target: {
    /** The Pod it ends at: its ingress counts. Undefined: a node or an address outside the cluster. */
    pod?: Pod
    ip: string
    /** The port of the Pod, not of the Service. */
    port: number
    protocol: Protocol
  }
}

export interface Verdict {
  allowed: boolean
  /** Which side refuses. */
  direction?: 'ingress' | 'egress'
  /** In a few plain words. */
  why: string
  /** `namespace/name` of the policies that decided. */
  policies: string[]
}

type Direction = 'ingress' | 'egress'

/**
 * What the NetworkPolicies make of a new connection. A Pod that no policy selects for a direction is open in it; one that
 * is selected is open only to what the policies together allow. Both ends must be open. Modelled on
 * kubernetes-sigs/kube-network-policies.
 */
export function verdict({ source, target }: Flow, read: Reader): Verdict {
  const from = guarded(source.pod)
  const to = guarded(target.pod)
  if (from && to && from.metadata.uid === to.metadata.uid) {
    return { allowed: true, why: 'a pod may always reach itself', policies: [] }
  }
  const out = from ? judge(from, 'egress', { pod: to, ip: target.ip }, target, read) : undefined
  if (out && !out.allowed) return out
  if (!to) return out ?? open
  // The kubelet must be able to probe its Pods.
  if (source.ip === to.status.hostIP) {
    return { allowed: true, why: "traffic from the pod's own node always passes", policies: out?.policies ?? [] }
  }
  const seen: End = { pod: from?.status.podIP === source.ip ? from : undefined, ip: source.ip }
  const into = judge(to, 'ingress', seen, target, read)
  if (!into.allowed || !out) return into
  const policies = [...new Set([...out.policies, ...into.policies])]
  return { allowed: true, why: policies.length > 0 ? `allowed by ${list(policies)}` : open.why, policies }
}

const open: Verdict = { allowed: true, why: 'no policy selects it', policies: [] }

/** A Pod on its node's network is not told from the node: no policy selects it. */
const guarded = (pod: Pod | undefined) => (pod?.spec.hostNetwork ? undefined : pod)

function judge(pod: Pod, direction: Direction, peer: End, target: Flow['target'], read: Reader): Verdict {
  const selecting = policiesOf(pod, direction, read)
  if (selecting.length === 0) return open
  const allowing = selecting.filter(policy => allows(policy, direction, peer, target, read)).map(nameOf)
  if (allowing.length > 0) return { allowed: true, why: `allowed by ${list(allowing)}`, policies: allowing }
  const policies = selecting.map(nameOf)
  const { ip, port, protocol } = target
  const what = direction === 'egress' ? `to ${ip}:${port}/${protocol}` : `from ${peer.ip} to port ${port}/${protocol}`
  const who = `pod ${pod.metadata.namespace}/${pod.metadata.name}`
  return {
    allowed: false,
    direction,
    why: `${list(policies)} ${policies.length > 1 ? 'isolate' : 'isolates'} ${who} for ${direction}, and no rule allows traffic ${what}`,
    policies,
  }
}

const nameOf = ({ metadata }: NetworkPolicy) => `${metadata.namespace}/${metadata.name}`
const list = (names: string[]) => `networkpolicy ${names.join(', ')}`

/** Policies that select a Pod for a direction. */
function policiesOf(pod: Pod, direction: Direction, read: Reader): NetworkPolicy[] {
  const type = direction === 'ingress' ? 'Ingress' : 'Egress'
  return read
    .list<NetworkPolicy>('networkpolicies.networking.k8s.io', pod.metadata.namespace)
    .filter(({ spec }) => spec.policyTypes?.includes(type))
    .filter(({ spec }) => matches(labelSelector(spec.podSelector), pod.metadata.labels))
}
