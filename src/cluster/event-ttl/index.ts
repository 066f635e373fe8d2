import type { Controller } from '../../engine/controller.ts'
import type { Event } from '../../lib/objects.ts'
import { type Ms, parseTime } from '../../lib/time.ts'

/** How long an Event is kept after it was last seen (kube-apiserver --event-ttl). */
const TTL: Ms = 3_600_000
/** Events go in batches: between two looks at them lies at least this much. */
const BATCH: Ms = 300_000

const ALL = 'events'

/** When it was last written. */
const lastSeen = (event: Event): Ms =>
  parseTime(event.series?.lastObservedTime) ??
  parseTime(event.lastTimestamp) ??
  parseTime(event.eventTime) ??
  parseTime(event.metadata.creationTimestamp) ??
  0

/**
 * Deletes old Events. There is one timer, and only while there are Events: the first one sets it (the Event kind tallies
 * `events`), and it sets itself again while some are left.
 */
export const eventTtl: Controller = {
  name: 'event-ttl',
  watches: [
    { resource: 'events', keys: ({ type }, read) => (type === 'ADDED' && read.tally('events') === 1 ? [ALL] : []) },
  ],
  reconcile(_, { read, api, now }) {
    let oldest = Number.POSITIVE_INFINITY
    for (const event of read.list<Event>('events')) {
      const at = lastSeen(event)
      if (at + TTL <= now) api.delete(event)
      else if (at < oldest) oldest = at
    }
    if (oldest === Number.POSITIVE_INFINITY) return
    return { requeueAfter: Math.max(oldest + TTL - now, BATCH) }
  },
  waits: () => true,
}
