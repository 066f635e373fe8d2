import type { HttpRequest, HttpResponse, Image, Instead, NetworkAnswer, Running } from '../image.ts'
import { html, option, text, words } from '../page.ts'
import { canaryOf, decide } from './canary.ts'
import { certificateOf, FAKE } from './certificate.ts'
import { annotation, type Location, locationOf, type Server, served, serverOf } from './servers.ts'
import { upstreamsOf } from './upstream.ts'

const HTTP = 80
const HTTPS = 443
const HEALTH = 10254
/** nginx gives up on an upstream that does not take the connection, and tries so many. */
const CONNECT_MS = 5000
const TRIES = 3

/** A page of nginx, which does not tell its version here. */
function page(status: number, words: string, headers: Record<string, string> = {}): HttpResponse {
  const title = `${status} ${words}`
  const head = `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n`
  return { ...html(`${head}<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n`, status, headers), reason: words }
}

function plainRequest(): HttpResponse {
  const why = 'The plain HTTP request was sent to HTTPS port'
  const { body, ...rest } = page(400, 'Bad Request')
  const told = body
    .replace('<title>400 Bad Request', `<title>400 ${why}`)
    .replace('</h1></center>\r\n', `</h1></center>\r\n<center>${why}</center>\r\n`)
  return { ...rest, body: told }
}

function http(request: HttpRequest, port: number, running: Running): HttpResponse | undefined {
  if (port === HEALTH) return request.path === '/healthz' ? text('') : page(404, 'Not Found')
  if (port === HTTPS && !request.secure) return plainRequest()
  const { read } = running
  if (!read) return page(404, 'Not Found')
  const server = serverOf(request.host, served(request.host, read))
  const response = answer(request, port, server, running)
  if (port !== HTTPS || !server.tls) return response
  return { ...response, headers: { ...response.headers, 'strict-transport-security': HSTS } }
}

const HSTS = 'max-age=31536000; includeSubDomains'

function answer(request: HttpRequest, port: number, server: Server, running: Running): HttpResponse {
  const [path = '/'] = request.path.split('?')
  const location = locationOf(server, decoded(path))
  if (!location) return page(404, 'Not Found')
  const { ingress, backend, rewritten } = location
  if (port === HTTP) {
    const wants = server.tls !== undefined && annotation(ingress, 'ssl-redirect') !== 'false'
    if (wants || annotation(ingress, 'force-ssl-redirect') === 'true') {
      const host = request.host.replace(/:\d+$/, '')
      return page(308, 'Permanent Redirect', { location: `https://${host}${request.path}` })
    }
  }
  const upstreams = upstreamsOf(backend, ingress.metadata.namespace!, running.read!)
  if (upstreams.length === 0) return page(503, 'Service Temporarily Unavailable')
  const chosen = withCanary(upstreams, location, request, server, running)
  const query = request.path.slice(path.length)
  const reply = running.network?.(
    {
      kind: 'http',
      method: request.method,
      url: `http://${chosen.addresses[0]}${rewritten === undefined ? request.path : rewritten + query}`,
      upstreams: { ...chosen, tries: TRIES },
      headers: forwarded(request, port),
      body: request.body,
      connectTimeoutMs: CONNECT_MS,
      forwards: true,
    },
    running.now,
  )
  return reply?.response ? passed(reply.response) : failed(reply?.failure)
}

/** The addresses of the location's canary instead of its own, or beside them when they are to be drawn from. */
function withCanary(
  addresses: string[],
  location: Location,
  request: HttpRequest,
  server: Server,
  running: Running,
): { addresses: string[]; because?: string; instead?: Instead } {
  const canary = canaryOf(location, server)
  if (!canary) return { addresses }
  const { namespace, name } = canary.ingress.metadata
  const called = `the canary of Ingress ${namespace}/${name}`
  const others = upstreamsOf(canary.backend, namespace!, running.read!)
  if (others.length === 0) return { addresses, because: `not ${called}: its Service has no endpoints` }
  const decision = decide(canary, request)
  if ('weight' in decision) return { addresses, instead: { addresses: others, called, ...decision } }
  return {
    addresses: decision.taken ? others : addresses,
    because: `${decision.taken ? '' : 'not '}${called}: ${decision.why}`,
  }
}

const failed = (failure: NetworkAnswer['failure']) =>
  failure === 'timeout' ? page(504, 'Gateway Time-out') : page(502, 'Bad Gateway')

function decoded(path: string): string {
  try {
    return decodeURI(path)
  } catch {
    return path
  }
}

/** Headers that the upstream gets: the client's, and who the client is. */
function forwarded({ headers, host, from }: HttpRequest, port: number): Record<string, string> {
  const scheme = port === HTTPS ? 'https' : 'http'
  const { 'x-forwarded-for': earlier, connection: _, ...others } = headers
  return {
    ...others,
    host,
    'x-real-ip': from,
    'x-forwarded-for': from,
    'x-forwarded-host': host,
    'x-forwarded-port': String(port),
    'x-forwarded-proto': scheme,
    'x-forwarded-scheme': scheme,
    'x-scheme': scheme,
    ...(earlier === undefined ? {} : { 'x-original-forwarded-for': earlier }),
  }
}

/** An upstream's answer goes on without the name of its server. */
function passed({ headers = {}, ...response }: HttpResponse): HttpResponse {
  const kept: Record<string, string> = {}
  for (const name in headers) if (!/^(server|date)$/i.test(name)) kept[name.toLowerCase()] = headers[name]!
  return { ...response, headers: kept }
}

/** `--validating-webhook=:8443`; without it there is none. */
function webhookPort(running: Running): [number] | undefined {
  const port = /:(\d+)$/.exec(option(words(running), '--validating-webhook') ?? '')?.[1]
  return port === undefined ? undefined : [Number(port)]
}

/**
 * The controller of registry.k8s.io/ingress-nginx: what the Ingresses of its class say, it serves on ports 80 and 443, and
 * sends requests straight to endpoints. Modelled on its documentation.
 */
export const ingressNginx = (): Image => ({
  names: ['registry.k8s.io/ingress-nginx/controller'],
  size: 105_000_000,
  cmd: ['/nginx-ingress-controller'],
  programs: ['nginx-ingress-controller', 'nginx'],
  userland: 'alpine',
  tools: ['curl'],
  listens: running => [HTTP, HTTPS, HEALTH, ...(webhookPort(running) ?? [])].map(port => ({ port, protocol: 'TCP' })),
  http,
  // It takes every Ingress that the API server has found valid.
  webhook: { port: running => webhookPort(running)?.[0], judge: () => ({ allowed: true }) },
  tls: (port, serverName, { read }) => {
    if (port !== HTTPS) return undefined
    return read ? certificateOf(serverOf(serverName, served(serverName, read)), read) : FAKE
  },
  exec: argv =>
    argv.includes('-v') || argv.includes('-V')
      ? { stdout: '', stderr: 'nginx version: nginx/1.27.1\n', code: 0 }
      : undefined,
  logs: ({ startedAt, tag }) => {
    const rule = '-'.repeat(79)
    const lines = [
      rule,
      'NGINX Ingress controller',
      `  Release:       ${tag}`,
      '  Repository:    https://github.com/kubernetes/ingress-nginx',
      '  nginx version: nginx/1.27.1',
      rule,
    ]
    return lines.map(line => ({ at: startedAt, line }))
  },
})
