import type { Reader } from '../../../api/kind.ts'
import type { Pod } from '../../../lib/objects.ts'
import type { Protocol } from '../proxy/route.ts'

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

/** What the NetworkPolicies make of a new connection. The API serves none yet, so none selects a Pod. */
export function verdict(_flow: Flow, _read: Reader): Verdict {
  return { allowed: true, why: 'no policy selects it', policies: [] }
}
