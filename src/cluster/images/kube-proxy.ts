import type { Reader } from '../../api/kind.ts'
import type { Node } from '../../lib/objects.ts'
import type { Ms } from '../../lib/time.ts'
import type { HttpResponse, Image, Running } from './image.ts'
import { route, text } from './page.ts'

const HEALTH_PORT = 10256
/** The cluster autoscaler marks nodes so that it is about to delete. */
const TO_BE_DELETED = 'ToBeDeletedByClusterAutoscaler'

/** Balancers may send to the node: it is neither being deleted nor about to be. */
function isEligible({ spec: { nodeName = '' } }: Running['pod'], read: Reader | undefined): boolean {
  const node = read?.get<Node>('nodes', undefined, nodeName)
  if (!node) return true
  return !node.metadata.deletionTimestamp && !node.spec.taints?.some(({ key }) => key === TO_BE_DELETED)
}

/** As Go prints a time with the process's own clock beside it: `2026-01-01 00:02:06.5 +0000 UTC m=+126.500000000`. */
function goTime(at: Ms, since: Ms): string {
  const [day, clock] = new Date(at).toISOString().slice(0, -1).split('T') as [string, string]
  const seconds = (at - since) / 1000
  return `${day} ${clock.replace(/\.000$|(?<=\.\d+)0+$/, '')} +0000 UTC m=+${seconds.toFixed(9)}`
}

/** /healthz asks also for the node, /livez only for kube-proxy itself (pkg/proxy/healthcheck, proxy_health.go). */
function http(path: string, running: Running): HttpResponse {
  if (path !== '/healthz' && path !== '/livez') return text('404 page not found\n', 404)
  const now = JSON.stringify(goTime(running.now, running.startedAt))
  const eligible = path === '/livez' || isEligible(running.pod, running.read)
  const node = path === '/healthz' ? `, "nodeEligible": ${eligible}` : ''
  return {
    status: eligible ? 200 : 503,
    headers: { 'content-type': 'application/json', 'x-content-type-options': 'nosniff' },
    body: `{"lastUpdated": ${now},"currentTime": ${now}${node}}`,
  }
}

/** kube-proxy itself: what it does for Services is in network/proxy; here is its own port. */
export const kubeProxy = (): Image => ({
  names: ['registry.k8s.io/kube-proxy'],
  cmd: ['kube-proxy'],
  programs: ['*'],
  userland: 'none',
  listens: () => [{ port: HEALTH_PORT, protocol: 'TCP' }],
  http: ({ path }, _, running) => http(route(path).path, running),
  logs: ({ startedAt }) =>
    ['I Starting node config controller', 'I Caches are synced'].map(line => ({ at: startedAt, line })),
})
