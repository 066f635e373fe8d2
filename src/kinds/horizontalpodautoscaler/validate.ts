import type * as autoscaling from 'kubernetes-types/autoscaling/v2'
import { type FieldError, invalidValue, required, unsupported } from '../../api/errors.ts'
import type { Admission } from '../../api/kind.ts'
import type { HorizontalPodAutoscaler } from '../../lib/objects.ts'
import { parseQuantity } from '../../lib/quantity.ts'

type Hpa = HorizontalPodAutoscaler

const TYPES: Record<string, keyof autoscaling.MetricSpec> = {
  ContainerResource: 'containerResource',
  External: 'external',
  Object: 'object',
  Pods: 'pods',
  Resource: 'resource',
}
const POLICIES = ['Percent', 'Pods']
const SELECT = ['Disabled', 'Max', 'Min']
/** Seconds. */
const LONGEST_PERIOD = 1800
const LONGEST_WINDOW = 3600

/** Modelled on pkg/apis/autoscaling/validation. */
export function validate({ spec }: Hpa, _: Hpa | undefined, { subresource }: Admission): FieldError[] {
  if (subresource) return []
  const errors: FieldError[] = []
  const { minReplicas = 1, maxReplicas = 0, scaleTargetRef: target, metrics = [], behavior } = spec
  if (minReplicas < 1) {
    errors.push(invalidValue('spec.minReplicas', minReplicas, 'must be greater than or equal to 1'))
  }
  if (maxReplicas < 1) errors.push(invalidValue('spec.maxReplicas', maxReplicas, 'must be greater than 0'))
  if (maxReplicas < minReplicas) {
    const detail = 'must be greater than or equal to `minReplicas`'
    errors.push(invalidValue('spec.maxReplicas', maxReplicas, detail))
  }
  if (!target?.kind) errors.push(required('spec.scaleTargetRef.kind'))
  if (!target?.name) errors.push(required('spec.scaleTargetRef.name'))
  for (const [i, metric] of metrics.entries()) errors.push(...metricErrors(metric, `spec.metrics[${i}]`))
  for (const side of ['scaleUp', 'scaleDown'] as const) {
    if (behavior?.[side]) errors.push(...ruleErrors(behavior[side], `spec.behavior.${side}`))
  }
  return errors
}

function metricErrors(metric: autoscaling.MetricSpec, path: string): FieldError[] {
  if (!metric.type) return [required(`${path}.type`, 'must specify a metric source type')]
  const field = TYPES[metric.type]
  if (!field) return [unsupported(`${path}.type`, metric.type, Object.keys(TYPES).sort())]
  if (!metric[field]) return [required(`${path}.${field}`, 'must populate information for the given metric source')]
  const source = metric.resource ?? metric.containerResource
  return source && metric[field] === source ? targetErrors(source, `${path}.${field}`) : []
}

function targetErrors({ name, target }: autoscaling.ResourceMetricSource, path: string): FieldError[] {
  const errors: FieldError[] = []
  if (!name) errors.push(required(`${path}.name`, 'must specify a resource name'))
  const { averageUtilization: percent, averageValue } = target ?? {}
  if (percent !== undefined && percent < 1) {
    errors.push(invalidValue(`${path}.target.averageUtilization`, percent, 'must be greater than 0'))
  }
  if (averageValue !== undefined && parseQuantity(averageValue as string)! <= 0) {
    errors.push(invalidValue(`${path}.target.averageValue`, averageValue, 'must be positive'))
  }
  if (percent === undefined && averageValue === undefined) {
    const detail = 'must set either a target raw value or a target utilization'
    errors.push(required(`${path}.target.averageUtilization`, detail))
  }
  if (percent !== undefined && averageValue !== undefined) {
    const detail = 'may not set both a target raw value and a target utilization'
    errors.push({ type: 'Forbidden', path: `${path}.target.averageValue`, detail })
  }
  return errors
}

function ruleErrors(rules: autoscaling.HPAScalingRules, path: string): FieldError[] {
  const errors: FieldError[] = []
  const { stabilizationWindowSeconds: window = 0, selectPolicy, policies = [] } = rules
  if (window < 0) {
    const detail = 'must be greater than or equal to zero'
    errors.push(invalidValue(`${path}.stabilizationWindowSeconds`, window, detail))
  }
  if (window > LONGEST_WINDOW) {
    const detail = `must be less than or equal to ${LONGEST_WINDOW}`
    errors.push(invalidValue(`${path}.stabilizationWindowSeconds`, window, detail))
  }
  if (selectPolicy !== undefined && !SELECT.includes(selectPolicy)) {
    errors.push(unsupported(`${path}.selectPolicy`, selectPolicy, SELECT))
  }
  if (policies.length === 0) errors.push(required(`${path}.policies`, 'must specify at least one Policy'))
  policies.forEach(({ type, value, periodSeconds }, i) => {
    const at = `${path}.policies[${i}]`
    if (!POLICIES.includes(type)) errors.push(unsupported(`${at}.type`, type, POLICIES))
    if (value <= 0) errors.push(invalidValue(`${at}.value`, value, 'must be greater than zero'))
    if (periodSeconds <= 0) errors.push(invalidValue(`${at}.periodSeconds`, periodSeconds, 'must be greater than zero'))
    if (periodSeconds > LONGEST_PERIOD) {
      const detail = `must be less than or equal to ${LONGEST_PERIOD}`
      errors.push(invalidValue(`${at}.periodSeconds`, periodSeconds, detail))
    }
  })
  return errors
}
