import { ApiError } from '../../api/errors.ts'
import type { Reader } from '../../api/kind.ts'
import type { Context, Controller } from '../../engine/controller.ts'
import { equal } from '../../lib/equal.ts'
import type { Condition, Deployment, Pod, ReplicaSet } from '../../lib/objects.ts'
import { controllerOf } from '../../lib/owner.ts'
import type { Ms } from '../../lib/time.ts'
import type { Change } from '../../store/store.ts'
import { claim, claimantKeys } from '../claim.ts'
import { isTerminal } from '../pod/readiness.ts'
import { isEmptySelector } from '../validate-workload.ts'
import { isNamespaceTerminating } from '../pod-control.ts'
import { highestRevision, newestAnnotations, REVISION, revisionOf, sizesDiffer, withSizes } from './annotations.ts'
import { hasDeadline, isComplete, nextCheck, pausedConditions, progressing, withCondition } from './conditions.ts'
import { isRollingUpdate } from './fenceposts.ts'
import { forgettable } from './history-limit.ts'
import { plan, type Scaling } from './plan.ts'
import { newReplicaSet, type ReplicaSets, sameTemplate, sizeOf, split } from './replica-sets.ts'
import { statusOf } from './status.ts'

const RESOURCE = 'deployments.apps'
const REPLICA_SETS = 'replicasets.apps'
const FROM = { from: 'deployment-controller' }
/** Before a ReplicaSet that could not be made is tried again (ms). */
const RETRY: Ms = 1000

/** Moves pods from old ReplicaSets to the new one. Modelled on pkg/controller/deployment. */
export const deploymentController: Controller = {
  name: 'deployment',
  watches: [
    { resource: RESOURCE, keys: ownKeys },
    { resource: REPLICA_SETS, keys: (change, read) => claimantKeys(change, RESOURCE, 'Deployment', read) },
  ],
  reconcile,
  /** The only timers are progress deadlines and retries. */
  waits: () => true,
}

/** What it wrote itself, the status, is nothing new. */
function ownKeys({ type, object, previous }: Change): string[] {
  const { metadata } = object
  const before = previous?.metadata
  const same =
    type === 'MODIFIED' &&
    metadata.generation === before?.generation &&
    metadata.deletionTimestamp === before?.deletionTimestamp &&
    equal(metadata.annotations, before?.annotations)
  return same ? [] : [`${metadata.namespace}/${metadata.name}`]
}

function reconcile(key: string, ctx: Context): { requeueAfter: Ms } | undefined {
  const slash = key.indexOf('/')
  const d = ctx.read.get<Deployment>(RESOURCE, key.slice(0, slash), key.slice(slash + 1))
  if (!d) return undefined
  if (isEmptySelector(d.spec.selector)) return refuse(d, ctx)

  let replicaSets = split(d, claim<ReplicaSet>(REPLICA_SETS, d, ctx))
  let conditions = pausedConditions(d, ctx.now)
  const revision = highestRevision(replicaSets.old) + 1
  if (replicaSets.newest) {
    const newest = refresh(d, replicaSets.newest, revision, ctx)
    replicaSets = { ...replicaSets, newest }
    conditions = noted(d, conditions, 'FoundNewReplicaSet', `Found new replica set "${newest.metadata.name}"`, ctx.now)
  }

  const { create, scale, resized = false } = plan(d, replicaSets, oldPodsRemain(d, replicaSets, ctx.read))
  if (create !== undefined) {
    const made = createReplicaSet(d, create, revision, ctx)
    if ('retry' in made) return made.retry
    const { newest } = made
    const message = `Created new replica set "${newest.metadata.name}"`
    if (hasDeadline(d)) conditions = withCondition(conditions, { ...CREATED, message }, ctx.now)
    replicaSets = { ...replicaSets, newest }
  }
  replicaSets = applyScalings(d, scale, replicaSets, ctx)

  const status = statusOf(d, replicaSets, conditions, resized, ctx.now)
  const written = writeRevision(d, replicaSets.newest, ctx)
  if (!equal(status, d.status)) ctx.api.updateStatus({ ...written, status })
  if (d.spec.paused || (!resized && isComplete(d, status))) {
    for (const rs of forgettable(d, replicaSets.old)) ctx.api.delete(rs)
  }
  const at = resized ? undefined : nextCheck(d, status)
  return at === undefined ? undefined : { requeueAfter: Math.max(1, at - ctx.now) }
}

const CREATED = { type: 'Progressing', status: 'True', reason: 'NewReplicaSetCreated' }

function refuse(d: Deployment, ctx: Context): undefined {
  const message = 'This deployment is selecting all pods. A non-empty selector is required.'
  ctx.event(d, 'Warning', 'SelectingAll', message, FROM)
  const observedGeneration = d.metadata.generation
  if (d.status.observedGeneration !== observedGeneration) {
    ctx.api.updateStatus({ ...d, status: { ...d.status, observedGeneration } })
  }
}

