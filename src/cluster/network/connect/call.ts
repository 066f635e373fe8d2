/** What travels in a call with verb `connect`, resource `network`, subresource `connect`. Times are milliseconds. */

export interface ConnectRequest {
  url: string
  /** The Pod that asks; absent: an anonymous client Pod in the call's namespace. */
  from?: { namespace: string; name: string }
  method: string
  headers: Record<string, string>
  body: string
  connectTimeout?: number
  maxTime?: number
  /** How many connections to make, one request on each. Default 1. */
  repeat?: number
  /** How many of the first answers to send back whole. Default: all. */
  samples?: number
}

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
  /** Where the connection went, or the last one that was tried. */
  address?: string
  /** The client's own address and port. */
  local: { ip: string; port: number }
  /** Exit code and text of curl. */
  failure?: { code: number; message: string }
  response?: HttpAnswer
  pod?: Answerer
  time: { resolve: number; connect: number; total: number }
}

/** A response as it comes over the wire: header names as servers spell them, in their order. */
export interface HttpAnswer {
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
  /** From the labels `version` or `app.kubernetes.io/version`. */
  version?: string
}

export interface Tally {
  connections: number
  pods: { pod: Answerer; count: number }[]
  /** By curl's exit code; `message` without what differs between connections. */
  failures: { code: number; message: string; count: number }[]
}
