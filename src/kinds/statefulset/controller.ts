import { ApiError } from '../../api/errors.ts'
import type { Context, Controller } from '../../engine/controller.ts'
import { equal } from '../../lib/equal.ts'
import type { ControllerRevision, Pod, StatefulSet } from '../../lib/objects.ts'
import type { Ms } from '../../lib/time.ts'
import { claim } from '../claim.ts'
import { forgettable } from '../controllerrevision/history.ts'
import { keyParts, ownKeys } from '../own-changes.ts'
import { keeperKeys } from '../pod/changes.ts'
import { waitsLong } from '../pod/readiness.ts'
import { forgetRetries, isNamespaceTerminating, retryDelay } from '../pod-control.ts'
import { isEmptySelector } from '../validate-workload.ts'
import { createClaims, hasStaleClaim, ownClaims } from './claims.ts'
import { ordinalOf, podName, podOf, revisionOf } from './identity.ts'
import { membersOf, type Plan, plan } from './plan.ts'
import { type History, historyOf } from './revisions.ts'
import { statusOf } from './status.ts'

const RESOURCE = 'statefulsets.apps'
const FROM = { from: 'statefulset-controller' }
/** A pod whose claims are still on their way out is tried again after this time. */
const STALE: Ms = 1000

/** Keeps pods that have names of their own. Modelled on pkg/controller/statefulset. */
export const statefulSetController: Controller = {
  name: 'statefulset',
  watches: [
    { resource: RESOURCE, keys: ownKeys },
    {
      resource: 'pods',
      keys: (change, read) => keeperKeys(change, RESOURCE, 'StatefulSet', read),
    },
  ],
  reconcile,
  waits(key, read, note) {
    const set = read.get<StatefulSet>(RESOURCE, ...keyParts(key))
    if (!set) return false
    return waitsLong(set.spec) || note(`retry/${key}`) !== undefined
  },
}

function reconcile(key: string, ctx: Context): { requeueAfter: Ms } | undefined {
  const set = ctx.read.get<StatefulSet>(RESOURCE, ...keyParts(key))
  if (!set || isEmptySelector(set.spec.selector)) return forgetRetries(key, ctx)
  const history = historyOf(set, ctx)
  const revisions = { current: history.current.metadata.name, update: history.update.metadata.name }
  const isMember = (pod: Pod) => ordinalOf(set, pod) !== undefined
  let pods = claim<Pod>('pods', set, ctx, isMember)
  const step = plan(set, membersOf(set, pods), revisions, ctx.now)
  ownClaims(set, pods, ctx)
  const round = act(set, step, history, ctx)
  if (round.acted) pods = claim<Pod>('pods', set, ctx, isMember)

  const { status, nextAt } = statusOf(set, membersOf(set, pods), revisions, history.collisionCount, ctx.now)
  if (!equal(status, set.status)) ctx.api.updateStatus({ ...set, status })
  forgetRevisions(set, pods, history, status, ctx)
  if (round.failed) return { requeueAfter: retryDelay(key, ctx) }
  forgetRetries(key, ctx)
  if (round.stale) return { requeueAfter: STALE }
  return nextAt === undefined ? undefined : { requeueAfter: nextAt - ctx.now }
}

interface Round {
  acted: boolean
  failed: boolean
  stale: boolean
}

function act(set: StatefulSet, { create, remove, pending }: Plan, history: History, ctx: Context): Round {
  const round: Round = { acted: create.length + remove.length > 0, failed: false, stale: false }
  for (const ordinal of pending) round.failed ||= createClaims(set, ordinal, ctx) !== undefined
  for (const { ordinal, revision } of create) {
    if (hasStaleClaim(set, ordinal, ctx)) round.stale = true
    else if (createClaims(set, ordinal, ctx)) round.failed = true
    else round.failed = !createPod(set, ordinal, revisionNamed(revision, history), ctx) || round.failed
  }
  for (const pod of remove) {
    ctx.api.delete(pod)
    const message = `Delete Pod ${pod.metadata.name} in StatefulSet ${set.metadata.name} successful`
    ctx.event(set, 'Normal', 'SuccessfulDelete', message, FROM)
  }
  return round
}

const revisionNamed = (name: string, { current, update }: History): ControllerRevision =>
  name === update.metadata.name ? update : current

/** False when it could not be made. */
function createPod(set: StatefulSet, ordinal: number, revision: ControllerRevision, ctx: Context): boolean {
  const words = `Create Pod ${podName(set, ordinal)} in StatefulSet ${set.metadata.name}`
  try {
    ctx.api.create(podOf(set, ordinal, revision))
    ctx.event(set, 'Normal', 'SuccessfulCreate', `${words} successful`, FROM)
    return true
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    if (isNamespaceTerminating(error)) return true
    ctx.event(set, 'Warning', 'FailedCreate', `${words} failed error: ${error.message}`, FROM)
    return false
  }
}

/** Old revisions that no pod has are kept up to revisionHistoryLimit. */
function forgetRevisions(
  set: StatefulSet,
  pods: readonly Pod[],
  { all, update }: History,
  status: StatefulSet['status'],
  ctx: Context,
): void {
  if (all.length <= 2) return
  const live = new Set([status.currentRevision, update.metadata.name, ...pods.map(revisionOf)])
  const gone = forgettable(all, set.spec.revisionHistoryLimit ?? 10, ({ metadata }) => live.has(metadata.name))
  for (const revision of gone) ctx.api.delete(revision)
}
