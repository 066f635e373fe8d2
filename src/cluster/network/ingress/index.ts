import type { Context, Controller } from '../../../engine/controller.ts'
import { isTrue } from '../../../lib/conditions.ts'
import { equal } from '../../../lib/equal.ts'
import type { Ingress, IngressClass, KubeObject, Pod, Service } from '../../../lib/objects.ts'
import { type Ms, parseTime } from '../../../lib/time.ts'
import type { Change } from '../../../store/store.ts'
import { CONTROLLER } from '../../images/ingress-nginx/servers.ts'
import { LABELS, NAME, NAMESPACE } from './objects.ts'

export { ingressController } from './objects.ts'

const INGRESSES = 'ingresses.networking.k8s.io'
const FROM = { from: 'nginx-ingress-controller' }
const ALL = '*'
/** It writes addresses so often, counted from its start. */
const PERIOD: Ms = 60_000
const ANNOTATIONS = 'nginx.ingress.kubernetes.io/'
/** What the simulated controller does by annotation. */
const KNOWN = [
  'canary',
  'canary-by-cookie',
  'canary-by-header',
  'canary-by-header-pattern',
  'canary-by-header-value',
  'canary-weight',
  'canary-weight-total',
  'force-ssl-redirect',
  'rewrite-target',
  'ssl-redirect',
  'use-regex',
]

/**
 * What ingress-nginx writes into the API: that it has seen an Ingress, and the address under which it is served. What it
 * answers is the business of its image. Modelled on ingress-nginx internal/ingress/status.
 */
export const ingressStatus: Controller = {
  name: 'ingress-nginx',
  user: 'system:serviceaccount:ingress-nginx:ingress-nginx',
  watches: [
    {
      resource: INGRESSES,
      keys: ({ type, object, previous }) => (isNew(type, object, previous) ? [keyOf(object)] : []),
    },
    { resource: 'services', keys: ({ object }) => (isPublished(object) ? [ALL] : []) },
    { resource: 'pods', keys: ({ object, previous }) => (isReady(object) !== isReady(previous) ? [ALL] : []) },
  ],
  reconcile(key, ctx) {
    if (key !== ALL) return reconcile(key, ctx)
    for (const ingress of ctx.read.list<Ingress>(INGRESSES)) ctx.enqueue(keyOf(ingress))
    return undefined
  },
}

const keyOf = ({ metadata }: KubeObject) => `${metadata.namespace}/${metadata.name}`
const isPublished = ({ metadata }: KubeObject) => metadata.namespace === NAMESPACE && metadata.name === NAME

const isNew = (type: Change['type'], object: KubeObject, previous: Change['previous']) =>
  type === 'ADDED' ||
  (type === 'MODIFIED' && !equal(object.spec, previous?.spec)) ||
  annotationsOf(object) !== annotationsOf(previous)

const annotationsOf = (object: KubeObject | undefined) => JSON.stringify(object?.metadata.annotations)

const isReady = (pod: KubeObject | undefined) =>
  pod?.metadata.namespace === NAMESPACE &&
  Object.entries(LABELS).every(([key, value]) => pod.metadata.labels?.[key] === value) &&
  isTrue((pod as unknown as Pod).status.conditions, 'Ready')

function reconcile(key: string, ctx: Context): undefined | { requeueAfter: Ms } {
  const slash = key.indexOf('/')
  const ingress = ctx.read.get<Ingress>(INGRESSES, key.slice(0, slash), key.slice(slash + 1))
  const since = controllerSince(ctx)
  if (!ingress || ingress.metadata.deletionTimestamp || since === undefined || !isServed(ingress, ctx)) {
    if (ctx.note(key) !== undefined) ctx.setNote(key, undefined)
    return undefined
  }
  const seen = `${ingress.metadata.uid}/${ingress.metadata.generation}/${annotationsOf(ingress)}`
  if (ctx.note(key) !== seen) {
    ctx.setNote(key, seen)
    ctx.event(ingress, 'Normal', 'Sync', 'Scheduled for sync', FROM)
    complain(ingress, ctx)
  }
  const addresses = published(ctx)
  if (equal(ingress.status.loadBalancer?.ingress ?? [], addresses)) return undefined
  const wait = PERIOD - ((ctx.now - since) % PERIOD)
  if (wait < PERIOD) return { requeueAfter: wait }
  ctx.api.updateStatus<Ingress>({ ...ingress, status: { loadBalancer: { ingress: addresses } } } as Ingress)
  ctx.event(ingress, 'Normal', 'Sync', 'Scheduled for sync', FROM)
  return undefined
}

/** What it is asked for and does not do is told. */
function complain(ingress: Ingress, ctx: Context): void {
  const asked = Object.keys(ingress.metadata.annotations ?? {})
    .filter(name => name.startsWith(ANNOTATIONS) && !KNOWN.includes(name.slice(ANNOTATIONS.length)))
    .sort()
  if (asked.length === 0) return
  const message = `not simulated, without effect: ${asked.join(', ')}`
  ctx.event(ingress, 'Warning', 'UnsupportedAnnotation', message, FROM)
}

function isServed({ spec, metadata }: Ingress, { read }: Context): boolean {
  const name = spec.ingressClassName ?? metadata.annotations?.['kubernetes.io/ingress.class']
  const found =
    name === undefined ? undefined : read.get<IngressClass>('ingressclasses.networking.k8s.io', undefined, name)
  return found?.spec.controller === CONTROLLER
}

/** Since when a controller Pod runs that is ready. */
function controllerSince({ read }: Context): Ms | undefined {
  const [key, value] = Object.entries(LABELS)[0]!
  const starts = read
    .find<Pod>('pods', `label=${NAMESPACE}/${key}=${value}`)
    .filter(isReady)
    .map(({ status }) => parseTime(status.startTime))
  return starts.filter(at => at !== undefined).sort((a, b) => a - b)[0]
}

/** Addresses of the controller's Service: the balancer's, else those it has from outside. */
function published({ read }: Context): { ip?: string; hostname?: string }[] {
  const service = read.get<Service>('services', NAMESPACE, NAME)
  const balanced = (service?.status.loadBalancer?.ingress ?? []).map(({ ip, hostname }) => (ip ? { ip } : { hostname }))
  const outside = (service?.spec.externalIPs ?? []).map(ip => ({ ip }))
  return [...balanced, ...outside]
}
