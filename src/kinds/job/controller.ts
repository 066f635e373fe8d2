import { ApiError } from '../../api/errors.ts'
import type { Reader } from '../../api/kind.ts'
import type { Context, Controller } from '../../engine/controller.ts'
import { condition } from '../../lib/conditions.ts'
import { equal } from '../../lib/equal.ts'
import type { Job, Pod } from '../../lib/objects.ts'
import { controllerOf } from '../../lib/owner.ts'
import { term } from '../../lib/term.ts'
import type { Ms } from '../../lib/time.ts'
import type { Change } from '../../store/store.ts'
import { claim, claimantKeys } from '../claim.ts'
import { isActive, isReady } from '../pod/readiness.ts'
import { isNamespaceTerminating } from '../pod-control.ts'
import type { Failures } from './back-off.ts'
import { type Plan, plan } from './plan.ts'
import { ended, isTracked, newPod, tracked, untracked, type Wanted } from './pods.ts'
import { final, interim } from './status.ts'

export const RESOURCE = 'jobs.batch'
const FROM = { from: 'job-controller' }
/** Changes of pods are gathered for so long (syncJobBatchPeriod). */
const BATCH: Ms = 1000
/** Keys that changed pods queue begin with one of these; a Job's own key is a deadline or a back-off. */
const PODS = 'pods of '
const ORPHAN = 'orphan '
/** Retries of a round that failed begin here and double (ms). */
const FIRST_RETRY: Ms = 1000
const LAST_RETRY: Ms = 60_000

/** Runs pods until enough of them succeeded. Modelled on pkg/controller/job. */
export const jobController: Controller = {
  name: 'job',
  watches: [
    { resource: RESOURCE, keys: ownKeys },
    { resource: 'pods', keys: podKeys, delay: BATCH },
    { resource: 'pods', keys: orphanKeys },
    { resource: RESOURCE, keys: leftKeys },
  ],
  reconcile(key, ctx) {
    if (key.startsWith(ORPHAN)) return letGo(key.slice(ORPHAN.length), ctx)
    reconcile(key.startsWith(PODS) ? key.slice(PODS.length) : key, ctx)
  },
  waits: key => !key.startsWith(PODS) && !key.startsWith(ORPHAN),
}

function get<T>(resource: string, key: string, read: Reader): T | undefined {
  const slash = key.indexOf('/')
  return read.get<T>(resource, key.slice(0, slash), key.slice(slash + 1))
}

/** What it wrote itself, the status, is nothing new. */
function ownKeys({ type, object, previous }: Change): string[] {
  const { metadata } = object
  const before = previous?.metadata
  if (type === 'MODIFIED' && metadata.generation === before?.generation) {
    if (metadata.deletionTimestamp === before?.deletionTimestamp) return []
  }
  return [`${metadata.namespace}/${metadata.name}`]
}

function podKeys(change: Change, read: Reader): string[] {
  const { type, object, previous } = change
  const keys = claimantKeys(change, RESOURCE, 'Job', read)
  if (keys.length === 0) return keys
  if (type === 'MODIFIED' && previous && !matters(object as Pod, previous as Pod)) return []
  return keys.map(key => PODS + key)
}

function matters(pod: Pod, old: Pod): boolean {
  return (
    pod.status.phase !== old.status.phase ||
    pod.metadata.deletionTimestamp !== old.metadata.deletionTimestamp ||
    isReady(pod) !== isReady(old) ||
    restartsOf(pod) !== restartsOf(old) ||
    !equal(pod.metadata.labels, old.metadata.labels) ||
    !equal(pod.metadata.ownerReferences, old.metadata.ownerReferences)
  )
}

const restartsOf = ({ status }: Pod): number => {
  let count = 0
  for (const { restartCount } of status.containerStatuses ?? []) count += restartCount
  return count
}

/** Held pods whose Job has gone, or which it has lost. */
function orphanKeys({ type, object }: Change, read: Reader): string[] {
  if (type === 'DELETED' || !isTracked(object as Pod)) return []
  return jobOf(object as Pod, read) ? [] : [orphanKey(object)]
}

/** The held pods of a Job that goes: nothing may happen to them any more that would tell of it (deleteJob). */
function leftKeys({ type, object }: Change, read: Reader): string[] {
  if (type !== 'DELETED') return []
  return read.find<Pod>('pods', term('owner', object.metadata.uid!)).filter(isTracked).map(orphanKey)
}

const orphanKey = ({ metadata }: Pick<Pod, 'metadata'>): string => `${ORPHAN}${metadata.namespace}/${metadata.name}`

function jobOf(pod: Pod, read: Reader): Job | undefined {
  const owner = controllerOf(pod)
  if (owner?.kind !== 'Job') return undefined
  const job = read.get<Job>(RESOURCE, pod.metadata.namespace, owner.name)
  return job?.metadata.uid === owner.uid ? job : undefined
}

