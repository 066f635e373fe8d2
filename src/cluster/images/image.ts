import type { Reader } from '../../api/kind.ts'
import type { Operation } from '../../lib/json-patch.ts'
import type { Container, KubeObject, Pod } from '../../lib/objects.ts'
import type { Prng } from '../../lib/prng.ts'
import type { Ms } from '../../lib/time.ts'
import type { Message, RecordType } from '../network/dns/message.ts'
import type { Process } from './process.ts'

/** A running container, as the image's behaviour sees it. */
export interface Running {
  pod: Pod
  container: Container
  /** Resolved environment (image's own, Service variables, envFrom, env). Computed when first read. */
  env: Record<string, string>
  /** The image's tag, `latest` when none. */
  tag: string
  now: Ms
  startedAt: Ms
  /** Keyed by the container: the same numbers at every look. */
  rng: Prng
  files: Files
  /** Absent where the network cannot be asked (a view of the past). */
  network?: Network
  /** What a program learns that watches the API with its service account. */
  read?: Reader
  /** What its main process does, once somebody has followed it (see `follow`). */
  followed?: { until: Ms; process: Process }
  /** What was typed into its standard input so far. */
  input?: readonly Typed[]
}

/** Text that came into a container's standard input, and when; null: its end. */
export type Typed = [at: Ms, text: string | null]

/** The file system of a container. Paths are absolute and normal (no `.`, `..`, double or final slashes). */
export interface Files {
  /** Undefined when there is no such file. */
  read(path: string): string | undefined
  /** Names in a folder, sorted; undefined when there is no such folder. */
  list(path: string): string[] | undefined
  /** Undefined removes. False when the place is read-only. */
  write(path: string, content: string | undefined): boolean
}

/**
 * The network as a pod sees it. Answers with `undefined` when that moment has not come yet: whoever asked is looked at
 * again then.
 */
export type Network = (question: NetworkQuestion, at: Ms) => NetworkAnswer | undefined

/** Others that get a part of the requests: so much `weight` out of `of`. `called` names them for the reader. */
export interface Instead {
  addresses: string[]
  weight: number
  of: number
  called: string
}

export type NetworkQuestion =
  | {
      kind: 'http'
      method: string
      url: string
      headers: Record<string, string>
      body: string
      timeoutMs?: Ms
      connectTimeoutMs?: Ms
      /** Do not judge certificates. */
      insecure?: boolean
      /** Where to send it instead of the URL's host (`ip:port`, `name:port`): one is drawn, after a failure the next, so many in all. */
      upstreams?: { addresses: string[]; tries: number; because?: string; instead?: Instead }
      /** The answer is passed on: for the client it comes from whoever gives it (a proxy asks so). */
      forwards?: true
    }
  /** A name as programs look it up: /etc/hosts, then the name servers with the search list. */
  | { kind: 'lookup'; name: string }
  /** One question to one name server. */
  | { kind: 'dns'; server: string; name: string; type: RecordType }
  /** An echo request (ping). */
  | { kind: 'icmp'; host: string }
  | { kind: 'tcp'; host: string; port: number; protocol?: Port['protocol']; timeoutMs?: Ms }

/** `failure` names what went wrong, else the answer of the kind asked for is there. */
export interface NetworkAnswer {
  failure?: 'resolve' | 'refused' | 'timeout' | 'empty' | 'url'
  /** How long it took. */
  ms: Ms
  /** http, tcp: where the connection went. */
  address?: string
  port?: number
  /** http */
  response?: HttpResponse
  /** http: exit code and text of curl for what went wrong. */
  curl?: { code: number; message: string }
  /** lookup: the full name and the addresses found. */
  name?: string
  addresses?: string[]
  /** lookup: the name that an alias (CNAME) stands for. */
  alias?: string
  /** icmp: how many routers the answer passed. */
  hops?: number
  /** dns */
  message?: Message
  /** tcp: what the server says first. */
  banner?: string
}

export interface HttpRequest {
  method: string
  path: string
  host: string
  headers: Record<string, string>
  body: string
  /** Source address as the container sees it. */
  from: string
  /** It came over TLS. */
  secure?: boolean
}

export interface HttpResponse {
  status: number
  /** Words for the status where the server has its own. */
  reason?: string
  headers?: Record<string, string>
  body: string
  /** So long the server thinks before it answers. */
  takesMs?: Ms
}

/** The answer to a health check over gRPC: a status (grpc.health.v1.Health), or the error of the call. */
export type Health = 'SERVING' | 'NOT_SERVING' | 'UNKNOWN' | 'SERVICE_UNKNOWN' | { code: string; message: string }

/** What a server shows of itself before anything is encrypted. */
export interface Certificate {
  /** `O=Acme Co; CN=shop.example.com` */
  subject: string
  /** By an authority that clients do not know. Absent: the server signed it itself. */
  isSigned?: boolean
  /** The certificates (PEM) by which a client can check it. Absent: made by the program itself, which hands them out. */
  authorities?: string[]
}

