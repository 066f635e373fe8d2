import type { Controller } from '../../engine/controller.ts'
import { setCondition } from '../../lib/conditions.ts'
import type { Condition, IPAddress, ServiceCIDR } from '../../lib/objects.ts'
import { type Ms, parseTime } from '../../lib/time.ts'
import type { Change } from '../../store/store.ts'
import type { Reader } from '../../api/kind.ts'
import { holders, isWithin, SERVICE_CIDRS } from './ranges.ts'

const IP_ADDRESSES = 'ipaddresses.networking.k8s.io'
const MANAGED_BY = 'ipaddress.kubernetes.io/managed-by'
const ALLOCATOR = 'ipallocator.k8s.io'
export const FINALIZER = 'networking.k8s.io/service-cidr-finalizer'
/** So long allocators may not have heard yet that a range is to go. */
const GRACE: Ms = 10_000
/** The API server makes this one again when it is gone (pkg/controlplane/controller/defaultservicecidr). */
const DEFAULT = { name: 'kubernetes', cidrs: ['10.96.0.0/16'] }

const READY = { status: 'True', reason: '', message: 'Kubernetes Service CIDR is ready' }
const BLOCKED = {
  status: 'False',
  reason: 'Terminating',
  message: 'There are still IPAddresses referencing the ServiceCIDR, please remove them or create a new ServiceCIDR',
}

/** Ranges get ready, and stay while addresses of them are in use. Modelled on pkg/controller/servicecidrs. */
export const serviceCIDRController: Controller = {
  name: 'service-cidr',
  user: 'service-cidrs-controller',
  watches: [
    { resource: SERVICE_CIDRS, keys: ({ object }, read) => [object.metadata.name, ...leaving(read)] },
    { resource: IP_ADDRESSES, keys: ({ type }: Change, read) => (type === 'DELETED' ? leaving(read) : []) },
  ],
  reconcile(name, { read, api, now }) {
    const range = read.get<ServiceCIDR>(SERVICE_CIDRS, undefined, name)
    if (!range) {
      if (name === DEFAULT.name) api.create(made())
      return undefined
    }
    const { finalizers = [], deletionTimestamp } = range.metadata
    const say = (what: typeof READY) => {
      const old = range.status?.conditions?.find(({ type }) => type === 'Ready')
      if (old?.status === what.status) return
      const conditions = setCondition<Condition>(range.status?.conditions, { type: 'Ready', ...what }, now)
      api.updateStatus<ServiceCIDR>({ ...range, status: { ...range.status, conditions } })
    }
    if (!deletionTimestamp) {
      if (finalizers.includes(FINALIZER)) return say(READY)
      // The change comes back here.
      api.update<ServiceCIDR>({ ...range, metadata: { ...range.metadata, finalizers: [...finalizers, FINALIZER] } })
      return undefined
    }
    if (!finalizers.includes(FINALIZER)) return undefined
    if (!canGo(range, read)) return say(BLOCKED)
    const wait = (parseTime(deletionTimestamp) ?? now) + GRACE - now
    if (wait > 0) return { requeueAfter: wait }
    const rest = finalizers.filter(each => each !== FINALIZER)
    api.update<ServiceCIDR>({ ...range, metadata: { ...range.metadata, finalizers: rest } })
    return undefined
  },
}

/** Ranges that wait to go. */
const leaving = (read: Reader): string[] =>
  read
    .list<ServiceCIDR>(SERVICE_CIDRS)
    .filter(({ metadata }) => metadata.deletionTimestamp)
    .map(({ metadata }) => metadata.name)

/** Another range has all of it, or no address is in it alone. */
function canGo(range: ServiceCIDR, read: Reader): boolean {
  const all = read.list<ServiceCIDR>(SERVICE_CIDRS)
  const others = all.filter(({ metadata }) => metadata.name !== range.metadata.name)
  const within = (text: string) => others.some(other => other.spec.cidrs.some(outer => isWithin(text, outer)))
  if (range.spec.cidrs.every(within)) return true
  return !read.list<IPAddress>(IP_ADDRESSES).some(({ metadata }) => {
    if (metadata.labels?.[MANAGED_BY] !== ALLOCATOR) return false
    const holding = holders(metadata.name, all)
    return holding.length === 1 && holding[0]!.metadata.name === range.metadata.name
  })
}

const made = (): ServiceCIDR =>
  ({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'ServiceCIDR',
    metadata: { name: DEFAULT.name },
    spec: { cidrs: DEFAULT.cidrs },
  }) as ServiceCIDR
