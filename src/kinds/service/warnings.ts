import type { Service } from '../../lib/objects.ts'
import { isHeadless } from './service-type.ts'

/** What is accepted but will not do what its author may expect. Modelled on pkg/api/service/warnings.go. */
export function warnings(service: Service): string[] {
  const { spec, metadata } = service
  const texts: string[] = []
  if (metadata.annotations?.['service.kubernetes.io/topology-aware-hints'] !== undefined) {
    texts.push(
      'annotation service.kubernetes.io/topology-aware-hints is deprecated, please use service.kubernetes.io/topology-mode instead',
    )
  }
  if (isHeadless(service)) {
    if (spec.loadBalancerIP) texts.push('spec.loadBalancerIP is ignored for headless services')
    if (spec.externalIPs) texts.push('spec.externalIPs is ignored for headless services')
    if (spec.sessionAffinity !== 'None') texts.push('spec.SessionAffinity is ignored for headless services')
  }
  if (spec.type === 'ExternalName' && spec.externalIPs) {
    texts.push('spec.externalIPs is ignored when spec.type is "ExternalName"')
  }
  if (spec.type !== 'ExternalName' && spec.externalName) {
    texts.push('spec.externalName is ignored when spec.type is not "ExternalName"')
  }
  if (spec.trafficDistribution === 'PreferClose') {
    texts.push('spec.trafficDistribution: "PreferClose" is deprecated; use "PreferSameZone"')
  }
  return texts
}
