import type { Reader } from '../../api/kind.ts'
import type { Context, Controller } from '../../engine/controller.ts'
import { condition } from '../../lib/conditions.ts'
import { equal } from '../../lib/equal.ts'
import type { Pod, ReplicaSet } from '../../lib/objects.ts'
import { controllerReference } from '../../lib/owner.ts'
import type { Ms } from '../../lib/time.ts'
import { claim } from '../claim.ts'
import { keyParts, ownKeys } from '../own-changes.ts'
import { keeperKeys } from '../pod/changes.ts'
import { isActive, waitsLong } from '../pod/readiness.ts'
import { createPod, deletePod, forgetRetries, retryDelay, slowStart } from '../pod-control.ts'
import { firstToGo } from './ranking.ts'
import { relatedPods } from './related.ts'
import { count, type Failure, statusOf } from './status.ts'

const RESOURCE = 'replicasets.apps'
const FROM = 'replicaset-controller'

/** Keeps as many pods as spec.replicas asks for. Modelled on pkg/controller/replicaset/replica_set.go. */
export const replicaSetController: Controller = {
  name: 'replicaset',
  watches: [
    { resource: RESOURCE, keys: ownKeys },
    {
      resource: 'pods',
      keys: (change, read) => keeperKeys(change, RESOURCE, 'ReplicaSet', read),
    },
  ],
  reconcile,
  waits(key, read) {
    const rs = get(key, read)
    if (!rs) return false
    return waitsLong(rs.spec) || condition(rs.status.conditions, 'ReplicaFailure') !== undefined
  },
}

const get = (key: string, read: Reader): ReplicaSet | undefined => read.get<ReplicaSet>(RESOURCE, ...keyParts(key))

function reconcile(key: string, ctx: Context): { requeueAfter: Ms } | undefined {
  const rs = get(key, ctx.read)
  if (!rs) return forgetRetries(key, ctx)
  let pods = claim<Pod>('pods', rs, ctx, isActive)
  let counts = count(rs, pods, ctx.now)
  let failure: Failure | undefined
  const missing = rs.metadata.deletionTimestamp ? 0 : (rs.spec.replicas ?? 1) - counts.active
  if (missing !== 0) {
    if (missing > 0) failure = create(rs, missing, ctx)
    else remove(rs, pods.filter(isActive), -missing, ctx)
    pods = claim<Pod>('pods', rs, ctx, isActive)
    counts = count(rs, pods, ctx.now)
  }
  const status = statusOf(rs, counts, failure, ctx.now)
  if (!equal(status, rs.status)) ctx.api.updateStatus({ ...rs, status })
  if (failure) return { requeueAfter: retryDelay(key, ctx) }
  forgetRetries(key, ctx)
  return counts.nextAt === undefined ? undefined : { requeueAfter: counts.nextAt - ctx.now }
}

function create(rs: ReplicaSet, count: number, ctx: Context): Failure | undefined {
  const pod = podOf(rs)
  const error = slowStart(new Array<Pod>(count).fill(pod), each => createPod(rs, each, FROM, ctx))
  return error && { reason: 'FailedCreate', message: error.message }
}

function podOf(rs: ReplicaSet): Pod {
  const { metadata = {}, spec } = rs.spec.template!
  const { labels, annotations, finalizers } = metadata
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      generateName: `${rs.metadata.name}-`,
      namespace: rs.metadata.namespace,
      ...(labels && { labels }),
      ...(annotations && { annotations }),
      ...(finalizers && { finalizers }),
      ownerReferences: [controllerReference(rs)],
    },
    spec,
  } as unknown as Pod
}

function remove(rs: ReplicaSet, active: readonly Pod[], count: number, ctx: Context): void {
  for (const pod of firstToGo(active, relatedPods(rs, ctx.read), count, ctx.now)) {
    deletePod(rs, pod, FROM, ctx)
  }
}
