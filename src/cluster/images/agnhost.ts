import { agnhostWebhook, webhookExits, webhookLogs } from './agnhost-webhook.ts'
import { SETTINGS } from './grpc.ts'
import type { Health, HttpRequest, HttpResponse, Image, LogLine, Port, Running } from './image.ts'
import { slashTime } from './log-time.ts'
import { option, plainToSecure, route, text, words } from './page.ts'

/** So long `liveness` answers that all is well. */
const HEALTHY_SECONDS = 10

const GRPC = 'grpc-health-checking'

/** The subcommand: `netexec`, `serve-hostname`, ... `pause` when none is given. */
const mode = (running: Running) =>
  words(running).find(word => /^[a-z][a-z-]+$/.test(word) && word !== 'agnhost') ?? 'pause'
const portOption = (running: Running, name: string, otherwise: number) =>
  Number(option(words(running), name) ?? otherwise)

function listens(running: Running): Port[] {
  const tcp = (port: number): Port => ({ port, protocol: 'TCP' })
  switch (mode(running)) {
    case 'netexec': {
      const udp = portOption(running, '--udp-port', 8081)
      const http = tcp(portOption(running, '--http-port', 8080))
      return udp > 0 ? [http, { port: udp, protocol: 'UDP' }] : [http]
    }
    case 'serve-hostname': {
      const port = portOption(running, '--port', 9376)
      return words(running).includes('--udp') ? [{ port, protocol: 'UDP' }] : [tcp(port)]
    }
    case 'liveness':
      return [tcp(8080)]
    case 'test-webserver':
      return [tcp(portOption(running, '--port', 80))]
    case 'webhook':
      return [tcp(portOption(running, '--port', 443))]
    case 'guestbook':
      return [tcp(portOption(running, '--http-port', 80))]
    case GRPC:
      return [tcp(portOption(running, '--port', 5000)), tcp(portOption(running, '--http-port', 8080))]
    default:
      return []
  }
}

function netexec(request: HttpRequest, running: Running): HttpResponse {
  const { path, query } = route(request.path)
  const { name } = running.pod.metadata
  switch (path.toLowerCase()) {
    case '/':
      return text(`NOW: ${new Date(running.now).toISOString().replace('T', ' ').replace('Z', ' +0000 UTC')}`)
    case '/hostname':
      return text(running.pod.spec.hostname ?? name)
    case '/clientip':
      return text(request.from)
    case '/echo':
      return text(query['msg'] ?? '', Number(query['code'] || 200))
    case '/header':
      return text(request.headers[(query['key'] ?? '').toLowerCase()] ?? '')
    case '/healthz':
      return text('')
    case '/redirect':
      return text('', Number(query['code'] || 302), { location: query['location'] ?? '/' })
    case '/shell':
    case '/exit':
    case '/dial':
    case '/upload':
      return text(`kubesim does not simulate ${path}\n`, 501)
    default:
      return text('404 page not found\n', 404)
  }
}

/** Since when `grpc-health-checking` says that it does not serve; undefined: never. */
function sickSince(running: Running): number | undefined {
  const seconds = portOption(running, '--delay-unhealthy-sec', -1)
  return seconds >= 0 ? running.startedAt + seconds * 1000 : undefined
}

const isGrpc = (port: number, running: Running) =>
  mode(running) === GRPC && port === portOption(running, '--port', 5000)

function grpc(service: string, port: number, running: Running): Health | undefined {
  if (!isGrpc(port, running)) return undefined
  if (service !== (option(words(running), '--service') ?? '')) return { code: 'NotFound', message: 'unknown service' }
  const since = sickSince(running)
  return since !== undefined && running.now >= since ? 'NOT_SERVING' : 'SERVING'
}

/** When it answers something else next. */
function changes(running: Running): number | undefined {
  const turn = mode(running) === 'liveness' ? running.startedAt + HEALTHY_SECONDS * 1000 + 1 : sickSince(running)
  return turn !== undefined && turn > running.now ? turn : undefined
}

function logs(running: Running): LogLine[] {
  if (mode(running) === 'webhook') return webhookLogs(running)
  const at = running.startedAt
  const [first, second] = listens(running)
  if (mode(running) === 'pause') return [{ at, line: 'Paused' }]
  if (mode(running) === GRPC) {
    return [
      { at, line: `${slashTime(at)} gRPC server starting to listen on :${first!.port}` },
      { at, line: `${slashTime(at)} Http server starting to listen on :${second!.port}` },
    ]
  }
  return first ? [{ at, line: `Started HTTP server on port ${first.port}` }] : []
}

function http(request: HttpRequest, port: number, running: Running): HttpResponse | undefined {
  const { name } = running.pod.metadata
  switch (mode(running)) {
    case 'netexec':
      return netexec(request, running)
    case 'serve-hostname':
      return text(running.pod.spec.hostname ?? name)
    case 'liveness': {
      // Healthy for ten seconds, then failing: made to show liveness probes at work.
      const seconds = (running.now - running.startedAt) / 1000
      return seconds > HEALTHY_SECONDS ? text(`error: ${seconds}`, 500) : text('ok')
    }
    case 'webhook':
      if (!request.secure) return plainToSecure()
      return route(request.path).path === '/readyz' ? text('ok') : text('404 page not found\n', 404)
    case GRPC: {
      if (isGrpc(port, running)) return undefined
      const { path } = route(request.path)
      if (!/^\/make-(not-)?serving$/.test(path)) return text('404 page not found\n', 404)
      return text(`kubesim does not simulate ${path}: use kubesim fault add pod/${name} --grpc NOT_SERVING\n`, 501)
    }
    default:
      return text(`${name}\n`)
  }
}

/** The UDP ports: netexec knows a few words, serve-hostname says its name to anything. */
function talk(text: string, running: Running, from: string): string {
  const hostname = running.pod.spec.hostname ?? running.pod.metadata.name
  if (mode(running) === 'serve-hostname') return hostname
  const [word = '', ...rest] = text.trim().split(' ')
  switch (word.toLowerCase()) {
    case 'hostname':
      return hostname
    case 'echo':
      return rest.join(' ')
    case 'clientip':
      return from
    default:
      return ''
  }
}

/**
 * The Swiss army knife of the Kubernetes e2e tests; simulated: netexec, serve-hostname, liveness, grpc-health-checking,
 * test-webserver, guestbook, webhook, pause.
 */
export const agnhost = (): Image => ({
  names: [
    'registry.k8s.io/e2e-test-images/agnhost',
    'k8s.gcr.io/e2e-test-images/agnhost',
    'gcr.io/kubernetes-e2e-test-images/agnhost',
  ],
  size: 52_000_000,
  entrypoint: ['/agnhost'],
  cmd: ['pause'],
  programs: ['agnhost'],
  userland: 'alpine',
  tools: ['curl', 'dig', 'host'],
  listens,
  http,
  webhook: agnhostWebhook,
  exits: webhookExits,
  grpc,
  banner: (port, running) => (isGrpc(port, running) ? SETTINGS : ''),
  talk: (text, _, running, from) => talk(text, running, from),
  changes,
  exec: (argv, running) => {
    const [, command] = argv
    if (command === 'version') return { stdout: `${running.tag}\n`, stderr: '', code: 0 }
    return undefined
  },
  logs,
})
