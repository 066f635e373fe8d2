/** The history of a StatefulSet. Modelled on pkg/controller/statefulset, getStatefulSetRevisions. */
import type { Context } from '../../engine/controller.ts'
import { goJson } from '../../lib/go-json.ts'
import { fnv32, safeEncode } from '../../lib/hash.ts'
import type { ControllerRevision, StatefulSet } from '../../lib/objects.ts'
import { claimRevisions, keeps, revisionData, snapshot } from '../controllerrevision/history.ts'

const HASH = 'controller.kubernetes.io/hash'

export interface History {
  /** The revision that pods had before the present rollout; the same as `update` when there is none. */
  current: ControllerRevision
  /** The one of the present template. */
  update: ControllerRevision
  /** Both of them and all others, the lowest first. */
  all: ControllerRevision[]
  collisionCount: number
}

export function historyOf(set: StatefulSet, ctx: Context): History {
  let all = claimRevisions(set, ctx)
  const found = all.filter(revision => keeps(revision, set)).at(-1)
  const highest = all.at(-1)?.revision ?? 0
  let collisionCount = set.status.collisionCount ?? 0
  let update: ControllerRevision
  if (!found) {
    const made = present(set, highest + 1, collisionCount, ctx)
    update = made.revision
    collisionCount = made.collisionCount
    all = [...all, update]
  } else if (found === all.at(-1)) update = found
  else {
    update = ctx.api.update({ ...found, revision: highest + 1 })
    all = [...all.filter(each => each !== found), update]
  }
  const current = all.find(({ metadata }) => metadata.name === set.status.currentRevision) ?? update
  return { current, update, all, collisionCount }
}

/** When a name is taken by something else, the next one is tried. */
function present(set: StatefulSet, number: number, collisionCount: number, ctx: Context) {
  const data = goJson(revisionData(set))
  for (let count = collisionCount; ; count++) {
    const revision = snapshot(set, safeEncode(String(fnv32(data + count))), HASH, number, ctx)
    if (revision) return { revision, collisionCount: count }
  }
}
