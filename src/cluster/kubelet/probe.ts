import type { Probe } from 'kubernetes-types/core/v1'
import { execError, execute } from '../images/execute.ts'
import type { Running } from '../images/image.ts'
import { imageOf } from '../images/index.ts'
import { listeners, respond } from '../images/process.ts'

export interface ProbeResult {
  ok: boolean
  /** What is told after `Readiness probe failed: `. */
  output: string
}

const OK: ProbeResult = { ok: true, output: '' }

/** What a probe finds at `running.now`. */
export function probe(spec: Probe & { grpc?: { port: number } }, running: Running): ProbeResult {
  if (spec.httpGet) return http(spec.httpGet, running)
  if (spec.tcpSocket) return connect(spec.tcpSocket.host, portOf(spec.tcpSocket.port, running), running) ?? OK
  if (spec.exec) return exec(spec.exec.command ?? [], running)
  if (!spec.grpc) return OK
  const target = `${running.pod.status.podIP}:${spec.grpc.port}`
  const failed = connect(undefined, spec.grpc.port, running)
  return failed
    ? { ok: false, output: `timeout: failed to connect service "${target}" within 1s: context deadline exceeded` }
    : OK
}

/** A port by number, or by the name of one of the container's ports. */
function portOf(port: string | number, { container }: Running): number | undefined {
  if (typeof port === 'number') return port
  if (/^\d+$/.test(port)) return Number(port)
  return container.ports?.find(({ name }) => name === port)?.containerPort
}

/** Undefined when something listens there. Only the pod itself is reached: a probe of another host is taken for good. */
function connect(host: string | undefined, port: number | undefined, running: Running): ProbeResult | undefined {
  if (host && host !== running.pod.status.podIP && host !== '127.0.0.1' && host !== 'localhost') return undefined
  if (listeners(running).some(each => each.port === port && each.protocol === 'TCP')) return undefined
  return { ok: false, output: `dial tcp ${running.pod.status.podIP}:${port}: connect: connection refused` }
}

function http(spec: NonNullable<Probe['httpGet']>, running: Running): ProbeResult {
  const port = portOf(spec.port, running)
  const path = `${spec.path?.startsWith('/') ? '' : '/'}${spec.path ?? ''}`
  const host = spec.host || `${running.pod.status.podIP}`
  const url = `${(spec.scheme ?? 'HTTP').toLowerCase()}://${host}:${port}${path}`
  const refused = connect(spec.host, port, running)
  if (refused) return { ok: false, output: `Get "${url}": ${refused.output}` }
  const headers: Record<string, string> = { 'user-agent': 'kube-probe/1.35', accept: '*/*' }
  for (const { name, value } of spec.httpHeaders ?? []) headers[name.toLowerCase()] = value
  const from = `${running.pod.status.hostIP ?? ''}:40000`
  const answer = respond({ method: 'GET', path, host: `${host}:${port}`, headers, body: '', from }, port!, running)
  if (!answer) return { ok: false, output: `Get "${url}": EOF` }
  if (answer.status >= 200 && answer.status < 400) return OK
  return { ok: false, output: `HTTP probe failed with statuscode: ${answer.status}` }
}

/** A command that an unknown image may have or not cannot be judged: it counts as healthy, see images/generic.ts. */
function exec(command: string[], running: Running): ProbeResult {
  const error = command.length ? execError(running, command[0]!) : undefined
  if (!command.length || (error !== undefined && imageOf(running.container.image ?? '').image.programs.includes('*')))
    return OK
  if (error !== undefined) return { ok: false, output: error }
  const { code, stdout, stderr } = execute(running, command, '')
  return code === 0 ? OK : { ok: false, output: stdout + stderr }
}
