import type { Context, Controller } from '../../../engine/controller.ts'
import type { KubeObject, Service } from '../../../lib/objects.ts'
import type { Ms } from '../../../lib/time.ts'
import type { Change } from '../../../store/store.ts'
import { freeAddress, NAME, NAMESPACE, poolOf } from './pool.ts'

/** How long it takes until a balancer has its address. */
const DELAY: [low: Ms, high: Ms] = [1000, 2000]
const FROM = { from: 'service-controller' }
const ALL = '*'
/** Holds a Service back from its deletion until the balancer is gone. */
const FINALIZER = 'service.kubernetes.io/load-balancer-cleanup'

/**
 * Gives Services of type LoadBalancer an address of the pool, and takes it back. A Service with a loadBalancerClass is
 * for somebody else. Modelled on k8s.io/cloud-provider controllers/service.
 */
export const loadBalancer: Controller = {
  name: 'load-balancer',
  user: 'service-controller',
  watches: [
    { resource: 'services', keys: keysOf },
    { resource: 'configmaps', keys: ({ object }) => (isPool(object) ? [ALL] : []) },
  ],
  reconcile(key, ctx) {
    if (key !== ALL) return reconcile(key, ctx)
    for (const service of ctx.read.list<Service>('services')) if (isPending(service)) ctx.enqueue(keyIn(service))
    return undefined
  },
}

const keyIn = ({ metadata }: KubeObject) => `${metadata.namespace}/${metadata.name}`
const isPool = ({ metadata }: KubeObject) => metadata.name === NAME && metadata.namespace === NAMESPACE

const isWanted = (service: KubeObject | undefined) =>
  service?.spec.type === 'LoadBalancer' &&
  service.spec.loadBalancerClass === undefined &&
  service.metadata.deletionTimestamp === undefined

const isHeld = (service: KubeObject | undefined) => service?.metadata.finalizers?.includes(FINALIZER) === true

const isPending = (service: Service) => isWanted(service) && !service.status.loadBalancer?.ingress?.length

const hasAddress = (service: KubeObject | undefined) =>
  service?.spec.type === 'LoadBalancer' && service.status?.loadBalancer?.ingress?.length > 0

/** A Service that waits for its balancer or for the end of one; one that goes frees an address for those that wait. */
function keysOf({ type, object, previous }: Change): string[] {
  const isGone = type === 'DELETED'
  const keys: string[] = []
  if (!isGone && (isPending(object as unknown as Service) || (isHeld(object) && !isWanted(object)))) {
    keys.push(keyIn(object))
  }
  if (isGone ? hasAddress(object) : hasAddress(previous) && !hasAddress(object)) keys.push(ALL)
  return keys
}

function reconcile(key: string, ctx: Context): undefined | { requeueAfter: Ms } {
  const slash = key.indexOf('/')
  const service = ctx.read.get<Service>('services', key.slice(0, slash), key.slice(slash + 1))
  const asked = ctx.note<{ uid: string; at: Ms }>(key)
  if (service && isHeld(service) && !isWanted(service)) {
    release(service, ctx)
    if (asked) ctx.setNote(key, undefined)
    return undefined
  }
  const pool = poolOf(ctx.read)
  if (!service || !pool || !isPending(service)) {
    if (asked) ctx.setNote(key, undefined)
    return undefined
  }
  const uid = service.metadata.uid!
  if (asked?.uid !== uid) {
    ctx.setNote(key, { uid, at: ctx.now })
    ctx.event(service, 'Normal', 'EnsuringLoadBalancer', 'Ensuring load balancer', FROM)
    const { metadata } = service
    if (!isHeld(service)) {
      const finalizers = [...(metadata.finalizers ?? []), FINALIZER]
      ctx.api.update<Service>({ ...service, metadata: { ...metadata, finalizers } })
    }
    return { requeueAfter: ctx.rng('load-balancer', uid).between(...DELAY) }
  }
  const due = asked.at + ctx.rng('load-balancer', uid).between(...DELAY)
  if (ctx.now < due) return { requeueAfter: due - ctx.now }

  const { loadBalancerIP } = service.spec
  const ip = freeAddress(pool, loadBalancerIP, ctx.read)
  if (ip === undefined) {
    const what = loadBalancerIP ? `address ${loadBalancerIP} is not available` : 'no address is left'
    const why = `Error syncing load balancer: failed to ensure load balancer: ${what} in ${pool.text}`
    ctx.event(service, 'Warning', 'SyncLoadBalancerFailed', why, FROM)
    return undefined
  }
  ctx.setNote(key, undefined)
  const ingress = [{ ip, ipMode: 'VIP' }]
  ctx.api.updateStatus<Service>({ ...service, status: { ...service.status, loadBalancer: { ingress } } })
  ctx.event(service, 'Normal', 'EnsuredLoadBalancer', 'Ensured load balancer', FROM)
  return undefined
}

/** The balancer goes; the Service is free to go, or to be of another type. */
function release(service: Service, ctx: Context): void {
  ctx.event(service, 'Normal', 'DeletingLoadBalancer', 'Deleting load balancer', FROM)
  const { metadata } = service
  const finalizers = metadata.finalizers!.filter(each => each !== FINALIZER)
  ctx.api.update<Service>({
    ...service,
    metadata: { ...metadata, finalizers: finalizers.length > 0 ? finalizers : undefined },
  } as Service)
  ctx.event(service, 'Normal', 'DeletedLoadBalancer', 'Deleted load balancer', FROM)
}
