import type * as autoscaling from 'kubernetes-types/autoscaling/v2'
import type { HorizontalPodAutoscaler } from '../../lib/objects.ts'

type Rules = autoscaling.HPAScalingRules

/** Percent of the request; when no metric is given. */
const CPU = 80
const PERIOD = 15

/** pkg/apis/autoscaling/v2/defaults.go. */
export function defaults(next: HorizontalPodAutoscaler): void {
  next.spec ??= {} as HorizontalPodAutoscaler['spec']
  const { spec } = next
  spec.minReplicas ??= 1
  if (!spec.metrics?.length) {
    const target = { type: 'Utilization', averageUtilization: CPU }
    spec.metrics = [{ type: 'Resource', resource: { name: 'cpu', target } }]
  }
  if (!spec.behavior) return
  const { scaleUp, scaleDown } = spec.behavior
  if (scaleUp) fill(scaleUp, [policy('Pods', 4), policy('Percent', 100)], 0)
  if (scaleDown) fill(scaleDown, [policy('Percent', 100)])
}

const policy = (type: string, value: number) => ({ type, value, periodSeconds: PERIOD })

function fill(rules: Rules, policies: NonNullable<Rules['policies']>, window?: number): void {
  rules.stabilizationWindowSeconds ??= window
  if (rules.stabilizationWindowSeconds === undefined) delete rules.stabilizationWindowSeconds
  rules.selectPolicy ??= 'Max'
  rules.policies ??= policies
}
