/** How fast and how far the size may change. Modelled on pkg/controller/podautoscaler/horizontal.go. */
import type * as autoscaling from 'kubernetes-types/autoscaling/v2'
import type { HorizontalPodAutoscaler } from '../../lib/objects.ts'
import type { Ms } from '../../lib/time.ts'
import type { Moment } from './replicas.ts'

type Spec = HorizontalPodAutoscaler['spec']
type Rules = autoscaling.HPAScalingRules

/** Seconds; of scaling down when nothing else is said. */
export const DOWN_WINDOW = 300

/** Conditions that the rules give reasons for. */
export interface Limited {
  replicas: number
  able: { reason: string; message: string }
  limited: { status: 'True' | 'False'; reason: string; message: string }
}

export interface Past {
  recommendations: readonly Moment[]
  /** How many pods were added, and taken away, when. */
  ups: readonly Moment[]
  downs: readonly Moment[]
}

const seconds = (rules: Rules | undefined, otherwise: number): number => rules?.stabilizationWindowSeconds ?? otherwise

/** The longest time for which recommendations matter. */
export const memoryOf = ({ behavior }: Spec): Ms =>
  1000 * Math.max(seconds(behavior?.scaleDown, DOWN_WINDOW), seconds(behavior?.scaleUp, 0))

export function limit(spec: Spec, current: number, wanted: number, past: Past, now: Ms): Limited {
  const { replicas: stable, able } = stabilize(spec, current, wanted, past.recommendations, now)
  const { replicas, limited } = bound(spec, current, stable, past, now)
  return { replicas, able, limited }
}

/** The highest of late when it would shrink, the lowest when it would grow. */
function stabilize(spec: Spec, current: number, wanted: number, late: readonly Moment[], now: Ms) {
  const since = (window: number) => late.filter(each => each.at > now - window * 1000).map(each => each.replicas)
  const up = Math.min(wanted, ...since(seconds(spec.behavior?.scaleUp, 0)))
  const down = Math.max(wanted, ...since(seconds(spec.behavior?.scaleDown, DOWN_WINDOW)))
  let replicas = current
  if (replicas < up) replicas = up
  if (replicas > down) replicas = down
  if (replicas === wanted) {
    return { replicas, able: { reason: 'ReadyForNewScale', message: 'recommended size matches current size' } }
  }
  const [reason, message] =
    wanted < replicas
      ? [
          'ScaleDownStabilized',
          'recent recommendations were higher than current one, applying the highest recent recommendation',
        ]
      : [
          'ScaleUpStabilized',
          'recent recommendations were lower than current one, applying the lowest recent recommendation',
        ]
  return { replicas, able: { reason, message } }
}

function bound(spec: Spec, current: number, wanted: number, past: Past, now: Ms) {
  const least = spec.minReplicas ?? 1
  const most = spec.maxReplicas
  const limited = (reason: string, message: string) => ({ status: 'True' as const, reason, message })
  if (wanted > current) {
    const rate = upLimit(spec.behavior?.scaleUp, current, past, now)
    if (wanted > Math.min(rate, most)) {
      if (rate < most) {
        const words = 'the desired replica count is increasing faster than the maximum scale rate'
        return { replicas: Math.max(rate, current), limited: limited('ScaleUpLimit', words) }
      }
      return { replicas: most, limited: limited('TooManyReplicas', MORE) }
    }
  } else if (wanted < current) {
    const rate = downLimit(spec.behavior?.scaleDown, current, past, now)
    if (wanted < Math.max(rate, least)) {
      if (rate > least) {
        const words = 'the desired replica count is decreasing faster than the maximum scale rate'
        return { replicas: Math.min(rate, current), limited: limited('ScaleDownLimit', words) }
      }
      return { replicas: least, limited: limited('TooFewReplicas', FEWER) }
    }
  }
  if (wanted < least) return { replicas: least, limited: limited('TooFewReplicas', FEWER) }
  if (wanted > most) return { replicas: most, limited: limited('TooManyReplicas', MORE) }
  const message = 'the desired count is within the acceptable range'
  return { replicas: wanted, limited: { status: 'False' as const, reason: 'DesiredWithinRange', message } }
}

const MORE = 'the desired replica count is more than the maximum replica count'
const FEWER = 'the desired replica count is less than the minimum replica count'

const changed = (list: readonly Moment[], periodSeconds: number, now: Ms): number =>
  list.filter(each => each.at > now - periodSeconds * 1000).reduce((sum, each) => sum + each.replicas, 0)

/** Without rules: twice as many, or four. */
function upLimit(rules: Rules | undefined, current: number, { ups, downs }: Past, now: Ms): number {
  if (!rules?.policies) return Math.max(2 * current, 4)
  if (rules.selectPolicy === 'Disabled') return current
  const proposals = rules.policies.map(({ type, value, periodSeconds }) => {
    const start = current - changed(ups, periodSeconds, now) + changed(downs, periodSeconds, now)
    return type === 'Pods' ? start + value : Math.ceil(start * (1 + value / 100))
  })
  return rules.selectPolicy === 'Min' ? Math.min(...proposals) : Math.max(...proposals)
}

/** Without rules: all at once. */
function downLimit(rules: Rules | undefined, current: number, { ups, downs }: Past, now: Ms): number {
  if (!rules?.policies) return 0
  if (rules.selectPolicy === 'Disabled') return current
  const proposals = rules.policies.map(({ type, value, periodSeconds }) => {
    const start = current + changed(downs, periodSeconds, now) - changed(ups, periodSeconds, now)
    return type === 'Pods' ? start - value : Math.trunc(start * (1 - value / 100))
  })
  return Math.max(0, rules.selectPolicy === 'Min' ? Math.max(...proposals) : Math.min(...proposals))
}
