import type { Controller } from '../../engine/controller.ts'
import { lastSeenMinute } from '../../lib/event-time.ts'
import type { Event } from '../../lib/objects.ts'
import type { Ms } from '../../lib/time.ts'

/** How long an Event is kept after it was last seen (kube-apiserver --event-ttl). */
const TTL: Ms = 3_600_000
/** What was seen in the same minute goes together, as etcd's leases are shared. */
const MINUTE: Ms = 60_000

const MINUTE_KEY = 'events of '

/** Deletes old Events. Its keys are minutes, by which the Event kind indexes: the first Event of a minute sets its timer. */
export const eventTtl: Controller = {
  name: 'event-ttl',
  user: 'system:apiserver',
  watches: [
    {
      resource: 'events',
      keys: ({ type, object }) => (type === 'DELETED' ? [] : [MINUTE_KEY + lastSeenMinute(object as Event)]),
      delay: TTL + MINUTE,
    },
  ],
  reconcile(key, { read, api }) {
    const minute = key.slice(MINUTE_KEY.length)
    for (const { metadata } of read.find<Event>('events', `seen=${minute}`)) {
      const { namespace, name } = metadata
      // They expire in etcd, which asks nobody.
      api.handle({ verb: 'delete', resource: 'events', namespace, name, query: { admitted: true } })
    }
  },
  waits: () => true,
}
