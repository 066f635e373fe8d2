import type { Probe } from 'kubernetes-types/core/v1'
import type { Fault } from '../../lib/objects.ts'
import type { Prng } from '../../lib/prng.ts'
import type { Ms } from '../../lib/time.ts'
import { faultyHealth, faultyStatus, lateness } from '../faults/faults.ts'
import { execError, execute } from '../images/execute.ts'
import type { HttpResponse, NetworkAnswer, NetworkQuestion, Running } from '../images/image.ts'
import { imageOf } from '../images/index.ts'
import { banner, certificate, follow, health, listeners, respond } from '../images/process.ts'
import { grpcFailure } from './grpc-probe.ts'

export type ProbeSpec = Probe & { grpc?: { port: number; service?: string } }

export interface ProbeResult {
  ok: boolean
  /** What is told after `Readiness probe failed: `. */
  output: string
  /** The prober itself failed: nothing is known of the container. */
  errored?: true
  /** It succeeded, but there is something to tell. */
  warning?: string
}

/** How a probe looks at a container at `running.now`. */
export interface Sight {
  running: Running
  faults: readonly Fault['spec'][]
  /** Draws of this very probing. */
  draw(): Prng
}

const OK: ProbeResult = { ok: true, output: '' }
const failed = (output: string): ProbeResult => ({ ok: false, output })
/** As net/http of Go follows them. */
const REDIRECTS = 10

const timeoutOf = (spec: ProbeSpec): Ms => 1000 * (spec.timeoutSeconds || 1)

/** What a probe finds (pkg/probe). */
export function probe(spec: ProbeSpec, sight: Sight): ProbeResult {
  if (spec.httpGet) return http(spec, spec.httpGet, sight)
  if (spec.tcpSocket) return tcp(spec, spec.tcpSocket, sight)
  if (spec.exec) return exec(spec, spec.exec.command ?? [], sight)
  return spec.grpc ? grpc(spec, spec.grpc, sight) : OK
}

/** What a probe finds where readiness fails on purpose. */
export function forcedFailure(spec: ProbeSpec, running: Running): ProbeResult {
  if (spec.grpc) return failed('service unhealthy (responded with "NOT_SERVING")')
  if (spec.exec) return failed('')
  const { tcpSocket } = spec
  if (!tcpSocket) return failed('HTTP probe failed with statuscode: 503')
  const port = portOf(tcpSocket.port, running)
  if (typeof port === 'object') return port
  return failed(`dial tcp ${tcpSocket.host || addressOf(running)}:${port}: connect: connection refused`)
}

/** A port by number, or by the name of one of the container's ports. */
function portOf(port: string | number, { container }: Running): number | ProbeResult {
  if (typeof port === 'number') return port
  const named = container.ports?.find(({ name }) => name === port)?.containerPort
  if (named !== undefined) return named
  if (/^\d+$/.test(port)) return Number(port)
  return { ok: false, errored: true, output: `strconv.Atoi: parsing ${JSON.stringify(port)}: invalid syntax` }
}

const addressOf = ({ pod }: Running) => pod.status.podIP ?? ''

/** The probe comes from the node, so localhost is the node: only the pod's own address is the container. */
const isOther = (host: string | undefined, running: Running) => !!host && host !== addressOf(running)

const isOpen = (port: number, running: Running) =>
  listeners(running).some(each => each.port === port && each.protocol === 'TCP')

/** Asks the network for another host, with the time that is left. */
function ask({ network, now }: Running, question: NetworkQuestion): NetworkAnswer {
  return network?.(question, now) ?? { failure: 'timeout', ms: 0 }
}

function dialError(answer: NetworkAnswer, host: string, port: number): string | undefined {
  const target = `${answer.address ?? host}:${port}`
  if (answer.failure === 'resolve') return `dial tcp: lookup ${host}: no such host`
  if (answer.failure === 'refused') return `dial tcp ${target}: connect: connection refused`
  if (answer.failure === 'timeout') return `dial tcp ${target}: i/o timeout`
  return undefined
}

function tcp(spec: ProbeSpec, socket: NonNullable<Probe['tcpSocket']>, { running }: Sight): ProbeResult {
  const port = portOf(socket.port, running)
  if (typeof port === 'object') return port
  if (isOther(socket.host, running)) {
    const host = socket.host!
    const answer = ask(running, { kind: 'tcp', host, port, timeoutMs: timeoutOf(spec) })
    const error = dialError(answer, host, port)
    return error === undefined ? OK : failed(error)
  }
  if (isOpen(port, running)) return OK
  return failed(`dial tcp ${addressOf(running)}:${port}: connect: connection refused`)
}

const LATE = 'context deadline exceeded (Client.Timeout exceeded while awaiting headers)'

