import type { Reader } from '../../../api/kind.ts'
import type { EndpointSlice } from '../../../lib/objects.ts'
import type { Prng } from '../../../lib/prng.ts'
import type { Ms } from '../../../lib/time.ts'
import type { View } from './call.ts'

const SLICES = 'endpointslices.discovery.k8s.io'

/** Milliseconds until a change has reached the node. */
const WATCH = [10, 40] as const
/** Milliseconds that writing the rules takes. */
const WRITE = [20, 60] as const
/** kube-proxy writes rules no more often than this (--iptables-min-sync-period). */
const MIN_SYNC: Ms = 1000

/**
 * The cluster as a node sees it whose kube-proxy learns of endpoints a moment later than the API: a change arrives, and rules
 * are written at most once a second. That is the race between a Pod that ends and clients that are still sent to it.
 * Modelled on pkg/proxy/runner (BoundedFrequencyRunner). `view` is changed in place.
 */
export function delayedReader(read: Reader, view: View, now: Ms, rng: (version: string) => Prng): Reader {
  const find = (term: string): EndpointSlice[] => {
    const slices = read.find<EndpointSlice>(SLICES, term)
    const version = slices.map(({ metadata }) => metadata.resourceVersion).join()
    const service = view.services[term]
    if (!service) {
      // Before the load began there was time enough.
      view.services[term] = { version, known: slices, coming: [] }
      return slices
    }
    if (service.version !== version) {
      service.version = version
      service.coming.push({ at: syncAt(view, now, rng(version)), slices })
    }
    while (service.coming.length > 0 && service.coming[0]!.at <= now) service.known = service.coming.shift()!.slices
    return service.known
  }
  return {
    ...read,
    find: <T>(resource: string, term: string) =>
      resource === SLICES ? (find(term) as T[]) : read.find<T>(resource, term),
  }
}

/** When rules that know of a change of now are in force. A sync that has not begun yet takes the change along. */
function syncAt(view: View, now: Ms, rng: Prng): Ms {
  const arrives = now + rng.between(...WATCH)
  const write = rng.between(...WRITE)
  if (view.lastSync - write >= arrives) return view.lastSync
  view.lastSync = Math.max(arrives, view.lastSync + MIN_SYNC) + write
  return view.lastSync
}

/** When the view changes next. */
export function seesAt({ services }: View, now: Ms): Ms | undefined {
  const times = Object.values(services)
    .flatMap(({ coming }) => coming.map(({ at }) => at))
    .filter(at => at > now)
  return times.length > 0 ? Math.min(...times) : undefined
}
