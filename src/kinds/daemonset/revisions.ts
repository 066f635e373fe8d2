/** The history of a DaemonSet. Modelled on pkg/controller/daemon/update.go, constructHistory. */
import { ApiError } from '../../api/errors.ts'
import type { Context } from '../../engine/controller.ts'
import { templateHash } from '../../lib/hash.ts'
import type { ControllerRevision, DaemonSet } from '../../lib/objects.ts'
import { controllerOf, controllerReference } from '../../lib/owner.ts'
import { claimRevisions, HASH_LABEL, keeps, revisionData } from '../controllerrevision/history.ts'

export interface Revisions {
  /** The one that keeps the present template. */
  current: ControllerRevision
  /** The others, the lowest first. */
  old: ControllerRevision[]
}

/** Undefined when the name of the present one was taken: then the collision has been counted, and the next name is tried. */
export function revisionsOf(ds: DaemonSet, ctx: Context): Revisions | undefined {
  const all = claimRevisions(ds, ctx)
  const found = all.filter(revision => keeps(revision, ds)).at(-1)
  const old = all.filter(revision => revision !== found)
  const highest = old.reduce((n, { revision }) => Math.max(n, revision), 0)
  if (!found) {
    const current = snapshot(ds, highest + 1, ctx)
    return current && { current, old }
  }
  const current = found.revision > highest ? found : ctx.api.update({ ...found, revision: highest + 1 })
  return { current, old }
}

function snapshot(ds: DaemonSet, revision: number, ctx: Context): ControllerRevision | undefined {
  const hash = templateHash(ds.spec.template, ds.status.collisionCount)
  const { namespace } = ds.metadata
  const name = `${ds.metadata.name}-${hash}`
  const made: ControllerRevision = {
    apiVersion: 'apps/v1',
    kind: 'ControllerRevision',
    metadata: {
      name,
      namespace,
      labels: { ...ds.spec.template.metadata?.labels, [HASH_LABEL]: hash },
      ...(ds.metadata.annotations && { annotations: { ...ds.metadata.annotations } }),
      ownerReferences: [controllerReference(ds)],
    },
    data: revisionData(ds),
    revision,
  }
  try {
    return ctx.api.create(made)
  } catch (error) {
    if (!(error instanceof ApiError) || error.reason !== 'AlreadyExists') throw error
    const existing = ctx.read.get<ControllerRevision>('controllerrevisions.apps', namespace, name)!
    if (controllerOf(existing)?.uid === ds.metadata.uid && keeps(existing, ds)) return existing
    const collisionCount = (ds.status.collisionCount ?? 0) + 1
    ctx.api.updateStatus({ ...ds, status: { ...ds.status, collisionCount } })
    return undefined
  }
}
