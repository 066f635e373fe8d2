import type { Ms } from '../../lib/time.ts'

/** A pod of the target as the autoscaler sees it. Thousandths of a core. */
export interface Sample {
  ready: boolean
  /** Undefined: no metrics yet. */
  usage?: number
  request: number
}

export interface Target {
  /** Percent of the request, or thousandths of a core for each pod. */
  utilization?: number
  average?: number
}

export interface Recommendation {
  replicas: number
  /** Percent of the request; undefined for a target in cores. */
  utilization?: number
  /** Thousandths of a core, for each pod with metrics. */
  average: number
}

/** No change while usage is this near to the target. */
const TOLERANCE = 0.1

/**
 * How many pods would use as much as they should. Pods without metrics count as using what they should when fewer would
 * do, and nothing when more are needed; pods that are not ready count as using nothing. Modelled on
 * pkg/controller/podautoscaler/replica_calculator.go. Undefined without any metrics.
 */
export function recommend(current: number, pods: readonly Sample[], target: Target): Recommendation | undefined {
  const measured = pods.filter(pod => pod.ready && pod.usage !== undefined)
  if (measured.length === 0) return undefined
  const missing = pods.filter(pod => pod.ready && pod.usage === undefined)
  const unready = pods.filter(pod => !pod.ready)
  const result = (replicas: number): Recommendation => {
    const used = total(measured, pod => pod.usage!)
    const utilization = Math.trunc((used * 100) / total(measured, pod => pod.request))
    const average = Math.trunc(used / measured.length)
    return target.utilization === undefined ? { replicas, average } : { replicas, average, utilization }
  }
  const ratio = ratioOf(measured, target)
  const growing = ratio > 1
  if (missing.length === 0 && !(growing && unready.length > 0)) {
    return result(isNear(ratio) ? current : ceil(ratio * measured.length))
  }
  const assumed = [...measured, ...missing.map(pod => ({ ...pod, usage: growing ? 0 : full(pod, target) }))]
  if (growing) assumed.push(...unready.map(pod => ({ ...pod, usage: 0 })))
  const next = ratioOf(assumed, target)
  if (isNear(next) || next > 1 !== growing) return result(current)
  const replicas = ceil(next * assumed.length)
  return result(growing ? Math.max(replicas, current) : Math.min(replicas, current))
}

const total = (pods: readonly Sample[], amount: (pod: Sample) => number) =>
  pods.reduce((sum, pod) => sum + amount(pod), 0)

/** What a pod uses that does just what it should, or all that it asked for. */
const full = (pod: Sample, { utilization, average }: Target): number =>
  average ?? (pod.request * Math.max(100, utilization!)) / 100

function ratioOf(pods: readonly Sample[], { utilization, average }: Target): number {
  const used = total(pods, pod => pod.usage!)
  if (average !== undefined) return used / pods.length / average
  const percent = Math.trunc((used * 100) / total(pods, pod => pod.request))
  return percent / utilization!
}

const isNear = (ratio: number): boolean => Math.abs(1 - ratio) <= TOLERANCE + 1e-9
/** Fractions that only come of arithmetic with doubles do not make another pod. */
const ceil = (value: number): number => Math.max(0, Math.ceil(value - 1e-9))

/** Something remembered of a moment: a recommendation, or by how much it was scaled. */
export interface Moment {
  at: Ms
  replicas: number
}
