import type { CronJob } from '../../lib/objects.ts'
import { type Ms, parseTime } from '../../lib/time.ts'
import type { Schedule } from './schedule.ts'

/** After so many starts in a row that were missed, something is wrong. */
const MANY = 100
/** A start is looked at so much after its moment, so that it is surely past. */
const LATE: Ms = 100

/** A schedule that names fewer than two moments. */
export class BarrenError extends Error {
  constructor() {
    super('time difference between two schedules is less than 1 second')
  }
}

type Timing = Pick<CronJob, 'metadata' | 'spec' | 'status'>

/** From when on starts count. */
function since({ metadata, spec, status }: Timing, now: Ms, within: boolean): Ms {
  const earliest = parseTime(status.lastScheduleTime) ?? parseTime(metadata.creationTimestamp) ?? now
  const deadline = spec.startingDeadlineSeconds
  return within && deadline !== undefined ? Math.max(earliest, now - deadline * 1000) : earliest
}

/**
 * The latest moment at which a Job should have been started by now, if there is one, and whether there were many.
 * Modelled on pkg/controller/cronjob/utils.go, mostRecentScheduleTime. Throws BarrenError.
 */
export function latestStart(cron: Timing, now: Ms, schedule: Schedule, within = true): { at?: Ms; many: boolean } {
  const first = schedule.next(since(cron, now, within))
  if (first !== undefined && now < first) return { many: false }
  const second = first === undefined ? undefined : schedule.next(first)
  if (first === undefined || second === undefined) throw new BarrenError()
  if (now < second) return { at: first, many: false }
  const period = second - first
  const missed = Math.floor((now - first) / period) + 1
  let at: Ms | undefined
  // Guessed, for a schedule that is not regular.
  let from = first + (missed - 2) * period
  for (let next = schedule.next(from); next !== undefined && next <= now; next = schedule.next(from)) at = from = next
  return { at, many: missed > MANY }
}

/** When to look again. */
export function nextLook(cron: Timing, now: Ms, schedule: Schedule): Ms | undefined {
  let from = now
  try {
    from = latestStart(cron, now, schedule, false).at ?? since(cron, now, false)
  } catch (error) {
    if (!(error instanceof BarrenError)) throw error
  }
  const next = schedule.next(from)
  return next === undefined ? undefined : Math.max(next + LATE, now)
}
