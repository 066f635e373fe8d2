import type { Container } from '../../../lib/objects.ts'
import { labelKeyErrors } from '../../../lib/names.ts'
import { parseQuantity } from '../../../lib/quantity.ts'
import type { Path } from './path.ts'

type Quantities = Record<string, string>

const OF_CONTAINERS = ['cpu', 'ephemeral-storage', 'memory']
/** Resources that come whole. */
const COUNTS = /^(pods|services|replicationcontrollers|resourcequotas|secrets|configmaps|persistentvolumeclaims)$/
const PAGES = 'hugepages-'

export function validateResources(resources: NonNullable<Container['resources']>, at: Path): void {
  const limits = resources.limits as Quantities | undefined
  const requests = resources.requests as Quantities | undefined
  if (!limits && !requests) return
  for (const resource in limits) validateQuantity(resource, limits[resource]!, at.at('limits'))
  for (const resource in requests) {
    const here = at.at('requests')
    validateQuantity(resource, requests[resource]!, here)
    const request = requests[resource]!
    const limit = limits?.[resource]
    const whole = !mayOvercommit(resource)
    if (limit === undefined) {
      if (whole) at.at('limits').required('Limit must be set for non overcommitable resources')
      continue
    }
    if (request === limit) continue
    const difference = parseQuantity(request)! - parseQuantity(limit)!
    if (whole && difference !== 0) here.invalid(request, `must be equal to ${resource} limit of ${limit}`)
    else if (difference > 0) here.invalid(request, `must be less than or equal to ${resource} limit of ${limit}`)
  }
  validatePages({ ...limits, ...requests }, at)
}

function validateQuantity(resource: string, quantity: string, at: Path): void {
  validateResourceName(resource, at)
  const value = parseQuantity(quantity) ?? 0
  if (value < 0) at.key(resource).invalid(quantity, 'must be greater than or equal to 0')
  if (!Number.isInteger(value) && (COUNTS.test(resource) || isExtended(resource))) {
    at.key(resource).invalid(quantity, 'must be an integer')
  }
}

function validateResourceName(resource: string, at: Path): void {
  if (OF_CONTAINERS.includes(resource)) return
  const reasons = labelKeyErrors(resource)
  if (reasons.length > 0) at.judge(resource, reasons)
  else if (!resource.includes('/')) {
    if (resource.startsWith(PAGES)) return
    if (!COUNTS.test(resource) && !/^(limits|requests)\./.test(resource) && resource !== 'storage') {
      at.invalid(resource, 'must be a standard resource type or fully qualified')
    }
    at.invalid(resource, 'must be a standard resource for containers')
  } else if (resource.startsWith('requests.')) {
    at.invalid(resource, "doesn't follow extended resource name standard")
  }
}

const isNative = (resource: string) => !resource.includes('/') || resource.includes('kubernetes.io/')
const isExtended = (resource: string) => !isNative(resource) && !resource.startsWith('requests.')
const mayOvercommit = (resource: string) => isNative(resource) && !resource.startsWith(PAGES)

function validatePages(quantities: Quantities, at: Path): void {
  let pages = false
  for (const resource in quantities) {
    if (resource === 'cpu' || resource === 'memory') return
    pages ||= resource.startsWith(PAGES)
  }
  if (pages) at.forbidden('HugePages require cpu or memory')
}
