import type { Reader } from '../../api/kind.ts'
import { condition } from '../../lib/conditions.ts'
import { cpuUsage } from '../../lib/load.ts'
import type { HorizontalPodAutoscaler, Pod } from '../../lib/objects.ts'
import { formatQuantity, milliCpu } from '../../lib/quantity.ts'
import { type Ms, parseTime } from '../../lib/time.ts'
import { isReady, isTerminal } from '../pod/readiness.ts'
import { recommend, type Sample } from './replicas.ts'

type Spec = NonNullable<HorizontalPodAutoscaler['spec']['metrics']>[number]
type Status = NonNullable<HorizontalPodAutoscaler['status']['currentMetrics']>[number]

/** Metrics of a pod that has only begun count when it is ready (ms). */
const INITIALIZATION: Ms = 300_000

export interface Measured {
  replicas: number
  /** `cpu resource utilization (percentage of request)` */
  name: string
  status: Status
}

/** Why a metric says nothing. `reason` is that of the condition ScalingActive. */
export class MetricError extends Error {
  readonly reason: string
  readonly kind: string
  constructor(reason: string, kind: string, message: string) {
    super(message)
    this.reason = reason
    this.kind = kind
  }
}

/** Nobody offers these. */
const ABSENT: Record<string, { reason: string; api: string }> = {
  Pods: { reason: 'FailedGetPodsMetric', api: 'custom' },
  Object: { reason: 'FailedGetObjectMetric', api: 'custom' },
  External: { reason: 'FailedGetExternalMetric', api: 'external' },
}

/** What one metric asks for. Throws MetricError. */
export function measure(metric: Spec, current: number, pods: readonly Pod[], read: Reader, now: Ms): Measured {
  const absent = ABSENT[metric.type]
  if (absent) {
    const { name } = (metric.pods ?? metric.object ?? metric.external)!.metric
    const source = `${absent.api} metrics API`
    const why = `no ${source} (${absent.api}.metrics.k8s.io) registered`
    const message = `unable to get metric ${name}: unable to fetch metrics from ${source}: ${why}`
    throw new MetricError(absent.reason, `${metric.type.toLowerCase()} metric`, message)
  }
  const source = (metric.resource ?? metric.containerResource)!
  const reason = metric.containerResource ? 'FailedGetContainerResourceMetric' : 'FailedGetResourceMetric'
  const { name, target } = source
  const percent = target.averageUtilization !== undefined
  const fail = (why: string) => {
    const what = percent ? `failed to get ${name} utilization` : `failed to get ${name} usage`
    return new MetricError(reason, `${name} resource metric value`, `${what}: ${why}`)
  }
  if (name !== 'cpu' || read.tally('metrics/pods') === 0) {
    const api = 'unable to fetch metrics from resource metrics API'
    const why =
      name === 'cpu'
        ? `${api}: the server could not find the requested resource (get pods.metrics.k8s.io)`
        : 'no metrics returned from resource metrics API'
    throw fail(`unable to get metrics for resource ${name}: ${why}`)
  }
  const samples = pods.filter(pod => !isTerminal(pod)).map(pod => sample(pod, now, percent, fail))
  const wanted = percent
    ? { utilization: target.averageUtilization! }
    : { average: milliCpu(target.averageValue as string) }
  const found = recommend(current, samples, wanted)
  if (!found) throw fail('did not receive metrics for targeted pods (pods might be unready)')
  const averageValue = formatQuantity(found.average / 1000, 'decimal')
  const value = percent ? { averageUtilization: found.utilization, averageValue } : { averageValue }
  return {
    replicas: found.replicas,
    name: percent ? `${name} resource utilization (percentage of request)` : `${name} resource`,
    status: { type: 'Resource', resource: { name, current: value } } as Status,
  }
}

function sample(pod: Pod, now: Ms, percent: boolean, fail: (why: string) => MetricError): Sample {
  let request = 0
  for (const { name, resources } of pod.spec.containers) {
    const own = (resources?.requests as Record<string, string> | undefined)?.cpu
    if (own === undefined && percent) {
      throw fail(`missing request for cpu in container ${name} of Pod ${pod.metadata.name}`)
    }
    request += milliCpu(own)
  }
  const counts = !pod.metadata.deletionTimestamp && pod.status.phase === 'Running' && (isReady(pod) || isOld(pod, now))
  return { ready: counts, usage: cpuUsage(pod, now), request }
}

/** Was ready once, or has had the time to become so. */
const isOld = ({ status }: Pod, now: Ms): boolean =>
  now > (parseTime(status.startTime) ?? now) + INITIALIZATION && condition(status.conditions, 'Ready') !== undefined
