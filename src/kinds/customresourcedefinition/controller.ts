import { ApiError } from '../../api/errors.ts'
import type { Context, Controller } from '../../engine/controller.ts'
import { equal } from '../../lib/equal.ts'
import type { KubeObject } from '../../lib/objects.ts'
import { rfc3339 } from '../../lib/time.ts'
import { CLEANUP, plan } from './plan.ts'
import { CUSTOM_RESOURCE_DEFINITIONS, type CustomResourceDefinition } from './types.ts'

/**
 * Accepts the names of a definition, establishes it, and empties it before it goes (apiextensions pkg/controller/status,
 * establish and finalizer).
 */
export const customResourceDefinitionController: Controller = {
  name: 'customresourcedefinition',
  user: 'system:apiserver',
  watches: [
    {
      resource: CUSTOM_RESOURCE_DEFINITIONS,
      keys: ({ type, object }) => (type === 'DELETED' ? [] : [object.metadata.name]),
    },
    {
      // The last object of a definition that is being deleted has gone.
      resource: '*',
      keys({ type, key }, read) {
        if (type !== 'DELETED') return []
        const name = key.slice(0, key.indexOf('/'))
        if (!name.includes('.')) return []
        const crd = read.get<CustomResourceDefinition>(CUSTOM_RESOURCE_DEFINITIONS, undefined, name)
        return crd?.metadata.deletionTimestamp ? [name] : []
      },
    },
  ],
  reconcile(name, ctx) {
    const crd = ctx.read.get<CustomResourceDefinition>(CUSTOM_RESOURCE_DEFINITIONS, undefined, name)
    if (!crd) return
    if (crd.metadata.deletionTimestamp) {
      empty(crd, ctx)
      return
    }
    const others = ctx.read
      .find<CustomResourceDefinition>(CUSTOM_RESOURCE_DEFINITIONS, `group=${crd.spec.group}`)
      .filter(other => other.metadata.name !== name)
    const status = plan(crd, others, rfc3339(ctx.now))
    if (!equal(status, crd.status)) ctx.api.updateStatus({ ...crd, status })
  },
}

function empty(crd: CustomResourceDefinition, ctx: Context): void {
  const { name, finalizers } = crd.metadata
  if (!finalizers?.includes(CLEANUP)) return
  for (const object of ctx.read.list<KubeObject>(name)) {
    if (object.metadata.deletionTimestamp) continue
    try {
      ctx.api.delete(object)
    } catch (error) {
      if (!(error instanceof ApiError) || error.reason !== 'NotFound') throw error
    }
  }
  if (ctx.read.list(name).length > 0) return
  const left = finalizers.filter(finalizer => finalizer !== CLEANUP)
  const now = ctx.read.get<CustomResourceDefinition>(CUSTOM_RESOURCE_DEFINITIONS, undefined, name)
  if (now) ctx.api.update({ ...now, metadata: { ...now.metadata, finalizers: left } })
}
