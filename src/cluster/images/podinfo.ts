import { SETTINGS } from './grpc.ts'
import type { Image, Running } from './image.ts'
import { json, option, route, text, words } from './page.ts'
import { versions } from './tags.ts'

const port = (running: Running) => Number(option(words(running), '--port') ?? running.env['PODINFO_PORT'] ?? 9898)
const grpcPort = (running: Running) =>
  Number(option(words(running), '--grpc-port') ?? running.env['PODINFO_GRPC_PORT'] ?? 0)
const version = ({ tag }: Running) => (/^\d/.test(tag) ? tag : '6.9.2')

/** stefanprodan/podinfo: tells about itself in JSON, on port 9898 (`--port`), with health, version and status endpoints; gRPC health with `--grpc-port`. */
export const podinfo = (): Image => ({
  names: ['stefanprodan/podinfo', 'ghcr.io/stefanprodan/podinfo'],
  tags: versions({ 4: 9, 5: 9, 6: 12 }),
  size: 42_000_000,
  cmd: ['./podinfo'],
  programs: ['podinfo', 'podcli'],
  userland: 'alpine',
  tools: ['curl'],
  listens: running =>
    [port(running), grpcPort(running)].filter(each => each > 0).map(each => ({ port: each, protocol: 'TCP' })),
  grpc: (service, asked, running) => {
    if (asked !== grpcPort(running)) return undefined
    const own = option(words(running), '--grpc-service-name') ?? 'podinfo'
    return service === '' || service === own ? 'SERVING' : { code: 'NotFound', message: 'unknown service' }
  },
  banner: (at, running) => (at === grpcPort(running) ? SETTINGS : ''),
  http: ({ path: asked }, at, running) => {
    if (at === grpcPort(running)) return undefined
    const { path } = route(asked)
    const { env, pod } = running
    const about = {
      hostname: pod.metadata.name,
      version: version(running),
      color: env['PODINFO_UI_COLOR'] ?? '#34577c',
      message: env['PODINFO_UI_MESSAGE'] ?? `greetings from podinfo v${version(running)}`,
      goos: 'linux',
      goarch: 'amd64',
    }
    if (path === '/' || path === '/api/info') return json(about)
    if (path === '/healthz' || path === '/readyz') return json({ status: 'OK' })
    if (path === '/version') return json({ version: version(running) })
    if (path === '/env') return json(Object.entries(env).map(([name, value]) => `${name}=${value}`))
    const status = /^\/status\/(\d{3})$/.exec(path)
    if (status) return json({ status: Number(status[1]) }, Number(status[1]))
    return text('404 page not found\n', 404)
  },
  exec: argv => (argv[0]!.endsWith('podcli') ? { stdout: '', stderr: '', code: 0 } : undefined),
})
