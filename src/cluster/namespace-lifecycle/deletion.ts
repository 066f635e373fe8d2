import { ApiError } from '../../api/errors.ts'
import { resourceOf } from '../../api/registry.ts'
import type { Context, Controller } from '../../engine/controller.ts'
import { equal } from '../../lib/equal.ts'
import type { Condition, KubeObject, Namespace } from '../../lib/objects.ts'
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
    empty(
      resources.filter(resource => resource === PODS),
      name,
      ctx,
    )
    if (ctx.read.list(PODS, name).length === 0) empty(resources, name, ctx)
    const remains = remaining(resources, name, ctx)
    report(namespace, remains, ctx)
    if (remains.resources.size === 0) finalize(namespace, ctx)
  },
}

/** Resources that stand in namespaces. */
function contents({ registry }: Context): string[] {
  return registry.kinds.filter(kind => kind.scope === 'Namespaced').map(resourceOf)
}

function empty(resources: string[], namespace: string, ctx: Context): void {
  for (const resource of resources) {
    for (const object of ctx.read.list(resource, namespace)) {
      if (object.metadata.deletionTimestamp) continue
      try {
        ctx.api.delete(object, { propagationPolicy: 'Background' })
      } catch (error) {
        if (!(error instanceof ApiError) || error.reason !== 'NotFound') throw error
      }
    }
  }
}

function remaining(resources: string[], namespace: string, ctx: Context): Remains {
  const remains: Remains = { resources: new Map(), finalizers: new Map() }
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
  if (remains.resources.size === 0 && !old) return
  const conditions = namespaceConditions(old, remains, ctx.now)
  if (equal(conditions, old)) return
  const status = { ...namespace.status, conditions: conditions as Namespace['status']['conditions'] }
  ctx.api.updateStatus<Namespace>({ ...namespace, status })
}

function finalize({ metadata: { name } }: Namespace, ctx: Context): void {
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