function http(spec: ProbeSpec, get: NonNullable<Probe['httpGet']>, sight: Sight): ProbeResult {
  const { running } = sight
  const port = portOf(get.port, running)
  if (typeof port === 'object') return port
  const host = get.host || addressOf(running)
  const base = `${(get.scheme ?? 'HTTP').toLowerCase()}://${host}:${port}`
  const path = `${get.path?.startsWith('/') ? '' : '/'}${get.path ?? ''}`
  const headers: Record<string, string> = { 'user-agent': 'kube-probe/1.35', accept: '*/*' }
  for (const { name, value } of get.httpHeaders ?? []) headers[name.toLowerCase()] = value
  let url = base + path
  for (let i = 0; i <= REDIRECTS; i++) {
    const answer = send(url, headers, spec, get, sight)
    if ('output' in answer) return answer
    const location = answer.status >= 300 && answer.status < 400 ? answer.headers?.['location'] : undefined
    if (location === undefined) {
      return answer.status >= 200 && answer.status < 400
        ? OK
        : failed(`HTTP probe failed with statuscode: ${answer.status}`)
    }
    const next = location.startsWith('/') ? base + location : location
    if (next !== base && !next.startsWith(`${base}/`)) {
      return { ...OK, warning: `Probe terminated redirects, Response body: ${answer.body}` }
    }
    url = next
  }
  return failed(`Get "${url}": stopped after ${REDIRECTS} redirects`)
}

function send(
  url: string,
  headers: Record<string, string>,
  spec: ProbeSpec,
  get: NonNullable<Probe['httpGet']>,
  { running, faults, draw }: Sight,
): HttpResponse | ProbeResult {
  const [, host = '', portText = '', path = '/'] = /^\w+:\/\/(.*):(\d+)(\/.*)$/.exec(url) ?? []
  const port = Number(portText)
  const error = (text: string) => failed(`Get "${url}": ${text}`)
  if (isOther(get.host, running)) {
    const answer = ask(running, { kind: 'http', method: 'GET', url, headers, body: '', timeoutMs: timeoutOf(spec) })
    return answer.response ?? error(dialError(answer, host, port) ?? 'EOF')
  }
  if (!isOpen(port, running)) return error(`dial tcp ${host}:${port}: connect: connection refused`)
  const secure = get.scheme === 'HTTPS'
  // Certificates are not judged.
  if (secure && !certificate(port, host, running)) return error('http: server gave HTTP response to HTTPS client')
  if (lateness(faults) >= timeoutOf(spec)) return error(LATE)
  const status = faultyStatus(faults, draw)
  if (status !== undefined) return { status, body: '' }
  const from = `${running.pod.status.hostIP ?? ''}:40000`
  const request = { method: 'GET', path, host: headers['host'] ?? `${host}:${port}`, headers, body: '', from, secure }
  return respond(request, port, running) ?? error(noHttp(banner(port, running)))
}

/** What Go's client says of a server that speaks no HTTP/1: how it greets, quoted as Go does. */
function noHttp(greeting: string): string {
  if (greeting === '') return 'EOF'
  const [line = ''] = greeting.split(/\r?\n/)
  const hex = (c: string) => `\\x${c.charCodeAt(0).toString(16).padStart(2, '0')}`
  const quoted = line.replace(/["\\]/g, '\\$&').replace(/[\0-\x1f\x7f-\xff]/g, hex)
  return `net/http: HTTP/1.x transport connection broken: malformed HTTP response "${quoted}"`
}

function grpc(spec: ProbeSpec, { port, service = '' }: NonNullable<ProbeSpec['grpc']>, sight: Sight): ProbeResult {
  const { running, faults } = sight
  const timeout = timeoutOf(spec)
  const answer = health(service, port, running)
  const output = grpcFailure({
    target: `${addressOf(running)}:${port}`,
    timeout,
    late: lateness(faults) >= timeout,
    health: answer && (faultyHealth(faults) ?? answer),
  })
  return output === undefined ? OK : failed(output)
}

/** A command that an unknown image may have or not cannot be judged: it counts as healthy, see images/generic.ts. */
function exec(spec: ProbeSpec, command: string[], { running }: Sight): ProbeResult {
  if (command.length === 0) return OK
  const error = execError(running, command[0]!)
  if (error !== undefined) {
    if (imageOf(running.container.image ?? '').image.programs.includes('*')) return OK
    const why = 'rpc error: code = Unknown desc = failed to exec in container: failed to start exec'
    return { ok: false, errored: true, output: `${why} "probe": ${error}` }
  }
  const { code, stdout, stderr, ms = Number.POSITIVE_INFINITY } = execute(running, command, '')
  if (ms > timeoutOf(spec)) {
    return failed(
      `command timed out: ${JSON.stringify(command.join(' '))} timed out after ${spec.timeoutSeconds || 1}s`,
    )
  }
  return code === 0 ? OK : failed(stdout + stderr)
}

/** Programs whose output changes with the time alone. */
const CLOCKS = /\b(date|uptime|sleep|RANDOM)\b/

/**
 * Until when a probe of this container finds the same if nothing changes from outside; `undefined`: nobody knows. A
 * process of its own pace (a script) can change files at its next step.
 */
export function holdsUntil(spec: ProbeSpec, running: Running, others: readonly Running[]): Ms | undefined {
  if (spec.exec && CLOCKS.test(spec.exec.command?.join(' ') ?? '')) return undefined
  let until = imageOf(running.container.image ?? '').image.changes?.(running) ?? Number.POSITIVE_INFINITY
  for (const each of [running, ...others]) until = Math.min(until, follow(each, running.now).lookAt)
  return until
}