function letGo(key: string, { read, api }: Context): void {
  const pod = get<Pod>('pods', key, read)
  if (pod && isTracked(pod) && !jobOf(pod, read)) api.update(untracked(pod))
}

function reconcile(key: string, ctx: Context): void {
  const job = get<Job>(RESOURCE, key, ctx.read)
  if (!job || ended(job)) {
    if (ctx.note(key) !== undefined) ctx.setNote(key, undefined)
    return
  }
  if (job.spec.managedBy !== undefined && job.spec.managedBy !== 'kubernetes.io/job-controller') return
  const pods = claim<Pod>('pods', job, ctx, isActive, tracked)
  const memory = ctx.note<Memory>(key) ?? {}
  const decided = plan(job, pods, memory.failures, ctx.now)
  for (const pod of decided.remove) remove(job, pod, ctx)
  const failure = create(job, decided, ctx)
  report(job, decided, ctx)
  const retry = failure ? Math.min((memory.retry ?? FIRST_RETRY / 2) * 2, LAST_RETRY) : undefined
  remember(key, memory, { failures: decided.failures, retry }, ctx)
  if (decided.lookAt !== undefined) ctx.enqueue(key, decided.lookAt)
  if (retry !== undefined) ctx.enqueue(key, ctx.now + retry)
}

interface Memory {
  failures?: Failures
  /** The last wait after pods could not be made. */
  retry?: Ms
}

function remember(key: string, before: Memory, { failures, retry }: Memory, ctx: Context): void {
  const next: Memory = {}
  if (failures!.count > 0) next.failures = failures
  if (retry !== undefined) next.retry = retry
  if (!equal(next, before)) ctx.setNote(key, Object.keys(next).length > 0 ? next : undefined)
}

function remove(job: Job, pod: Pod, ctx: Context): void {
  ctx.api.delete(pod)
  ctx.event(job, 'Normal', 'SuccessfulDelete', `Deleted pod: ${pod.metadata.name}`, FROM)
}

/** Makes pods in batches of 1, 2, 4, ...; the batch in which one fails is the last. Answers whether one failed. */
function create(job: Job, decided: Plan, ctx: Context): boolean {
  const made: Wanted[] = []
  let failed = false
  for (let size = 1, next = 0; next < decided.create.length && !failed; next += size, size *= 2) {
    for (const wanted of decided.create.slice(next, next + size)) {
      if (createPod(job, wanted, ctx)) made.push(wanted)
      else failed = true
    }
  }
  decided.create = made
  return failed
}

function createPod(job: Job, wanted: Wanted, ctx: Context): boolean {
  try {
    const { name } = ctx.api.create(newPod(job, wanted)).metadata
    ctx.event(job, 'Normal', 'SuccessfulCreate', `Created pod: ${name}`, FROM)
    return true
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    if (isNamespaceTerminating(error)) return false
    ctx.event(job, 'Warning', 'FailedCreate', `Error creating: ${error.message}`, FROM)
    return false
  }
}

/** Writes the status: before ended pods are let go, and with them counted. */
function report(job: Job, decided: Plan, ctx: Context): void {
  const { now, api, read } = ctx
  const before = interim(job, decided, now)
  tellSuspension(job, before, ctx)
  const after = final(before, decided, now)
  if (decided.release.length === 0 && !decided.ending) {
    if (!equal(after, job.status)) api.updateStatus(withStatus(job, after))
    return
  }
  const written = equal(before, job.status) ? job : api.updateStatus(withStatus(job, before))
  for (const { metadata } of decided.release) {
    const pod = read.get<Pod>('pods', metadata.namespace, metadata.name)
    if (pod && isTracked(pod)) api.update(untracked(pod))
  }
  if (equal(after, written.status)) return
  const { status } = api.updateStatus(withStatus(written, after))
  const end = ended(withStatus(job, status))
  if (!end) return
  const { reason, message } = decided.ending!
  if (end === 'Failed') ctx.event(job, 'Warning', reason, message, FROM)
  else {
    const { completions } = job.spec
    if (completions !== undefined && (status.succeeded ?? 0) > completions) {
      const text = 'Too many succeeded pods running after completion count reached'
      ctx.event(job, 'Warning', 'TooManySucceededPods', text, FROM)
    }
    ctx.event(job, 'Normal', 'Completed', 'Job completed', FROM)
  }
}

function withStatus(job: Job, status: Job['status']): Job {
  const next = { ...job }
  next.status = status
  return next
}

function tellSuspension(job: Job, next: Job['status'], ctx: Context): void {
  const is = condition(next.conditions, 'Suspended')
  const was = condition(job.status.conditions, 'Suspended')
  if (!is || is.status === was?.status) return
  if (is.status === 'True') ctx.event(job, 'Normal', 'Suspended', 'Job suspended', FROM)
  else ctx.event(job, 'Normal', 'Resumed', 'Job resumed', FROM)
}