/** An admission webhook: where it listens for reviews, and what it makes of one. */
export interface AdmissionWebhook {
  /** Undefined: this container is started as something else. */
  port(running: Running): number | undefined
  judge(request: ReviewRequest, path: string, running: Running): Judgement | undefined
}

/** `request` of an AdmissionReview (admission.k8s.io/v1). */
export interface ReviewRequest {
  uid: string
  kind: { group: string; version: string; kind: string }
  resource: { group: string; version: string; resource: string }
  subResource?: string
  name: string
  namespace?: string
  operation: string
  userInfo: { username: string; groups: string[] }
  dryRun: boolean
  object: KubeObject | null
  oldObject: KubeObject | null
}

/** `response` of an AdmissionReview. */
export interface Judgement {
  allowed: boolean
  status?: { message?: string; reason?: string; code?: number }
  /** Operations of a JSON patch. */
  patch?: Operation[]
  warnings?: string[]
  takesMs?: Ms
}

export interface ExecResult {
  stdout: string
  stderr: string
  code: number
}

/** How a container ends by itself: how long after its start, with which exit code. */
export interface Exit {
  afterMs: Ms
  code: number
  reason?: string
}

export interface LogLine {
  at: Ms
  line: string
}

export interface Port {
  port: number
  protocol: 'TCP' | 'UDP' | 'SCTP'
}

/**
 * What a container of some image does while the image's own program runs in it. One file per image family, which exports a
 * function that makes it, and one line in images/index.ts. What a container really runs (its `command` may be something else) is decided in process.ts: ask
 * `listeners`, `respond`, `banner`, `run` and `logs` there, not an image itself.
 */
export interface Image {
  /** Repository names it answers to, without tag: `nginx`, `traefik/whoami`. A name that ends in `*` answers to all that begin so. */
  names: string[]
  /** Tags it had; pulling another fails. Absent: every tag exists. */
  tags?(tag: string): boolean
  pullMs?: [low: Ms, high: Ms]
  startMs?: [low: Ms, high: Ms]
  /** Size that the kubelet's Pulled event tells, in bytes. Absent: drawn from the name. */
  size?: number
  /** ENTRYPOINT and CMD. Neither: the image has a program of its own that `args` only give options to. */
  entrypoint?: string[]
  cmd?: string[]
  /** ENV of the image, without PATH. */
  env?: Record<string, string>
  /**
   * Programs that are the image's own, by base name (`nginx`, `redis-server`). `*`: every program that is no standard
   * tool, for images nobody knows. A program in neither place is not in the image: it does not start.
   */
  programs: string[]
  /** Which standard tools it has: those of a Linux distribution, of busybox, or none at all (scratch, distroless). */
  userland: 'debian' | 'alpine' | 'busybox' | 'none'
  /** Standard tools it has besides (`curl`). */
  tools?: string[]
  /** Ports it listens on, for this container. Absent: its containerPorts. */
  listens?(running: Running): Port[]
  /** An HTTP request to a listening port; undefined: the port does not speak HTTP (curl sees an empty reply). */
  http?(request: HttpRequest, port: number, running: Running): HttpResponse | undefined
  /** The certificate that a listening port shows for a host; undefined: it does not speak TLS. */
  tls?(port: number, serverName: string, running: Running): Certificate | undefined
  /** It is called before the API server stores something, over TLS, on one port. Absent: it is no admission webhook. */
  webhook?: AdmissionWebhook
  /** A health check over gRPC for a service ('': the server); undefined: the port does not speak gRPC. */
  grpc?(service: string, port: number, running: Running): Health | undefined
  /** When what it answers changes next, if only time passes. Absent or undefined: never. */
  changes?(running: Running): Ms | undefined
  /** Other TCP/UDP ports: what a client that connects sees (banner), for nc. */
  banner?(port: number, running: Running): string
  /** What it answers to text that a client sends to such a port; `from` is the client's address as it sees it. */
  talk?(text: string, port: number, running: Running, from: string): string
  /** What `exec` of one of the image's own programs answers; undefined: nothing special, it ends with 0. */
  exec?(argv: string[], running: Running, stdin: string): ExecResult | undefined
  /** When the image's own program ends by itself. Undefined: it keeps running. */
  exits?(running: Running, argv: string[]): Exit | undefined
  /** Bytes that its own program takes: with a lower limit it does not live long. Absent: it lives with any. */
  memory?(running: Running): number
  /** Log lines of the image's own program, oldest first, up to now and also after its end. */
  logs?(running: Running, argv: string[]): LogLine[]
  /** How it reacts to SIGTERM: milliseconds until it ends. Default 0-50; Infinity: it ignores the signal. */
  stopMs?(running: Running): Ms
  /** Files that come with the image, as content by path. */
  files?(running: Running): Record<string, string>
}
