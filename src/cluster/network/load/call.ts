import type { EndpointSlice } from '../../../lib/objects.ts'
import type { Ms } from '../../../lib/time.ts'
import type { From } from '../connect/call.ts'

/** What travels in a call with verb `connect`, resource `network`, subresource `load`. Times are milliseconds. */
export interface LoadRequest {
  url: string
  from?: From
  method: string
  headers: Record<string, string>
  body: string
  /** How long a client waits for an answer. */
  maxTime: Ms
  /** An answer that takes longer counts as slow. */
  slow: Ms
  /** So many requests, evenly from now until `until`; the cluster does not change in between. */
  count: number
  until: Ms
  /** From the last reply. */
  state?: LoadState
}

export interface LoadReply {
  counts: Counts
  /** Requests by the Pod they were given to, answered or not. */
  pods: Record<string, number>
  /** What went wrong, in curl's words. */
  failures: Record<string, number>
  /** When the client's node will see what has changed; undefined when it knows all. */
  seesAt?: Ms
  state: LoadState
}

export interface Counts {
  answered: number
  /** Answered, but not soon enough; not among `answered`. */
  slow: number
  /** Answered with a status of 500 and above. */
  errors: number
  refused: number
  /** The server ended in the middle of a request. */
  reset: number
  timedOut: number
  /** The name was not found, and everything else. */
  other: number
}

export const KINDS = ['answered', 'slow', 'errors', 'refused', 'reset', 'timedOut', 'other'] as const

export const noCounts = (): Counts => ({
  answered: 0,
  slow: 0,
  errors: 0,
  refused: 0,
  reset: 0,
  timedOut: 0,
  other: 0,
})

/** What a load remembers from one call to the next. */
export interface LoadState {
  open: OpenRequest[]
  view: View
}

/** A request that has been accepted and not been answered yet. */
export interface OpenRequest {
  ends: Ms
  /** `namespace/name` of the Pod that serves it. */
  pod: string
  /** Tells the containers that run there now from those that may run later. */
  life: string
  as: 'answered' | 'slow' | 'errors'
}

/** What kube-proxy on the client's node knows of endpoints. */
export interface View {
  lastSync: Ms
  services: Record<string, { version: string; known: EndpointSlice[]; coming: { at: Ms; slices: EndpointSlice[] }[] }>
}
