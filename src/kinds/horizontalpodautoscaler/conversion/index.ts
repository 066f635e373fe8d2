import type * as v1 from 'kubernetes-types/autoscaling/v1'
import type * as v2 from 'kubernetes-types/autoscaling/v2'
import { goJson } from '../../../lib/go-json.ts'
import type { Filled, HorizontalPodAutoscaler, KubeObject } from '../../../lib/objects.ts'
import { measuredFromV1, measuredToV1, metricFromV1, metricToV1 } from './metrics.ts'

type Old = Filled<v1.HorizontalPodAutoscaler, 'spec' | 'status'>

/** What autoscaling/v1 has no fields for stands in annotations. */
const PREFIX = 'autoscaling.alpha.kubernetes.io/'
const ANNOTATIONS = ['metrics', 'current-metrics', 'conditions', 'behavior'].map(name => PREFIX + name)

const isCpu = ({ type, resource }: v2.MetricSpec | v2.MetricStatus): boolean =>
  type === 'Resource' && resource?.name === 'cpu'

const isCpuPercent = (metric: v2.MetricSpec): boolean =>
  isCpu(metric) && metric.resource?.target.averageUtilization !== undefined

/** Modelled on pkg/apis/autoscaling/v1/conversion.go. */
export function toV1({ metadata, spec, status, ...object }: HorizontalPodAutoscaler): KubeObject {
  const { metrics = [], behavior, ...rest } = spec
  const { conditions, currentMetrics, ...counts } = status
  const measured = currentMetrics ?? []
  const percent = metrics.find(isCpu)?.resource?.target.averageUtilization
  const used = measured.find(isCpu)?.resource?.current.averageUtilization
  const others = metrics.filter(metric => !isCpuPercent(metric)).map(metricToV1)
  const annotations = {
    ...without(metadata.annotations),
    ...(others.length > 0 && { [ANNOTATIONS[0]!]: goJson(others, false) }),
    ...(measured.length > 0 && { [ANNOTATIONS[1]!]: goJson(measured.map(measuredToV1), false) }),
    ...(conditions?.length && { [ANNOTATIONS[2]!]: goJson(conditions.map(inOrder), false) }),
    ...(behavior && { [ANNOTATIONS[3]!]: goJson(internalBehavior(behavior), false) }),
  }
  return {
    ...object,
    metadata: withAnnotations(metadata, annotations),
    spec: { ...rest, ...(percent !== undefined && { targetCPUUtilizationPercentage: percent }) },
    status: { currentReplicas: 0, ...counts, ...(used !== undefined && { currentCPUUtilizationPercentage: used }) },
  }
}

const inOrder = ({ type, status, lastTransitionTime, reason, message }: v2.HorizontalPodAutoscalerCondition) => ({
  type,
  status,
  lastTransitionTime,
  reason,
  message,
})

export function fromV1(object: KubeObject): KubeObject {
  const { metadata, spec, status, ...rest } = object as Partial<Old> & KubeObject
  const annotations = metadata.annotations ?? {}
  return {
    ...rest,
    metadata: withAnnotations(metadata, without(annotations)),
    ...(spec && { spec: specFromV1(spec, annotations) }),
    ...(status && { status: statusFromV1(status, annotations) }),
  }
}

function statusFromV1(status: Old['status'], annotations: Record<string, string>) {
  const { currentCPUUtilizationPercentage: _, ...counts } = status
  const currentMetrics = parsed<object[]>(annotations[ANNOTATIONS[1]!])?.map(measuredFromV1)
  const conditions = parsed<object[]>(annotations[ANNOTATIONS[2]!])
  return { ...counts, ...(currentMetrics && { currentMetrics }), ...(conditions && { conditions }) }
}

function specFromV1(spec: Old['spec'], annotations: Record<string, string>) {
  const { targetCPUUtilizationPercentage: percent, ...kept } = spec
  const metrics = (parsed<object[]>(annotations[ANNOTATIONS[0]!]) ?? []).map(metricFromV1)
  if (percent !== undefined) {
    const target = { type: 'Utilization', averageUtilization: percent }
    metrics.push({ type: 'Resource', resource: { name: 'cpu', target } })
  }
  const behavior = parsed<InternalBehavior>(annotations[ANNOTATIONS[3]!])
  return { ...kept, ...(metrics.length > 0 && { metrics }), ...(behavior && { behavior: servedBehavior(behavior) }) }
}

function without(annotations: Record<string, string> = {}): Record<string, string> {
  return Object.fromEntries(Object.entries(annotations).filter(([name]) => !ANNOTATIONS.includes(name)))
}

function withAnnotations<T extends KubeObject['metadata']>(metadata: T, annotations: Record<string, string>): T {
  const { annotations: _, ...rest } = metadata
  return (Object.keys(annotations).length > 0 ? { ...rest, annotations } : rest) as T
}

/** What is no JSON says nothing. */
function parsed<T>(text: string | undefined): T | undefined {
  if (text === undefined) return undefined
  try {
    return JSON.parse(text) ?? undefined
  } catch {
    return undefined
  }
}

/** The API server's own type, which has no names for JSON. */
interface InternalBehavior {
  ScaleUp?: InternalRules | null
  ScaleDown?: InternalRules | null
}

interface InternalRules {
  StabilizationWindowSeconds: number | null
  SelectPolicy: string | null
  Policies: { Type: string; Value: number; PeriodSeconds: number }[] | null
  Tolerance: string | null
}

const internalBehavior = ({ scaleUp, scaleDown }: v2.HorizontalPodAutoscalerBehavior): InternalBehavior => ({
  ScaleUp: scaleUp ? internalRules(scaleUp) : null,
  ScaleDown: scaleDown ? internalRules(scaleDown) : null,
})

const internalRules = (rules: v2.HPAScalingRules & { tolerance?: string }): InternalRules => ({
  StabilizationWindowSeconds: rules.stabilizationWindowSeconds ?? null,
  SelectPolicy: rules.selectPolicy ?? null,
  Policies:
    rules.policies?.map(({ type, value, periodSeconds }) => ({
      Type: type,
      Value: value,
      PeriodSeconds: periodSeconds,
    })) ?? null,
  Tolerance: rules.tolerance ?? null,
})

const servedBehavior = ({ ScaleUp, ScaleDown }: InternalBehavior): v2.HorizontalPodAutoscalerBehavior => ({
  ...(ScaleUp && { scaleUp: servedRules(ScaleUp) }),
  ...(ScaleDown && { scaleDown: servedRules(ScaleDown) }),
})

function servedRules(rules: InternalRules): v2.HPAScalingRules {
  const policies = rules.Policies?.map(({ Type: type, Value: value, PeriodSeconds: periodSeconds }) => ({
    type,
    value,
    periodSeconds,
  }))
  return {
    ...(rules.StabilizationWindowSeconds != null && { stabilizationWindowSeconds: rules.StabilizationWindowSeconds }),
    ...(rules.SelectPolicy != null && { selectPolicy: rules.SelectPolicy }),
    ...(policies && { policies }),
    ...(rules.Tolerance != null && { tolerance: rules.Tolerance }),
  }
}
