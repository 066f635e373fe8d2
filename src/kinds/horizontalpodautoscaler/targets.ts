import type { HorizontalPodAutoscaler } from '../../lib/objects.ts'

type Hpa = HorizontalPodAutoscaler

const UNKNOWN = '<unknown>'

/** Column TARGETS: `cpu: 10%/80%`, at most two. Modelled on pkg/printers/internalversion, formatHPAMetrics. */
export function targetsText({ spec, status }: Hpa): string {
  const metrics = spec.metrics ?? []
  if (metrics.length === 0) return '<none>'
  const texts = metrics.map((metric, i) => {
    const source = metric.resource ?? metric.containerResource
    const now = status.currentMetrics?.[i]
    const current = (now?.resource ?? now?.containerResource)?.current
    if (source) {
      const { target, name } = source
      if (target.averageUtilization === undefined)
        return `${name}: ${current?.averageValue ?? UNKNOWN}/${target.averageValue}`
      const percent = current?.averageUtilization
      return `${name}: ${percent === undefined ? UNKNOWN : `${percent}%`}/${target.averageUtilization}%`
    }
    const { target } = (metric.pods ?? metric.object ?? metric.external)!
    if (metric.type === 'Pods') return `${UNKNOWN}/${target.averageValue}`
    return target.averageValue === undefined ? `${UNKNOWN}/${target.value}` : `${UNKNOWN}/${target.averageValue} (avg)`
  })
  const more = texts.length > 2 ? ` + ${texts.length - 2} more...` : ''
  return texts.slice(0, 2).join(', ') + more
}
