import type { Ms } from '../../lib/time.ts'
import { containerFaults, faultyStatus, lateness } from '../faults/faults.ts'
import { execError, execute } from '../images/execute.ts'
import type { LayeredFiles } from '../images/files.ts'
import type { Running } from '../images/image.ts'
import { listeners, respond } from '../images/process.ts'
import type { Life, Part } from './life.ts'

/** A handler of `lifecycle.postStart` or `lifecycle.preStop`. */
export interface Hook {
  exec?: { command?: string[] }
  httpGet?: { path?: string; port: string | number; host?: string }
  sleep?: { seconds: number }
}

export interface HookResult {
  /** How long it takes; Infinity: it does not end by itself. */
  ms: Ms
  ok: boolean
}

const hookOf = (part: Part, name: 'postStart' | 'preStop') =>
  part.container.lifecycle?.[name] as unknown as Hook | undefined

/** What a container's hook does now; undefined when it has none (pkg/kubelet/lifecycle). */
export function runHook(
  name: 'postStart' | 'preStop',
  life: Life,
  part: Part,
  instance: () => Running,
): HookResult | undefined {
  const hook = hookOf(part, name)
  if (hook?.sleep) return { ms: hook.sleep.seconds * 1000, ok: true }
  if (!hook || life.standIn) return undefined
  if (hook.httpGet) return get(hook.httpGet, life, instance())
  const command = hook.exec?.command
  if (!command?.length) return undefined
  const running = instance()
  if (execError(running, command[0]!) !== undefined) return { ms: 0, ok: false }
  const files = running.files as LayeredFiles
  files.layer = 'kept'
  const { code, ms = Number.POSITIVE_INFINITY } = execute(running, command, '')
  life.keepWritten(files.kept)
  return { ms, ok: code === 0 }
}

/** Unlike a probe's, any answer below 400 will do, and nobody waits for redirects. */
function get({ path = '/', port, host }: NonNullable<Hook['httpGet']>, life: Life, running: Running) {
  const { container, pod } = running
  const number = typeof port === 'number' ? port : container.ports?.find(({ name }) => name === port)?.containerPort
  const address = host || (pod.status.podIP ?? '')
  if (host && host !== pod.status.podIP) {
    const url = `http://${host}:${number}${path}`
    const answer = life.live?.({ kind: 'http', method: 'GET', url, headers: {}, body: '' })
    return { ms: answer?.ms ?? 0, ok: (answer?.response?.status ?? 500) < 400 }
  }
  if (!listeners(running).some(each => each.port === number && each.protocol === 'TCP')) return { ms: 0, ok: false }
  const faults = containerFaults(life.faults, pod, container)
  const draw = () => life.rng('hook', pod.metadata.uid!, container.name, life.now)
  const headers = { 'user-agent': 'kube-lifecycle/1.35', accept: '*/*' }
  const request = {
    method: 'GET',
    path,
    host: `${address}:${number}`,
    headers,
    body: '',
    from: pod.status.hostIP ?? '',
  }
  const status = faultyStatus(faults, draw) ?? respond(request, number!, running)?.status ?? 500
  return { ms: lateness(faults), ok: status < 400 }
}
