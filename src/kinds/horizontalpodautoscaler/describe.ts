import type * as autoscaling from 'kubernetes-types/autoscaling/v2'
import type { View } from '../../api/kind.ts'
import { Describe } from '../../lib/describe.ts'
import type { HorizontalPodAutoscaler } from '../../lib/objects.ts'
import { rfc1123 } from '../../lib/time.ts'
import { describeEventsOf } from '../event.ts'

type Hpa = HorizontalPodAutoscaler

const UNKNOWN = '<unknown>'

/** Modelled on k8s.io/kubectl pkg/describe, describeHorizontalPodAutoscalerV2. */
export function describe(hpa: Hpa, view: View): string {
  const { metadata, spec, status } = hpa
  const { kind, name } = spec.scaleTargetRef
  const text = new Describe()
    .line(0, 'Name', metadata.name)
    .line(0, 'Namespace', metadata.namespace!)
    .labels(metadata.labels)
    .annotations(metadata.annotations)
    .line(0, 'CreationTimestamp', rfc1123(metadata.creationTimestamp))
    .line(0, 'Reference', `${kind}/${name}`)
    .line(0, 'Metrics', '( current / target )')
  for (const [i, metric] of (spec.metrics ?? []).entries()) describeMetric(text, metric, status.currentMetrics?.[i])
  text.line(0, 'Min replicas', spec.minReplicas ?? '<unset>').line(0, 'Max replicas', spec.maxReplicas)
  if (spec.behavior) {
    text.write(0, 'Behavior:\n')
    describeRules(text, 'Scale Up', spec.behavior.scaleUp)
    describeRules(text, 'Scale Down', spec.behavior.scaleDown)
  }
  text.line(0, `${kind} pods`, `${status.currentReplicas ?? 0} current / ${status.desiredReplicas} desired`)
  const { conditions = [] } = status
  if (conditions.length > 0) {
    text
      .write(0, 'Conditions:\n')
      .write(1, 'Type\tStatus\tReason\tMessage\n')
      .write(1, '----\t------\t------\t-------\n')
    for (const each of conditions) {
      text.write(1, `${each.type}\t${each.status}\t${each.reason ?? ''}\t${each.message ?? ''}\n`)
    }
  }
  return text.write(0, describeEventsOf(hpa, view)).toString()
}

function describeMetric(
  text: Describe,
  metric: autoscaling.MetricSpec,
  now: autoscaling.MetricStatus | undefined,
): void {
  const source = metric.resource ?? metric.containerResource
  if (!source) {
    const { metric: named, target } = (metric.pods ?? metric.object ?? metric.external)!
    text.write(1, `${JSON.stringify(named.name)}:\t${UNKNOWN} / ${target.averageValue ?? target.value}\n`)
    return
  }
  const current = (now?.resource ?? now?.containerResource)?.current
  const { name, target } = source
  if (target.averageUtilization === undefined) {
    text.write(1, `resource ${name} on pods:\t${current?.averageValue ?? UNKNOWN} / ${target.averageValue}\n`)
    return
  }
  const percent = current?.averageUtilization
  const shown = percent === undefined ? UNKNOWN : `${percent}% (${current!.averageValue})`
  text.write(1, `resource ${name} on pods  (as a percentage of request):\t${shown} / ${target.averageUtilization}%\n`)
}

function describeRules(text: Describe, title: string, rules: autoscaling.HPAScalingRules | undefined): void {
  if (!rules) return
  text.write(1, `${title}:\n`)
  if (rules.stabilizationWindowSeconds !== undefined) {
    text.write(2, `Stabilization Window: ${rules.stabilizationWindowSeconds} seconds\n`)
  }
  if (!rules.policies?.length) return
  text.write(2, `Select Policy: ${rules.selectPolicy ?? 'Max'}\n`).write(2, 'Policies:\n')
  for (const { type, value, periodSeconds } of rules.policies) {
    text.write(3, `- Type: ${type}\tValue: ${value}\tPeriod: ${periodSeconds} seconds\n`)
  }
}
