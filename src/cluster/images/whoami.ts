import type { HttpRequest, Image, Running } from './image.ts'
import { json, option, route, text, words } from './page.ts'

const port = (running: Running) =>
  Number(option(words(running), '--port', '-port') ?? running.env['WHOAMI_PORT_NUMBER'] ?? 80)

/** `user-agent` as it is written on the wire: `User-Agent`. */
const headerName = (name: string) => name.replace(/(^|-)([a-z])/g, letters => letters.toUpperCase())

function facts(request: HttpRequest, running: Running): string[] {
  const { pod } = running
  const name = option(words(running), '--name', '-name') ?? running.env['WHOAMI_NAME']
  const headers = Object.entries(request.headers).filter(([header]) => header !== 'host')
  return [
    ...(name ? [`Name: ${name}`] : []),
    `Hostname: ${pod.spec.hostname ?? pod.metadata.name}`,
    'IP: 127.0.0.1',
    `IP: ${pod.status.podIP ?? ''}`,
    `RemoteAddr: ${request.from}`,
    `${request.method} ${request.path} HTTP/1.1`,
    `Host: ${request.host}`,
    ...headers.map(([header, value]) => `${headerName(header)}: ${value}`),
  ]
}

/** Tells about the request and the pod that got it, on port 80 (`--port`, WHOAMI_PORT_NUMBER). */
export const whoami = (): Image => ({
  names: ['traefik/whoami', 'containous/whoami', 'jwilder/whoami'],
  size: 2_900_000,
  entrypoint: ['/whoami'],
  programs: ['whoami'],
  userland: 'none',
  listens: running => [{ port: port(running), protocol: 'TCP' }],
  http: (request, _, running) => {
    const { path } = route(request.path)
    if (path === '/health') return text('', 200)
    if (path === '/api') {
      const { pod } = running
      const headers = Object.fromEntries(
        Object.entries(request.headers).map(([name, value]) => [headerName(name), [value]]),
      )
      const { host, method, path: url, from: remoteAddr } = request
      return json({
        hostname: pod.metadata.name,
        ip: ['127.0.0.1', pod.status.podIP],
        headers,
        url,
        host,
        method,
        remoteAddr,
      })
    }
    return text(`${facts(request, running).join('\n')}\n\n`)
  },
  logs: running => [{ at: running.startedAt, line: `Starting up on port ${port(running)}` }],
})
