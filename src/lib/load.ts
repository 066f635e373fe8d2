/**
 * CPU that Pods use by being asked things. A Pod whose template has the annotation `kubesim.dev/cpu-per-request: 5m`
 * uses so much of a core for a second with each request (200 requests a second are then one core). What it was asked
 * stands in another annotation, which the network writes. Pods without the first one have no metrics.
 */
import type { Pod } from './objects.ts'
import { milliCpu } from './quantity.ts'
import { type Ms, parseTime, rfc3339 } from './time.ts'

export const COST = 'kubesim.dev/cpu-per-request'
const REQUESTS = 'kubesim.dev/requests'

/** Requests are counted, and metrics read, by so much time: the resolution of a metrics server. */
export const WINDOW: Ms = 15_000
/** What a container that nobody asks anything uses, thousandths of a core. */
const IDLE = 1

const windowOf = (at: Ms): Ms => Math.floor(at / WINDOW) * WINDOW

export const hasCost = ({ metadata }: Pod): boolean => metadata.annotations?.[COST] !== undefined

/** By window, the latest ones: `2026-01-01T00:00:15Z=120 2026-01-01T00:00:30Z=80`. */
function counts({ metadata }: Pod): Map<Ms, number> {
  const all = new Map<Ms, number>()
  for (const entry of metadata.annotations?.[REQUESTS]?.split(' ') ?? []) {
    const [time, count] = entry.split('=')
    const at = parseTime(time)
    if (at !== undefined) all.set(at, Number(count) || 0)
  }
  return all
}

/** A copy of a Pod that has been asked `more` things just now. */
export function withRequests(pod: Pod, more: number, now: Ms): Pod {
  const window = windowOf(now)
  const all = counts(pod)
  all.set(window, (all.get(window) ?? 0) + more)
  const recent = [...all].filter(([at]) => at >= window - 2 * WINDOW).sort(([a], [b]) => a - b)
  const text = recent.map(([at, count]) => `${rfc3339(at)}=${count}`).join(' ')
  return { ...pod, metadata: { ...pod.metadata, annotations: { ...pod.metadata.annotations, [REQUESTS]: text } } }
}

/** Thousandths of a core in the last whole window; undefined for a Pod that has no metrics. */
export function cpuUsage(pod: Pod, now: Ms): number | undefined {
  const cost = pod.metadata.annotations?.[COST]
  if (cost === undefined) return undefined
  const count = counts(pod).get(windowOf(now) - WINDOW) ?? 0
  return IDLE + Math.round((count * milliCpu(cost)) / (WINDOW / 1000))
}

/** When the metrics of a Pod that was asked something change next; undefined when they will not. */
export function nextChange(pod: Pod, now: Ms): Ms | undefined {
  const latest = Math.max(...counts(pod).keys())
  const window = windowOf(now)
  return hasCost(pod) && latest >= window - WINDOW ? window + WINDOW : undefined
}
