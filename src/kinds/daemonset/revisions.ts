/** The history of a DaemonSet. Modelled on pkg/controller/daemon/update.go, constructHistory. */
import type { Context } from '../../engine/controller.ts'
import { templateHash } from '../../lib/hash.ts'
import type { ControllerRevision, DaemonSet } from '../../lib/objects.ts'
import { claimRevisions, HASH_LABEL, keeps, snapshot } from '../controllerrevision/history.ts'

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
    const current = present(ds, highest + 1, ctx)
    return current && { current, old }
  }
  const current = found.revision > highest ? found : ctx.api.update({ ...found, revision: highest + 1 })
  return { current, old }
}

function present(ds: DaemonSet, revision: number, ctx: Context): ControllerRevision | undefined {
  const hash = templateHash(ds.spec.template, ds.status.collisionCount)
  const made = snapshot(ds, hash, HASH_LABEL, revision, ctx)
  if (!made) {
    const collisionCount = (ds.status.collisionCount ?? 0) + 1
    ctx.api.updateStatus({ ...ds, status: { ...ds.status, collisionCount } })
  }
  return made
}
