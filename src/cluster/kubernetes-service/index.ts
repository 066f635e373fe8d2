import type { Context, Controller } from '../../engine/controller.ts'
import type { KubeObject, Namespace, Pod } from '../../lib/objects.ts'
import type { Ms } from '../../lib/time.ts'
import type { Change } from '../../store/store.ts'
import { endpointSlice, endpoints, NAME, NAMESPACE, service } from './objects.ts'

/** The API server looks after its Service this often; what is deleted comes back at the next look. */
const PERIOD: Ms = 10_000
const SERVER = 'component=kube-apiserver'
const DELETED_AT = 'deleted'

const isLost = ({ type, object: { metadata } }: Change) =>
  type === 'DELETED' && metadata.name === NAME && metadata.namespace === NAMESPACE ? [NAME] : []

const isServer = ({ object: { metadata } }: Change) =>
  metadata.namespace === 'kube-system' && metadata.labels?.component === 'kube-apiserver' ? [NAME] : []

/** Puts back the Service `kubernetes` and keeps its endpoints (pkg/controlplane/controller/kubernetesservice). */
export const kubernetesService: Controller = {
  name: 'kubernetes-service',
  user: 'system:apiserver',
  watches: [
    { resource: 'services', keys: isLost },
    { resource: 'endpoints', keys: isLost },
    { resource: 'endpointslices.discovery.k8s.io', keys: isLost },
    { resource: 'pods', keys: isServer },
  ],
  reconcile(_, ctx) {
    if (ctx.read.get<Namespace>('namespaces', undefined, NAMESPACE) === undefined) return
    const [server] = ctx.read
      .find<Pod>('pods', `label=kube-system/${SERVER}`)
      .filter(pod => pod.status.conditions?.some(c => c.type === 'Ready' && c.status === 'True'))
    const address = server?.status.hostIP
    const missing: [resource: string, object: KubeObject][] = [['services', service()]]
    if (address) {
      missing.push(['endpoints', endpoints(address)])
      missing.push(['endpointslices.discovery.k8s.io', endpointSlice(address)])
    }
    const lost = missing.filter(([resource]) => !ctx.read.get(resource, NAMESPACE, NAME))
    return putBack(
      lost.map(([, object]) => object),
      ctx,
    )
  },
}

/** Endpoints that appear with their server are written at once, a lost Service at the next look. */
function putBack(lost: KubeObject[], ctx: Context): { requeueAfter: Ms } | undefined {
  const since = ctx.note<Ms>(DELETED_AT) ?? ctx.now
  const wait = lost.some(object => object.kind === 'Service') ? since + PERIOD - ctx.now : 0
  if (wait > 0) {
    ctx.setNote(DELETED_AT, since)
    return { requeueAfter: wait }
  }
  for (const object of lost) ctx.api.create(object)
  ctx.setNote(DELETED_AT, undefined)
  return undefined
}
