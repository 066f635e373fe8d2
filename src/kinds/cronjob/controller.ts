import { ApiError } from '../../api/errors.ts'
import type { Reader } from '../../api/kind.ts'
import type { Context, Controller } from '../../engine/controller.ts'
import { equal } from '../../lib/equal.ts'
import type { CronJob, Job, KubeObject } from '../../lib/objects.ts'
import { term } from '../../lib/term.ts'
import { controllerOf, controllerReference } from '../../lib/owner.ts'
import { type Ms, parseTime, rfc1123, rfc3339 } from '../../lib/time.ts'
import type { Change } from '../../store/store.ts'
import { ended } from '../job/pods.ts'
import { isNamespaceTerminating } from '../pod-control.ts'
import { BarrenError, latestStart, nextLook } from './missed.ts'
import { parseSchedule, type Schedule, ScheduleError } from './schedule.ts'
import { zoneOf } from './zone.ts'

export const RESOURCE = 'cronjobs.batch'
const JOBS = 'jobs.batch'
const FROM = { from: 'cronjob-controller' }
/** Key of one whose schedule was changed: what it would have started by now is not made up for. */
const CHANGED = 'changed '

/** Starts Jobs by the clock. Modelled on pkg/controller/cronjob/cronjob_controllerv2.go. */
export const cronJobController: Controller = {
  name: 'cronjob',
  watches: [
    { resource: RESOURCE, keys: ownKeys },
    { resource: JOBS, keys: jobKeys },
  ],
  reconcile(key, ctx) {
    const name = key.startsWith(CHANGED) ? key.slice(CHANGED.length) : key
    const slash = name.indexOf('/')
    const cron = ctx.read.get<CronJob>(RESOURCE, name.slice(0, slash), name.slice(slash + 1))
    if (!cron) return
    const at = name === key ? sync(cron, ctx) : lookAfterChange(cron, ctx)
    if (at !== undefined) ctx.enqueue(name, at)
  },
  waits: () => true,
}

function ownKeys({ type, object, previous }: Change): string[] {
  const key = `${object.metadata.namespace}/${object.metadata.name}`
  if (type !== 'MODIFIED' || !previous) return type === 'DELETED' ? [] : [key]
  const { spec } = object as CronJob
  const old = (previous as CronJob).spec
  if (spec.schedule !== old.schedule || spec.timeZone !== old.timeZone) return [CHANGED + key]
  return spec === old || equal(spec, old) ? [] : [key]
}

function jobKeys({ type, object, previous }: Change): string[] {
  const owner = controllerOf(object)
  if (owner?.kind !== 'CronJob') return []
  if (type === 'MODIFIED' && previous && ended(object as Job) === ended(previous as Job)) return []
  return [`${object.metadata.namespace}/${owner.name}`]
}

function lookAfterChange(cron: CronJob, ctx: Context): Ms | undefined {
  const schedule = scheduleOf(cron)
  return typeof schedule === 'string' ? sync(cron, ctx) : nextLook(cron, ctx.now, schedule)
}

/** Lines that were read before: every start asks for its own again. */
const known = new Map<string, Schedule | string>()
const MOST_KNOWN = 1000

/** The schedule, or why there is none. */
function scheduleOf({ spec }: CronJob): Schedule | string {
  const line = `${spec.timeZone ?? ''} ${spec.schedule}`
  let schedule = known.get(line)
  if (schedule === undefined) {
    if (known.size >= MOST_KNOWN) known.clear()
    schedule = read(spec)
    known.set(line, schedule)
  }
  return schedule
}

function read({ schedule, timeZone }: CronJob['spec']): Schedule | string {
  try {
    return parseSchedule(schedule, timeZone)
  } catch (error) {
    if (!(error instanceof ScheduleError)) throw error
    return error.message
  }
}

