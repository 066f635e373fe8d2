import { ApiError } from '../../api/errors.ts'
import type { Reader } from '../../api/kind.ts'
import type { Context, Controller } from '../../engine/controller.ts'
import { setCondition } from '../../lib/conditions.ts'
import { equal } from '../../lib/equal.ts'
import { nextChange, WINDOW } from '../../lib/load.ts'
import type { Condition, HorizontalPodAutoscaler, KubeObject, LabelSelector, Pod } from '../../lib/objects.ts'
import { labelSelector, matches } from '../../lib/selector.ts'
import { within } from '../../lib/term.ts'
import { type Ms, rfc3339 } from '../../lib/time.ts'
import type { Change } from '../../store/store.ts'
import { keyParts } from '../own-changes.ts'
import { isReady } from '../pod/readiness.ts'
import { type Measured, measure, MetricError } from './metrics.ts'
import type { Moment } from './replicas.ts'
import { limit, memoryOf, type Past } from './rules.ts'

type Hpa = HorizontalPodAutoscaler
type Workload = KubeObject & { spec: { replicas?: number; selector?: LabelSelector }; status: { replicas?: number } }

export const RESOURCE = 'horizontalpodautoscalers.autoscaling'
const FROM = { from: 'horizontal-pod-autoscaler' }
/** Policies look back no longer than this. */
const LONGEST_PERIOD: Ms = 1_800_000

const TARGETS = ['deployments.apps', 'replicasets.apps', 'statefulsets.apps']

/** What is remembered of an autoscaler. */
type Memory = { -readonly [K in keyof Past]: Moment[] }

/**
 * Fits the size of a workload to what its pods use. A real one looks every 15 seconds; this one only while looking could
 * tell it something new: when metrics change, pods come or go, or a recommendation of late runs out. Modelled on
 * pkg/controller/podautoscaler.
 */
export const horizontalController: Controller = {
  name: 'horizontalpodautoscaler',
  user: 'horizontal-pod-autoscaler',
  watches: [
    { resource: RESOURCE, keys: ownKeys },
    { resource: 'pods', keys: podKeys, delay: WINDOW },
    ...TARGETS.map(resource => ({ resource, keys: targetKeys, delay: WINDOW })),
  ],
  reconcile(key, ctx) {
    const [namespace, name] = keyParts(key)
    const hpa = ctx.read.get<Hpa>(RESOURCE, namespace, name)
    if (!hpa) {
      if (ctx.note(key) !== undefined) ctx.setNote(key, undefined)
      return
    }
    const at = sync(key, hpa, ctx)
    if (at !== undefined) ctx.enqueue(key, at)
  },
  waits: () => true,
}

/** It has no generation that would tell. */
function ownKeys({ type, object, previous }: Change): string[] {
  const { namespace, name } = object.metadata
  return type === 'MODIFIED' && equal(object['spec'], previous?.['spec']) ? [] : [`${namespace}/${name}`]
}

/** Autoscalers of a namespace whose target may have the pod. */
function podKeys({ type, object, previous }: Change, read: Reader): string[] {
  const { namespace, annotations } = object.metadata
  if (read.tally(within('autoscalers', namespace!)) === 0) return []
  const old = previous as Pod | undefined
  const told = annotations !== old?.metadata.annotations && !equal(annotations, old?.metadata.annotations)
  if (type === 'MODIFIED' && old && !told && isReady(object as Pod) === isReady(old)) return []
  return read.list<Hpa>(RESOURCE, namespace).flatMap(hpa => {
    const selector = targetOf(hpa, read)?.spec.selector
    const mine = selector && matches(labelSelector(selector), object.metadata.labels)
    return mine ? [`${namespace}/${hpa.metadata.name}`] : []
  })
}

function targetKeys({ type, object, previous }: Change, read: Reader): string[] {
  const { namespace, name } = object.metadata
  if (read.tally(within('autoscalers', namespace!)) === 0) return []
  if (type === 'MODIFIED' && object['spec'].replicas === previous?.['spec'].replicas) {
    if (object['status'].replicas === previous?.['status'].replicas) return []
  }
  return read
    .list<Hpa>(RESOURCE, namespace)
    .filter(({ spec: { scaleTargetRef: ref } }) => ref.name === name && ref.kind === object.kind)
    .map(hpa => `${namespace}/${hpa.metadata.name}`)
}

const RESOURCES: Record<string, string> = {
  Deployment: 'deployments.apps',
  ReplicaSet: 'replicasets.apps',
  StatefulSet: 'statefulsets.apps',
}

