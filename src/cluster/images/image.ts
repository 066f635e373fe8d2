import type { Container, Pod } from '../../lib/objects.ts'
import type { Prng } from '../../lib/prng.ts'
import type { Ms } from '../../lib/time.ts'

/** A running container, as the image's behaviour sees it. */
export interface Running {
  pod: Pod
  container: Container
  /** Resolved environment (env, envFrom, Service variables). */
  env: Record<string, string>
  /** The image's tag, `latest` when none. */
  tag: string
  now: Ms
  startedAt: Ms
  rng: Prng
}

export interface HttpRequest {
  method: string
  path: string
  host: string
  headers: Record<string, string>
  body: string
  /** Source address as the container sees it. */
  from: string
}

export interface HttpResponse {
  status: number
  headers?: Record<string, string>
  body: string
}

export interface ExecResult {
  stdout: string
  stderr: string
  code: number
}

/** How a container ends by itself: after how long, with which exit code. */
export interface Exit {
  afterMs: Ms
  code: number
  reason?: string
}

/** What a container of some image does. One file per image, one line in images/index.ts. */
export interface Image {
  /** Repository names it answers to, without tag: `nginx`, `traefik/whoami`. `*` answers to all others. */
  names: string[]
  /** Tags it never had, or the only ones it had; pulling another fails. Absent: every tag exists. */
  tags?(tag: string): boolean
  pullMs?: [low: Ms, high: Ms]
  startMs?: [low: Ms, high: Ms]
  /** Ports it listens on, for this container. Absent: its containerPorts. */
  listens?(running: Running): { port: number; protocol: 'TCP' | 'UDP' | 'SCTP' }[]
  /** An HTTP request to a listening port; undefined: the port does not speak HTTP (curl sees an empty reply). */
  http?(request: HttpRequest, port: number, running: Running): HttpResponse | undefined
  /** Other TCP/UDP ports: what a client that connects sees (banner), for nc. */
  banner?(port: number, running: Running): string
  exec?(argv: string[], running: Running, stdin: string): ExecResult
  /** When the container ends by itself (also from command/args, e.g. `sh -c 'exit 1'`). Undefined: it keeps running. */
  exits?(running: Running): Exit | undefined
  /** Log lines with their time, oldest first, up to now. */
  logs?(running: Running): { at: Ms; line: string }[]
  /** How it reacts to SIGTERM: milliseconds until it ends. Default 0-50; Infinity: it ignores the signal. */
  stopMs?(running: Running): Ms
}
