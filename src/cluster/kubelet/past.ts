import type { Reader } from '../../api/kind.ts'
import type { KubeObject, Pod } from '../../lib/objects.ts'
import { prng } from '../../lib/prng.ts'
import type { Ms } from '../../lib/time.ts'

/** What a ConfigMap or Secret was until some moment, oldest first; see kinds/superseded.ts. */
type Was = { until: Ms; object: KubeObject }[]

/**
 * Reads of an earlier moment: ConfigMaps and Secrets as they were then, all else as it is. One that was deleted after
 * `keptSince` stays as it was last.
 */
export type Past = (at: Ms, keptSince?: Ms) => Reader

/** `note` reads notes of the whole cluster. */
export function pastOf(read: Reader, note: <T>(name: string) => T | undefined): Past {
  return (at, keptSince = Number.POSITIVE_INFINITY) => ({
    ...read,
    get: <T>(resource: string, namespace: string | undefined, name: string) => {
      if (resource === 'configmaps' || resource === 'secrets') {
        const was = note<Was>(`kubelet/was/${resource}/${namespace}/${name}`) ?? []
        const then = was.find(({ until }) => until > at)
        if (then) return then.object as T
        const last = was.at(-1)
        const kept = last && last.until > keptSince ? (last.object as T) : undefined
        return read.get<T>(resource, namespace, name) ?? kept
      }
      return read.get<T>(resource, namespace, name)
    },
  })
}

/** The longest time until mounted files follow; it differs from pod to pod, as each kubelet syncs when it does. */
const SYNC: [least: Ms, most: Ms] = [60_000, 90_000]

/** How long after a change of a ConfigMap or Secret the files in a pod follow. */
export const syncTime = ({ metadata }: Pod): Ms => prng('sync', metadata.uid ?? '').between(...SYNC)
