import { ApiError, AdmissionRefusal } from '../../api/errors.ts'
import { resourceOf } from '../../api/registry.ts'
import type { Context, Controller } from '../../engine/controller.ts'
import { staleVersions } from '../../lib/api-service.ts'
import { equal } from '../../lib/equal.ts'
import type { APIService, Condition, KubeObject, Namespace } from '../../lib/objects.ts'
import type { Ms } from '../../lib/time.ts'
import { namespaceConditions, type Remains } from './conditions.ts'

/** Held by the namespace itself until it is empty. */
const FINALIZER = 'kubernetes'
/** They go first, so that what they use outlives them. */
const PODS = 'pods'

/**
 * Empties a namespace that is being deleted: pods, then everything else, then the namespace itself
 * (pkg/controller/namespace/deletion, OrderedNamespaceDeletion).
 */
export const namespaceController: Controller = {
  name: 'namespace',
  watches: [
    {
      resource: 'namespaces',
      keys: ({ type, object }) =>
        type !== 'DELETED' && object.metadata.deletionTimestamp ? [object.metadata.name] : [],
    },
    {
      resource: '*',
      keys({ type, object }, read) {
        const { namespace } = object.metadata
        if (type !== 'DELETED' || namespace === undefined) return []
        return read.get<Namespace>('namespaces', undefined, namespace)?.metadata.deletionTimestamp ? [namespace] : []
      },
    },
  ],
  reconcile(name, ctx) {
    const namespace = ctx.read.get<Namespace>('namespaces', undefined, name)
    if (!namespace?.metadata.deletionTimestamp || !namespace.spec.finalizers?.includes(FINALIZER)) return
    const resources = contents(ctx)
    const refusals = empty(
      resources.filter(resource => resource === PODS),
      name,
      ctx,
    )
    if (ctx.read.list(PODS, name).length === 0) refusals.push(...empty(resources, name, ctx))
    const isAnyRemote = ctx.read.tally(REMOTE) > 0
    const stale = isAnyRemote ? staleVersions(ctx.read.list<APIService>(API_SERVICES)) : []
    const remains = { ...remaining(resources, name, ctx), failures: refusals.map(({ message }) => message), stale }
    report(namespace, remains, ctx)
    // Whatever holds it, it is looked at again later.
    if (refusals.length > 0) throw refusals[0]
    if (stale.length > 0) return retry(name, ctx)
    if (remains.resources.size === 0) finalize(namespace, ctx)
    return
  },
  waits: (key, _, note) => note(retryNote(key)) !== undefined,
}

const API_SERVICES = 'apiservices.apiregistration.k8s.io'
/** How many of them stand for a Service. */
const REMOTE = 'apiservices/remote'
const FIRST_RETRY: Ms = 5
const LAST_RETRY: Ms = 60_000
const retryNote = (name: string) => `retry/${name}`

function retry(name: string, ctx: Context): { requeueAfter: Ms } {
  const delay = ctx.note<Ms>(retryNote(name)) ?? FIRST_RETRY
  ctx.setNote(retryNote(name), Math.min(delay * 2, LAST_RETRY))
  return { requeueAfter: delay }
}

/** Resources that stand in namespaces. */
function contents({ registry }: Context): string[] {
  return registry.kinds.filter(kind => kind.scope === 'Namespaced').map(resourceOf)
}

/** Answers what a webhook did not let go, once for a resource. */
function empty(resources: string[], namespace: string, ctx: Context): AdmissionRefusal[] {
  const refusals = new Map<string, AdmissionRefusal>()
  for (const resource of resources) {
    for (const object of ctx.read.list(resource, namespace)) {
      if (object.metadata.deletionTimestamp) continue
      try {
        ctx.api.delete(object, { propagationPolicy: 'Background' })
      } catch (error) {
        if (error instanceof AdmissionRefusal) refusals.set(resource, error)
        else if (!(error instanceof ApiError) || error.reason !== 'NotFound') throw error
      }
    }
  }
  return [...refusals.values()]
}

function remaining(resources: string[], namespace: string, ctx: Context): Pick<Remains, 'resources' | 'finalizers'> {
  const remains: Pick<Remains, 'resources' | 'finalizers'> = { resources: new Map(), finalizers: new Map() }
  const count = (map: Map<string, number>, name: string) => map.set(name, (map.get(name) ?? 0) + 1)
  for (const resource of resources) {
    for (const { metadata } of ctx.read.list<KubeObject>(resource, namespace)) {
      count(remains.resources, resource)
      for (const finalizer of metadata.finalizers ?? []) count(remains.finalizers, finalizer)
    }
  }
  return remains
}

/** Says what is left, once something holds the namespace; one that is empty at once goes without a word. */
function report(namespace: Namespace, remains: Remains, ctx: Context): void {
  const old = namespace.status.conditions as Condition[] | undefined
  if (remains.resources.size === 0 && remains.stale.length === 0 && !old) return
  const conditions = namespaceConditions(old, remains, ctx.now)
  if (equal(conditions, old)) return
  const status = { ...namespace.status, conditions: conditions as Namespace['status']['conditions'] }
  ctx.api.updateStatus<Namespace>({ ...namespace, status })
}

function finalize({ metadata: { name } }: Namespace, ctx: Context): void {
  if (ctx.note(retryNote(name)) !== undefined) ctx.setNote(retryNote(name), undefined)
  const namespace = ctx.read.get<Namespace>('namespaces', undefined, name)!
  const finalizers = namespace.spec.finalizers?.filter(f => f !== FINALIZER)
  ctx.api.handle({
    verb: 'update',
    resource: 'namespaces',
    subresource: 'finalize',
    name,
    body: { ...namespace, spec: { ...namespace.spec, finalizers } },
  })
}
