import type { Image, Running } from './image.ts'
import { json, option, plainToSecure, text, words } from './page.ts'

const GROUP_VERSION = 'metrics.k8s.io/v1beta1'
const port = (running: Running) => Number(option(words(running), '--secure-port') ?? 443)

const resource = (name: string, kind: string, namespaced: boolean) => ({
  name,
  singularName: '',
  namespaced,
  kind,
  verbs: ['get', 'list'],
})

/** metrics-server: runs, is ready, and tells which resources it has; what they hold, nobody here knows. */
export const metricsServer = (): Image => ({
  names: ['registry.k8s.io/metrics-server/metrics-server'],
  size: 22_000_000,
  entrypoint: ['/metrics-server'],
  programs: ['metrics-server'],
  userland: 'none',
  listens: running => [{ port: port(running), protocol: 'TCP' }],
  tls: () => ({ subject: 'CN=metrics-server' }),
  http({ path, secure }) {
    if (!secure) return plainToSecure()
    if (/^\/(livez|readyz|healthz)$/.test(path)) return text('ok')
    if (path !== `/apis/${GROUP_VERSION}`) return text('404 page not found\n', 404)
    return json({
      kind: 'APIResourceList',
      apiVersion: 'v1',
      groupVersion: GROUP_VERSION,
      resources: [resource('nodes', 'NodeMetrics', false), resource('pods', 'PodMetrics', true)],
    })
  },
  logs: running => [{ at: running.startedAt, line: `I Serving securely on [::]:${port(running)}` }],
})
