import type { Reader } from '../../api/kind.ts'
import type { Controller } from '../../engine/controller.ts'
import { condition } from '../../lib/conditions.ts'
import type { Job } from '../../lib/objects.ts'
import { type Ms, parseTime } from '../../lib/time.ts'
import { RESOURCE } from './controller.ts'
import { ended } from './pods.ts'

/** When a finished Job is to be deleted; undefined when it is kept. */
function expiry(job: Job): Ms | undefined {
  const ttl = job.spec.ttlSecondsAfterFinished
  const end = ended(job)
  if (ttl === undefined || !end || job.metadata.deletionTimestamp) return undefined
  return (parseTime(condition(job.status.conditions, end)!.lastTransitionTime) ?? 0) + ttl * 1000
}

function get(key: string, read: Reader): Job | undefined {
  const slash = key.indexOf('/')
  return read.get<Job>(RESOURCE, key.slice(0, slash), key.slice(slash + 1))
}

/** Deletes finished Jobs after their time to live, with all that is theirs (pkg/controller/ttlafterfinished). */
export const ttlAfterFinished: Controller = {
  name: 'ttl-after-finished',
  watches: [
    {
      resource: RESOURCE,
      keys: ({ type, object }) =>
        type !== 'DELETED' && expiry(object as Job) !== undefined
          ? [`${object.metadata.namespace}/${object.metadata.name}`]
          : [],
    },
  ],
  reconcile(key, { read, api, now }) {
    const job = get(key, read)
    const at = job && expiry(job)
    if (at === undefined) return
    if (at > now) return { requeueAfter: at - now }
    api.delete(job!, { propagationPolicy: 'Foreground' })
  },
  waits: () => true,
}
