import type { Pod } from '../../lib/objects.ts'
import { condition } from '../../lib/conditions.ts'
import { type Ms, parseTime } from '../../lib/time.ts'

/** First wait before a failed pod is replaced; it doubles with each failure in a row (ms). */
const FIRST: Ms = 10_000
const LONGEST: Ms = 600_000

/** Failures since the last success, see pkg/controller/job/backoff_utils.go. */
export interface Failures {
  count: number
  /** When the last one ended. */
  last?: Ms
}

/** When a pod was over: when its last container stopped, or, of a pod that was deleted, when that began. */
export function finishedAt(pod: Pod): Ms {
  let latest = 0
  for (const { state } of pod.status.containerStatuses ?? []) {
    const at = parseTime(state?.terminated?.finishedAt)
    if (at === undefined) return fallback(pod)
    latest = Math.max(latest, at)
  }
  return latest || fallback(pod)
}

function fallback({ metadata, status }: Pod): Ms {
  const deleted = parseTime(metadata.deletionTimestamp)
  if (deleted !== undefined) return deleted - (metadata.deletionGracePeriodSeconds ?? 0) * 1000
  const ready = parseTime(condition(status.conditions, 'Ready')?.lastTransitionTime)
  return ready ?? parseTime(metadata.creationTimestamp) ?? 0
}

/** What is remembered after pods have ended at these moments. */
export function counted(before: Failures | undefined, succeeded: readonly Ms[], failed: readonly Ms[]): Failures {
  if (succeeded.length === 0) {
    if (failed.length === 0) return before ?? { count: 0 }
    return { count: (before?.count ?? 0) + failed.length, last: Math.max(...failed) }
  }
  const success = Math.max(...succeeded)
  const later = failed.filter(at => at > success)
  return later.length > 0 ? { count: later.length, last: Math.max(...later) } : { count: 0 }
}

/** When the next pod may be made. */
export function retryAt({ count, last = 0 }: Failures): Ms {
  return count === 0 ? 0 : last + Math.min(FIRST * 2 ** Math.min(count - 1, 10), LONGEST)
}