function targetOf({ spec, metadata }: Hpa, read: Reader): Workload | undefined {
  const resource = RESOURCES[spec.scaleTargetRef.kind]
  return resource ? read.get<Workload>(resource, metadata.namespace, spec.scaleTargetRef.name) : undefined
}

/** The status as it grows; conditions keep their places. */
class Report {
  readonly #now: Ms
  status: Hpa['status']
  constructor(hpa: Hpa, now: Ms) {
    this.#now = now
    this.status = { ...hpa.status }
  }
  say(type: string, status: 'True' | 'False', reason: string, message: string): void {
    const conditions = this.status.conditions as Condition[] | undefined
    this.status.conditions = setCondition(
      conditions,
      { type, status, reason, message },
      this.#now,
    ) as Hpa['status']['conditions']
  }
}

/** Answers when to look again. */
function sync(key: string, hpa: Hpa, ctx: Context): Ms | undefined {
  const report = new Report(hpa, ctx.now)
  const at = decide(key, hpa, report, ctx)
  if (!equal(report.status, hpa.status)) ctx.api.updateStatus({ ...hpa, status: report.status })
  return at
}

function decide(key: string, hpa: Hpa, report: Report, ctx: Context): Ms | undefined {
  const { read, now } = ctx
  const { spec } = hpa
  const ref = spec.scaleTargetRef
  const target = targetOf(hpa, read)
  if (!target) {
    const words = RESOURCES[ref.kind]
      ? `${RESOURCES[ref.kind]} ${JSON.stringify(ref.name)} not found`
      : `no matches for kind ${JSON.stringify(ref.kind)} in group ${JSON.stringify(ref.apiVersion?.split('/')[0] ?? '')}`
    ctx.event(hpa, 'Warning', 'FailedGetScale', words, FROM)
    const message = `the HPA controller was unable to get the target's current scale: ${words}`
    report.say('AbleToScale', 'False', 'FailedGetScale', message)
    return undefined
  }
  const able = "the HPA controller was able to get the target's current scale"
  report.say('AbleToScale', 'True', 'SucceededGetScale', able)
  const current = target.spec.replicas ?? 1
  report.status.currentReplicas = target.status.replicas ?? 0
  if (current === 0) {
    const message = 'scaling is disabled since the replica count of the target is zero'
    report.say('ScalingActive', 'False', 'ScalingDisabled', message)
    report.status.desiredReplicas = 0
    return undefined
  }
  const least = spec.minReplicas ?? 1
  if (current > spec.maxReplicas || current < least) {
    const over = current > spec.maxReplicas
    const why = `Current number of replicas ${over ? 'above Spec.MaxReplicas' : 'below Spec.MinReplicas'}`
    return rescale(key, hpa, target, over ? spec.maxReplicas : least, why, report, ctx)
  }
  const pods = podsOf(target, read)
  const { found, failure } = measureAll(hpa, current, pods, ctx)
  if (failure && (!found || found.replicas < current)) {
    complain(hpa, failure, report, ctx)
    report.status.desiredReplicas = current
    report.status.currentMetrics = null as unknown as Hpa['status']['currentMetrics']
    return undefined
  }
  const { best, statuses } = found!.measured
  report.status.currentMetrics = statuses
  const valid = `the HPA was able to successfully calculate a replica count from ${best.name}`
  report.say('ScalingActive', 'True', 'ValidMetricFound', valid)
  const memory = recall(key, ctx)
  const limited = limit(spec, current, best.replicas, memory, now)
  memory.recommendations.push({ at: now, replicas: best.replicas })
  memorize(key, hpa, memory, ctx)
  report.say('AbleToScale', 'True', limited.able.reason, limited.able.message)
  report.say('ScalingLimited', limited.limited.status, limited.limited.reason, limited.limited.message)
  if (limited.replicas !== current) {
    const why = limited.replicas > current ? `${best.name} above target` : 'All metrics below target'
    return rescale(key, hpa, target, limited.replicas, why, report, ctx)
  }
  report.status.desiredReplicas = current
  return nextLook(pods, best.replicas !== current, memory, hpa, now)
}

interface Found {
  replicas: number
  measured: { best: Measured; statuses: Measured['status'][] }
}

