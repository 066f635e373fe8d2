import type { Container, PodSpec } from '../../lib/objects.ts'
import { parseQuantity } from '../../lib/quantity.ts'

export type QosClass = 'Guaranteed' | 'Burstable' | 'BestEffort'
type Quantities = Record<string, string> | undefined
type Resources = { requests?: Quantities; limits?: Quantities } | undefined

const present = (quantities: Quantities, resource: string): boolean =>
  quantities?.[resource] !== undefined && parseQuantity(quantities[resource]!) !== 0

/** Limits of cpu and memory, and requests equal to them. */
function isFixed(resources: Resources): boolean {
  for (const resource of ['cpu', 'memory']) {
    if (!present(resources?.limits, resource)) return false
    const request = resources!.requests?.[resource]
    const limit = resources!.limits![resource]!
    if (request !== undefined && request !== limit && parseQuantity(request) !== parseQuantity(limit)) return false
  }
  return true
}

const asks = (resources: Resources): boolean =>
  present(resources?.requests, 'cpu') ||
  present(resources?.requests, 'memory') ||
  present(resources?.limits, 'cpu') ||
  present(resources?.limits, 'memory')

/** pkg/apis/core/helper/qos, ComputePodQOS: what the pod level says goes before its containers. */
export function qosClass(spec: PodSpec): QosClass {
  const podLevel = (spec as { resources?: Resources }).resources
  if (podLevel && asks(podLevel)) return isFixed(podLevel) ? 'Guaranteed' : 'Burstable'
  let some = false
  let all = true
  const look = (container: Container) => {
    const resources = container.resources as Resources
    some ||= asks(resources)
    all &&= isFixed(resources)
  }
  spec.containers.forEach(look)
  spec.initContainers?.forEach(look)
  return some ? (all ? 'Guaranteed' : 'Burstable') : 'BestEffort'
}