/** The first thing that is told about progress, if nothing has been told yet. */
function noted(d: Deployment, list: Condition[], reason: string, message: string, now: Ms): Condition[] {
  if (!hasDeadline(d) || progressing({ conditions: list })) return list
  return withCondition(list, { type: 'Progressing', status: 'True', reason, message }, now)
}

/** Brings the new ReplicaSet's annotations and minReadySeconds up to date. */
function refresh(d: Deployment, rs: ReplicaSet, revision: number, ctx: Context): ReplicaSet {
  const annotations = newestAnnotations(rs.metadata.annotations, d, revision)
  const minReadySeconds = d.spec.minReadySeconds ?? 0
  if (equal(annotations, rs.metadata.annotations ?? {}) && (rs.spec.minReadySeconds ?? 0) === minReadySeconds) return rs
  return ctx.api.update({ ...rs, metadata: { ...rs.metadata, annotations }, spec: { ...rs.spec, minReadySeconds } })
}

/** Whether pods of old ReplicaSets are still there, also ones that are terminating. Only Recreate asks. */
function oldPodsRemain(d: Deployment, { old }: ReplicaSets, read: Reader): boolean {
  if (isRollingUpdate(d)) return false
  return old.some(
    rs =>
      (rs.status.replicas ?? 0) > 0 || read.find<Pod>('pods', `owner=${rs.metadata.uid}`).some(pod => !isTerminal(pod)),
  )
}

type Made = { newest: ReplicaSet } | { retry: undefined | { requeueAfter: Ms } }

function createReplicaSet(d: Deployment, replicas: number, revision: number, ctx: Context): Made {
  const wanted = newReplicaSet(d, replicas, revision)
  const { name, namespace } = wanted.metadata
  try {
    const newest = ctx.api.create(wanted)
    if (replicas > 0) event(d, `Scaled up replica set ${name} from 0 to ${replicas}`, ctx)
    return { newest }
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    if (error.reason === 'AlreadyExists')
      return collision(d, ctx.read.get<ReplicaSet>(REPLICA_SETS, namespace, name)!, ctx)
    if (isNamespaceTerminating(error)) return { retry: undefined }
    const message = `Failed to create new replica set "${name}": ${error.message}`
    ctx.event(d, 'Warning', 'ReplicaSetCreateError', message, FROM)
    if (hasDeadline(d)) {
      const words = { type: 'Progressing', status: 'False', reason: 'ReplicaSetCreateError', message }
      const conditions = withCondition(d.status.conditions ?? [], words, ctx.now)
      if (conditions !== d.status.conditions) ctx.api.updateStatus({ ...d, status: { ...d.status, conditions } })
    }
    return { retry: { requeueAfter: RETRY } }
  }
}

/** The name is taken: by the ReplicaSet that is wanted, or by another one, and then the next hash is tried. */
function collision(d: Deployment, existing: ReplicaSet, ctx: Context): Made {
  if (controllerOf(existing)?.uid === d.metadata.uid && sameTemplate(existing.spec.template, d.spec.template)) {
    return { newest: existing }
  }
  const collisionCount = (d.status.collisionCount ?? 0) + 1
  ctx.api.updateStatus({ ...d, status: { ...d.status, collisionCount } })
  return { retry: { requeueAfter: 0 } }
}

function applyScalings(d: Deployment, scale: Scaling[], { newest, old }: ReplicaSets, ctx: Context): ReplicaSets {
  if (scale.length === 0) return { newest, old }
  const scaled = new Map<ReplicaSet, ReplicaSet>()
  for (const { rs, replicas } of scale) scaled.set(rs, resize(d, scaled.get(rs) ?? rs, replicas, ctx))
  return { newest: newest && (scaled.get(newest) ?? newest), old: old.map(rs => scaled.get(rs) ?? rs) }
}

function resize(d: Deployment, rs: ReplicaSet, replicas: number, ctx: Context): ReplicaSet {
  const from = sizeOf(rs)
  if (from === replicas && !sizesDiffer(rs, d)) return rs
  const annotations = withSizes(rs.metadata.annotations, d)
  const next = ctx.api.update({ ...rs, metadata: { ...rs.metadata, annotations }, spec: { ...rs.spec, replicas } })
  if (from !== replicas) {
    const way = replicas > from ? 'up' : 'down'
    event(d, `Scaled ${way} replica set ${rs.metadata.name} from ${from} to ${replicas}`, ctx)
  }
  return next
}

const event = (d: Deployment, message: string, ctx: Context) =>
  ctx.event(d, 'Normal', 'ScalingReplicaSet', message, FROM)

/** The Deployment carries the revision of its newest ReplicaSet. */
function writeRevision(d: Deployment, newest: ReplicaSet | undefined, ctx: Context): Deployment {
  if (!newest || revisionOf(newest) === revisionOf(d)) return d
  const annotations = { ...d.metadata.annotations, [REVISION]: String(revisionOf(newest)) }
  return ctx.api.update({ ...d, metadata: { ...d.metadata, annotations } })
}
