import { ApiError } from '../../api/errors.ts'
import type { Reader } from '../../api/kind.ts'
import type { Context, Controller } from '../../engine/controller.ts'
import { condition } from '../../lib/conditions.ts'
import { equal } from '../../lib/equal.ts'
import type { OwnerReference, Pod, ReplicaSet } from '../../lib/objects.ts'
import { controllerReference } from '../../lib/owner.ts'
import type { Ms } from '../../lib/time.ts'
import type { Change } from '../../store/store.ts'
import { claim, claimantKeys } from '../claim.ts'
import { isActive, isReady, isTerminal } from '../pod/readiness.ts'
import { firstToGo } from './ranking.ts'
import { relatedPods } from './related.ts'
import { count, type Failure, statusOf } from './status.ts'

const RESOURCE = 'replicasets.apps'
/** Retries of a failed round begin here and double (ms). */
const FIRST_RETRY: Ms = 5
const LAST_RETRY: Ms = 1_000_000
/** A longer minReadySeconds is waiting on purpose; a shorter one is work under way. */
const PATIENCE_SECONDS = 60

/** Keeps as many pods as spec.replicas asks for. Modelled on pkg/controller/replicaset/replica_set.go. */
export const replicaSetController: Controller = {
  name: 'replicaset',
  watches: [
    { resource: RESOURCE, keys: ownKeys },
    {
      resource: 'pods',
      keys: (change, read) => (matters(change) ? claimantKeys(change, RESOURCE, 'ReplicaSet', read) : []),
    },
  ],
  reconcile,
  waits(key, read) {
    const rs = get(key, read)
    if (!rs) return false
    return (
      (rs.spec.minReadySeconds ?? 0) > PATIENCE_SECONDS ||
      condition(rs.status.conditions, 'ReplicaFailure') !== undefined
    )
  },
}

function get(key: string, read: Reader): ReplicaSet | undefined {
  const slash = key.indexOf('/')
  return read.get<ReplicaSet>(RESOURCE, key.slice(0, slash), key.slice(slash + 1))
}

/** What it wrote itself, the status, is nothing new. */
function ownKeys({ type, object, previous }: Change): string[] {
  const { metadata } = object
  const before = previous?.metadata
  const same =
    type === 'MODIFIED' &&
    metadata.generation === before?.generation &&
    metadata.deletionTimestamp === before?.deletionTimestamp
  return same ? [] : [`${metadata.namespace}/${metadata.name}`]
}

/** Of a pod's many changes only those that count, adoption or release may follow from. */
function matters({ type, object, previous }: Change): boolean {
  if (type !== 'MODIFIED' || !previous) return true
  const next = object as Pod
  const old = previous as Pod
  return (
    isTerminal(next) !== isTerminal(old) ||
    next.metadata.deletionTimestamp !== old.metadata.deletionTimestamp ||
    readySince(next) !== readySince(old) ||
    !equal(next.metadata.labels, old.metadata.labels) ||
    !equal(next.metadata.ownerReferences, old.metadata.ownerReferences)
  )
}

const readySince = (pod: Pod): string | undefined =>
  isReady(pod) ? (condition(pod.status.conditions, 'Ready')?.lastTransitionTime ?? '') : undefined

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

/** Makes pods in batches of 1, 2, 4, ...; the batch in which one fails is the last. */
function create(rs: ReplicaSet, count: number, ctx: Context): Failure | undefined {
  const owner = controllerReference(rs)
  for (let size = 1, made = 0; made < count; size *= 2) {
    let failure: Failure | undefined
    for (const end = Math.min(count, made + size); made < end; made++) failure = createPod(rs, owner, ctx) ?? failure
    if (failure) return failure
  }
  return undefined
}

function createPod(rs: ReplicaSet, owner: OwnerReference, ctx: Context): Failure | undefined {
  const { metadata = {}, spec } = rs.spec.template!
  const { labels, annotations, finalizers } = metadata
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      generateName: `${rs.metadata.name}-`,
      namespace: rs.metadata.namespace,
      ...(labels && { labels }),
      ...(annotations && { annotations }),
      ...(finalizers && { finalizers }),
      ownerReferences: [owner],
    },
    spec,
  } as unknown as Pod
  try {
    const { name } = ctx.api.create(pod).metadata
    ctx.event(rs, 'Normal', 'SuccessfulCreate', `Created pod: ${name}`, { from: 'replicaset-controller' })
    return undefined
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    if (isNamespaceTerminating(error)) return undefined
    const message = `Error creating: ${error.message}`
    ctx.event(rs, 'Warning', 'FailedCreate', message, { from: 'replicaset-controller' })
    return { reason: 'FailedCreate', message: error.message }
  }
}

const isNamespaceTerminating = ({ status }: ApiError): boolean =>
  status.details?.causes?.some(cause => cause.reason === 'NamespaceTerminating') ?? false

function remove(rs: ReplicaSet, active: readonly Pod[], count: number, ctx: Context): void {
  for (const pod of firstToGo(active, relatedPods(rs, ctx.read), count, ctx.now)) {
    ctx.api.delete(pod)
    ctx.event(rs, 'Normal', 'SuccessfulDelete', `Deleted pod: ${pod.metadata.name}`, { from: 'replicaset-controller' })
  }
}

/** How long to wait before the next try of a ReplicaSet that failed. */
function retryDelay(key: string, ctx: Context): Ms {
  const delay = ctx.note<Ms>(key) ?? FIRST_RETRY
  ctx.setNote(key, Math.min(delay * 2, LAST_RETRY))
  return delay
}

function forgetRetries(key: string, ctx: Context): undefined {
  if (ctx.note(key) !== undefined) ctx.setNote(key, undefined)
}