/** Looks at the Jobs there are, starts the one that is due. Answers when to look again. */
function sync(cron: CronJob, ctx: Context): Ms | undefined {
  const next: CronJob = { ...cron, status: { ...cron.status } }
  const jobs = jobsOf(cron, ctx.read)
  take(next, jobs, ctx)
  const at = cron.metadata.deletionTimestamp || cron.spec.suspend ? undefined : startDue(next, ctx)
  clean(next, jobs, ctx)
  if (!equal(next.status, cron.status)) ctx.api.updateStatus(next)
  return at
}

function jobsOf(cron: CronJob, read: Reader): Job[] {
  const { uid } = cron.metadata
  return read.find<Job>(JOBS, term('owner', uid!)).filter(job => controllerOf(job)?.uid === uid)
}

/** Takes note of what became of the Jobs. */
function take(cron: CronJob, jobs: readonly Job[], ctx: Context): void {
  const { status } = cron
  const uids = new Set<string>()
  for (const job of jobs) {
    const { uid, name } = job.metadata
    uids.add(uid!)
    const listed = status.active?.some(each => each.uid === uid)
    const end = ended(job)
    if (!listed && !end) {
      const text = `Saw a job that the controller did not create or forgot: ${name}`
      ctx.event(cron, 'Warning', 'UnexpectedJob', text, FROM)
    }
    if (listed && end) {
      strike(cron, uid!)
      ctx.event(cron, 'Normal', 'SawCompletedJob', `Saw completed job: ${name}, condition: ${end}`, FROM)
    }
    const { completionTime } = job.status
    if (end === 'Complete' && completionTime && after(completionTime, status.lastSuccessfulTime)) {
      status.lastSuccessfulTime = completionTime
    }
  }
  for (const { uid, name, namespace } of status.active ?? []) {
    if (uids.has(uid!) || ctx.read.get(JOBS, namespace, name!)) continue
    ctx.event(cron, 'Normal', 'MissingJob', `Active job went missing: ${name}`, FROM)
    strike(cron, uid!)
  }
}

const after = (time: string, other: string | undefined) => parseTime(time)! > (parseTime(other) ?? 0)

function strike({ status }: CronJob, uid: string): void {
  const left = (status.active ?? []).filter(each => each.uid !== uid)
  if (left.length > 0) status.active = left
  else delete status.active
}

function startDue(cron: CronJob, ctx: Context): Ms | undefined {
  const { spec, status } = cron
  const { now } = ctx
  const warn = (reason: string, text: string) => ctx.event(cron, 'Warning', reason, text, FROM)
  if (spec.timeZone !== undefined && !zoneOf(spec.timeZone)) {
    warn('UnknownTimeZone', `invalid timeZone: ${JSON.stringify(spec.timeZone)}: unknown time zone ${spec.timeZone}`)
    return undefined
  }
  const schedule = scheduleOf(cron)
  if (typeof schedule === 'string') {
    warn('UnparseableSchedule', `unparseable schedule: ${JSON.stringify(spec.schedule)} : ${schedule}`)
    return undefined
  }
  let due: { at?: Ms; many: boolean }
  try {
    due = latestStart(cron, now, schedule)
  } catch (error) {
    if (!(error instanceof BarrenError)) throw error
    warn('InvalidSchedule', `invalid schedule: ${spec.schedule} : ${error.message}`)
    return undefined
  }
  const look = () => nextLook(cron, now, schedule)
  if (due.at === undefined) return look()
  if (due.many) {
    const advice = 'Set or decrease .spec.startingDeadlineSeconds or check clock skew'
    warn('TooManyMissedTimes', `too many missed start times. ${advice}`)
  }
  const deadline = spec.startingDeadlineSeconds
  if (deadline !== undefined && due.at + deadline * 1000 < now) {
    warn('MissSchedule', `Missed scheduled time to start a job: ${rfc1123(rfc3339(due.at))}`)
    return look()
  }
  const name = `${cron.metadata.name}-${Math.floor(due.at / 60_000)}`
  if (status.active?.some(each => each.name === name)) return look()
  if (spec.concurrencyPolicy === 'Forbid' && status.active?.length) {
    const text = 'Not starting job because prior execution is running and concurrency policy is Forbid'
    ctx.event(cron, 'Normal', 'JobAlreadyActive', text, FROM)
    return look()
  }
  if (spec.concurrencyPolicy === 'Replace') replaceActive(cron, ctx)
  return start(cron, name, due.at, ctx) ? look() : now + RETRY
}

