import type { Certificate } from '../../images/image.ts'
import type { Client } from '../client.ts'
import type { Verdict } from '../policy/index.ts'
import type { Choice } from '../proxy/choose.ts'
import type { Mode } from '../proxy/mode.ts'
import type { Entry, Protocol } from '../proxy/route.ts'
import type { Sight } from '../proxy/way.ts'

/**
 * What travels in calls with verb `connect` and resource `network`: ConnectRequest with subresource `connect`, DialRequest
 * with subresource `dial`. Times are milliseconds.
 */

export interface ConnectRequest {
  url: string
  /** Who asks; absent: an anonymous client Pod in the call's namespace. */
  from?: From
  /** Addresses for a `host:port` instead of what DNS says (curl's --resolve). */
  resolve?: Record<string, string[]>
  method: string
  headers: Record<string, string>
  body: string
  /** Do not judge certificates. */
  insecure?: boolean
  connectTimeout?: number
  maxTime?: number
  /** How many connections to make, one request on each. Default 1. */
  repeat?: number
  /** How many of the first answers to send back whole. Default: all. */
  samples?: number
  /** Tell every decision, in the answers that are sent back. */
  trace?: boolean
}

/** One connection that is not HTTP. */
export interface DialRequest {
  host: string
  port: number
  protocol: Protocol
  from?: From
  /** What the client sends when it is connected. */
  input: string
  trace?: boolean
}

export interface DialReply {
  /** Undefined: the name has no address. */
  attempt?: { address: string; outcome: 'connected' | 'refused' | 'timeout'; why?: string; pod?: Answerer }
  /** What came back. */
  received: string
  trace?: Trace
}

export type From =
  | { kind: 'pod'; namespace: string; name: string }
  | { kind: 'node'; name: string }
  /** A machine outside the cluster, with an address of one's choice. */
  | { kind: 'outside'; ip?: string }

export interface ConnectReply {
  exchanges: Exchange[]
  /** Over all connections. */
  tally: Tally
}

/** One request and what came of it. */
export interface Exchange {
  url: string
  host: string
  port: number
  path: string
  scheme: string
  /** What the name stood for. */
  addresses: string[]
  /** Why a server that asks others asks this one, in plain words. */
  because?: string
  /** Where the connection went, or the last one that was tried. */
  address?: string
  /** The client's own address and port. */
  local: { ip: string; port: number }
  /** Exit code and text of curl. */
  failure?: { code: number; message: string }
  /** What the server showed, over TLS. */
  certificate?: Certificate
  response?: HttpAnswer
  /** Who answered: the last one when the connection was passed on. */
  pod?: Answerer
  /** Who passed it on, in their order. */
  via?: Answerer[]
  time: { resolve: number; connect: number; total: number }
  trace?: Trace
}

/** Every decision on the way of one connection. */
export interface Trace {
  from: { kind: Client['kind']; ip: string; pod?: string; anonymous?: true; node?: string; zone?: string }
  resolve: {
    host: string
    addresses: string[]
    /** In plain words, why there is none. */
    why?: string
    /** Every question to the name server, in order; none for an address and a name of /etc/hosts. */
    queries: { name: string; status: string; aliases: string[]; addresses: string[] }[]
  }
  /** One for each address that was tried; the last decides. */
  attempts: TraceAttempt[]
  /** Connections that were made to answer this one. */
  further?: Exchange[]
}

export interface TraceAttempt {
  address: string
  port: number
  protocol: Protocol
  /** Who chose the node, and out of which. */
  spread?: { by: string; service: string; nodes: string[] }
  /** The node whose rules decided. */
  node?: string
  zone?: string
  rule?: {
    mode: Mode
    service: string
    entry?: Entry | 'HealthCheck'
    port?: { name?: string; number: number; protocol: Protocol; nodePort?: number; targetPort: number | string }
    /** Whose list was used, by which traffic policy. */
    policy?: 'Cluster' | 'Local'
    hints?: string
    /** Chains that it went through, in order; none in ipvs mode. */
    chains: string[]
    /** What the last of them does with it, when it goes no further. */
    verdict?: 'REJECT' | 'DROP'
  }
  endpoints?: { endpoint: string; pod?: string; node?: string; zone?: string; kept: boolean; why: string }[]
  choice?: {
    endpoint: string
    how: Choice['how']
    /** Out of how many. */
    of: number
    /** affinity: the client's last connection. */
    since?: string
  }
  /** The source address, as it changes on the way. */
  source: Sight[]
  policy?: Verdict
  target?: { ip: string; port: number; pod?: string; node?: string; container?: string; image?: string }
  outcome: 'connected' | 'refused' | 'timeout'
  why?: string
}

/** A response as it comes over the wire: header names as servers spell them, in their order. */
export interface HttpAnswer {
  /** The version of HTTP; absent: 1.1. */
  version?: '2'
  status: number
  statusText: string
  headers: Record<string, string>
  body: string
}

export interface Answerer {
  namespace: string
  name: string
  ip: string
  node: string
  zone?: string
  /** From the labels `version` or `app.kubernetes.io/version`. */
  version?: string
}

export interface Tally {
  connections: number
  /** Who answered; a server that is no Pod by its address, without a namespace. */
  pods: { pod: Answerer; count: number }[]
  /** Answers that are errors of HTTP, 400 and above; they are among those of the Pods too. */
  statuses: { status: number; text: string; count: number }[]
  /** By curl's exit code; `message` without what differs between connections. */
  failures: { code: number; message: string; count: number }[]
}
