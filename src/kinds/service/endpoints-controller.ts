import { ApiError } from '../../api/errors.ts'
import type { Context, Controller } from '../../engine/controller.ts'
import { equal } from '../../lib/equal.ts'
import type { Endpoints, Labels, Pod, Service } from '../../lib/objects.ts'
import { looked, wait } from './pace.ts'
import { hasEndpoint } from './pod-endpoint.ts'
import { podsOf, servicesTouchedBy } from './selection.ts'
import { isTerminating, keyOf, serviceAt } from './service-key.ts'
import { isHeadless } from './service-type.ts'
import type { Subset } from './subsets.ts'
import { subsetsOf, truncated } from './subsets.ts'
import { triggerTime, withTriggerTime } from './trigger-time.ts'

const OVER_CAPACITY = 'endpoints.kubernetes.io/over-capacity'
const MANAGED_BY = 'endpoints.kubernetes.io/managed-by'
const MANAGER = 'endpoint-controller'
const HEADLESS = 'service.kubernetes.io/headless'

/** Keeps the Endpoints of Services that have a selector. Modelled on pkg/controller/endpoint. */
export const endpointsController: Controller = {
  name: 'endpoints',
  user: 'endpoint-controller',
  watches: [
    { resource: 'services', keys: ({ object }) => [keyOf(object)] },
    { resource: 'pods', keys: servicesTouchedBy },
    { resource: 'endpoints', keys: ({ type, object }) => (type === 'DELETED' ? [keyOf(object)] : []) },
  ],
  reconcile,
}

function reconcile(key: string, ctx: Context): undefined | { requeueAfter: number } {
  const later = wait(key, ctx)
  if (later !== undefined) return { requeueAfter: later }
  const { namespace, name, service } = serviceAt(key, ctx)
  const current = ctx.read.get<Endpoints>('endpoints', namespace, name)
  if (!service) {
    // Endpoints go with the Service of their name, hand-written ones too.
    if (current && !current.metadata.deletionTimestamp) ctx.api.delete(current)
    return looked(key, 0, ctx)
  }
  if (!service.spec.selector || service.spec.type === 'ExternalName') return looked(key, 0, ctx)
  const pods = podsOf(service, ctx.read)
  looked(key, pods.length, ctx)

  const all = subsetsOf(service, pods)
  const cut = truncated(all)
  const subsets = cut ?? all
  const labels = endpointsLabels(service)
  const wasCut = current?.metadata.annotations?.[OVER_CAPACITY] !== undefined
  if (
    current &&
    wasCut === (cut !== undefined) &&
    equal(current.subsets ?? [], subsets) &&
    equal(current.metadata.labels ?? {}, labels)
  ) {
    return
  }
  const at = triggerTime(service, current === undefined, changes(current?.subsets ?? [], pods))
  const { [OVER_CAPACITY]: _, ...others } = current?.metadata.annotations ?? {}
  const annotations = withTriggerTime(cut ? { ...others, [OVER_CAPACITY]: 'truncated' } : others, at)
  const metadata = { ...(current?.metadata ?? { namespace, name }), labels, annotations }
  const next: Endpoints = { apiVersion: 'v1', kind: 'Endpoints', metadata, subsets }
  if (subsets.length === 0) delete next.subsets
  if (current) ctx.api.update(next)
  else if (!isTerminating(namespace, ctx)) create(next, ctx)
}

/** Tells when it could not be made. Throws ApiError. */
function create(endpoints: Endpoints, ctx: Context): void {
  try {
    ctx.api.create(endpoints)
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    const { namespace, name } = endpoints.metadata
    const text = `Failed to create endpoint for service ${namespace}/${name}: ${error.message}`
    ctx.event(endpoints, 'Warning', 'FailedToCreateEndpoint', text, { from: 'endpoint-controller' })
    throw error
  }
}

function endpointsLabels(service: Service): Labels {
  const { [HEADLESS]: _, ...labels } = service.metadata.labels ?? {}
  if (isHeadless(service)) labels[HEADLESS] = ''
  return { ...labels, [MANAGED_BY]: MANAGER }
}

/** The Pods and whether each stood among the ready addresses. */
function changes(subsets: readonly Subset[], pods: readonly Pod[]): { pod: Pod; wasReady: boolean }[] {
  const ready = new Set<string | undefined>()
  for (const { addresses = [] } of subsets) for (const { targetRef } of addresses) ready.add(targetRef?.uid)
  return pods.filter(hasEndpoint).map(pod => ({ pod, wasReady: ready.has(pod.metadata.uid) }))
}