/** The metric that asks for the most decides. */
function measureAll(
  { spec }: Hpa,
  current: number,
  pods: readonly Pod[],
  { read, now }: Context,
): { found?: Found; failure?: { error: MetricError; count: number; of: number } } {
  const metrics = spec.metrics ?? []
  const measured: Measured[] = []
  const errors: MetricError[] = []
  for (const metric of metrics) {
    try {
      measured.push(measure(metric, current, pods, read, now))
    } catch (error) {
      if (!(error instanceof MetricError)) throw error
      errors.push(error)
    }
  }
  const best = measured.reduce<Measured | undefined>((a, b) => (a && a.replicas >= b.replicas ? a : b), undefined)
  const found = best && { replicas: best.replicas, measured: { best, statuses: measured.map(each => each.status) } }
  const failure = errors[0] && { error: errors[0], count: errors.length, of: metrics.length }
  return { found, failure }
}

function complain(
  hpa: Hpa,
  { error, count, of }: { error: MetricError; count: number; of: number },
  report: Report,
  ctx: Context,
): void {
  ctx.event(hpa, 'Warning', error.reason, error.message, FROM)
  const first = `failed to get ${error.kind}: ${error.message}`
  const all = `invalid metrics (${count} invalid out of ${of}), first error is: ${first}`
  ctx.event(hpa, 'Warning', 'FailedComputeMetricsReplicas', all, FROM)
  const message = `the HPA was unable to compute the replica count: ${error.message}`
  report.say('ScalingActive', 'False', error.reason, message)
}

function podsOf({ metadata, spec }: Workload, read: Reader): Pod[] {
  const [label] = Object.entries(spec.selector?.matchLabels ?? {})
  const { namespace } = metadata
  const some = label
    ? read.find<Pod>('pods', `label=${namespace}/${label[0]}=${label[1]}`)
    : read.list<Pod>('pods', namespace)
  const selector = labelSelector(spec.selector)
  return some.filter(pod => matches(selector, pod.metadata.labels))
}

function rescale(
  key: string,
  hpa: Hpa,
  target: Workload,
  replicas: number,
  why: string,
  report: Report,
  ctx: Context,
): Ms {
  const { now, api } = ctx
  const current = target.spec.replicas ?? 1
  try {
    api.update({ ...target, spec: { ...target.spec, replicas } })
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    ctx.event(hpa, 'Warning', 'FailedRescale', `New size: ${replicas}; reason: ${why}; error: ${error.message}`, FROM)
    const message = `the HPA controller was unable to update the target scale: ${error.message}`
    report.say('AbleToScale', 'False', 'FailedUpdateScale', message)
    return now + WINDOW
  }
  const done = `the HPA controller was able to update the target scale to ${replicas}`
  report.say('AbleToScale', 'True', 'SucceededRescale', done)
  ctx.event(hpa, 'Normal', 'SuccessfulRescale', `New size: ${replicas}; reason: ${why}`, FROM)
  report.status.desiredReplicas = replicas
  report.status.lastScaleTime = rfc3339(now)
  const memory = recall(key, ctx)
  const change = { at: now, replicas: Math.abs(replicas - current) }
  if (replicas > current) memory.ups.push(change)
  else memory.downs.push(change)
  memorize(key, hpa, memory, ctx)
  return now + WINDOW
}

function recall(key: string, { note }: Context): Memory {
  const { recommendations, ups, downs } = note<Memory>(key) ?? { recommendations: [], ups: [], downs: [] }
  return { recommendations: [...recommendations], ups: [...ups], downs: [...downs] }
}

/** Keeps what may still count; of equal recommendations in a row the last. */
function memorize(key: string, { spec }: Hpa, memory: Memory, { now, setNote }: Context): void {
  const late = memory.recommendations.filter(({ at }) => at > now - memoryOf(spec))
  const { policies: up = [] } = spec.behavior?.scaleUp ?? {}
  const { policies: down = [] } = spec.behavior?.scaleDown ?? {}
  const remembered = up.length + down.length > 0 ? LONGEST_PERIOD : 0
  const recent = (list: Moment[]) => list.filter(({ at }) => at > now - remembered)
  setNote(key, {
    recommendations: late.filter(({ replicas }, i) => late[i + 1]?.replicas !== replicas),
    ups: recent(memory.ups),
    downs: recent(memory.downs),
  })
}

/** The next round in which something may be different. */
function nextLook(pods: readonly Pod[], unfinished: boolean, memory: Memory, hpa: Hpa, now: Ms): Ms | undefined {
  const changes = pods.map(pod => nextChange(pod, now)).filter(at => at !== undefined)
  const times = [...changes]
  if (unfinished) {
    const [oldest] = memory.recommendations
    const runsOut = oldest ? oldest.at + memoryOf(hpa.spec) : now
    times.push(Math.max(now + WINDOW, Math.ceil(runsOut / WINDOW) * WINDOW))
  }
  return times.length > 0 ? Math.min(...times) : undefined
}