/** A Job that could not be made is tried again after this long. */
const RETRY: Ms = 10_000

function replaceActive(cron: CronJob, ctx: Context): void {
  for (const { name, namespace } of cron.status.active ?? []) {
    const job = ctx.read.get<Job>(JOBS, namespace, name!)
    if (job) remove(cron, job, ctx)
  }
}

function remove(cron: CronJob, job: Job, ctx: Context): void {
  ctx.api.delete(job, { propagationPolicy: 'Background' })
  strike(cron, job.metadata.uid!)
  ctx.event(cron, 'Normal', 'SuccessfulDelete', `Deleted job ${job.metadata.name}`, FROM)
}

function start(cron: CronJob, name: string, at: Ms, ctx: Context): boolean {
  const { status } = cron
  let job: KubeObject | undefined
  try {
    job = ctx.api.create(jobOf(cron, name, at))
    ctx.event(cron, 'Normal', 'SuccessfulCreate', `Created job ${name}`, FROM)
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    if (isNamespaceTerminating(error)) return true
    if (error.reason !== 'AlreadyExists') {
      ctx.event(cron, 'Warning', 'FailedCreate', `Error creating job: ${error.message}`, FROM)
      return false
    }
    job = ctx.read.get<Job>(JOBS, cron.metadata.namespace, name)!
    if (controllerOf(job)?.uid !== cron.metadata.uid || ended(job as Job)) return true
  }
  const { apiVersion, kind, metadata } = job
  const { namespace, uid, resourceVersion } = metadata
  status.active = [...(status.active ?? []), { apiVersion, kind, name, namespace, resourceVersion, uid }]
  status.lastScheduleTime = rfc3339(at)
  return true
}

function jobOf(cron: CronJob, name: string, at: Ms): KubeObject {
  const { metadata = {}, spec } = cron.spec.jobTemplate
  const offset = cron.spec.timeZone === undefined ? 0 : zoneOf(cron.spec.timeZone)!.offset(at)
  const annotations = { ...metadata.annotations, 'batch.kubernetes.io/cronjob-scheduled-timestamp': zoned(at, offset) }
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: {
      name,
      namespace: cron.metadata.namespace,
      annotations,
      ...(metadata.labels && { labels: metadata.labels }),
      ownerReferences: [controllerReference(cron)],
    },
    spec,
  }
}

/** RFC 3339 on the clock of a zone. */
function zoned(at: Ms, offset: Ms): string {
  if (offset === 0) return rfc3339(at)
  const minutes = Math.abs(offset) / 60_000
  const two = (n: number) => String(Math.floor(n)).padStart(2, '0')
  return `${rfc3339(at + offset).slice(0, -1)}${offset < 0 ? '-' : '+'}${two(minutes / 60)}:${two(minutes % 60)}`
}

/** Ended Jobs go, the oldest first, until as many are left as may be kept. */
function clean(cron: CronJob, jobs: readonly Job[], ctx: Context): void {
  const { failedJobsHistoryLimit, successfulJobsHistoryLimit } = cron.spec
  for (const [end, limit] of [
    ['Failed', failedJobsHistoryLimit],
    ['Complete', successfulJobsHistoryLimit],
  ] as const) {
    if (limit === undefined) continue
    const old = jobs.filter(job => ended(job) === end && !job.metadata.deletionTimestamp)
    if (old.length <= limit) continue
    const began = (job: Job) => `${job.status.startTime ?? '9'} ${job.metadata.name}`
    old.sort((a, b) => (began(a) < began(b) ? -1 : 1))
    for (const job of old.slice(0, old.length - limit)) remove(cron, job, ctx)
  }
}
