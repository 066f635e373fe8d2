/** The history of a StatefulSet. Modelled on pkg/controller/statefulset, getStatefulSetRevisions. */
import { ApiError } from '../../api/errors.ts'
import type { Context } from '../../engine/controller.ts'
import { goJson } from '../../lib/go-json.ts'
import { fnv32, safeEncode } from '../../lib/hash.ts'
import type { ControllerRevision, StatefulSet } from '../../lib/objects.ts'
import { controllerOf, controllerReference } from '../../lib/owner.ts'
import { claimRevisions, keeps, revisionData } from '../controllerrevision/history.ts'

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
    const made = snapshot(set, highest + 1, collisionCount, ctx)
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
function snapshot(set: StatefulSet, revision: number, collisionCount: number, ctx: Context) {
  const data = revisionData(set)
  const { annotations, namespace } = set.metadata
  for (let count = collisionCount; ; count++) {
    const hash = safeEncode(String(fnv32(goJson(data) + count)))
    const name = `${set.metadata.name}-${hash}`
    const made: ControllerRevision = {
      apiVersion: 'apps/v1',
      kind: 'ControllerRevision',
      metadata: {
        name,
        namespace,
        labels: { ...set.spec.template.metadata?.labels, [HASH]: hash },
        ...(annotations && { annotations: { ...annotations } }),
        ownerReferences: [controllerReference(set)],
      },
      data,
      revision,
    }
    try {
      return { revision: ctx.api.create(made), collisionCount: count }
    } catch (error) {
      if (!(error instanceof ApiError) || error.reason !== 'AlreadyExists') throw error
      const existing = ctx.read.get<ControllerRevision>('controllerrevisions.apps', namespace, name)!
      if (controllerOf(existing)?.uid === set.metadata.uid && keeps(existing, set)) {
        return { revision: existing, collisionCount: count }
      }
    }
  }
}
