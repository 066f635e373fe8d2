import type { ResourceFieldSelector } from 'kubernetes-types/core/v1'
import { parseQuantity } from '../../../lib/quantity.ts'
import type { Path } from './path.ts'

const RESOURCES = [
  'limits.cpu',
  'limits.ephemeral-storage',
  'limits.memory',
  'requests.cpu',
  'requests.ephemeral-storage',
  'requests.memory',
]
const PAGES = /^(limits|requests)\.hugepages-/

const CPU_DIVISORS = ['1', '1m']
const BYTE_DIVISORS = ['1', '1E', '1Ei', '1G', '1Gi', '1M', '1Mi', '1P', '1Pi', '1T', '1Ti', '1k', '1Ki']

/** A resource of a container, as env variables (`volume`: downward API files) take it. */
export function validateResourceField(selector: ResourceFieldSelector, at: Path, volume = false): void {
  const { containerName, resource } = selector
  if (volume && !containerName) at.at('containerName').required()
  else if (!resource) at.at('resource').required()
  else if (!RESOURCES.includes(resource) && !PAGES.test(resource)) at.at('resource').unsupported(resource, RESOURCES)
  else validateDivisor(selector, at)
}

function validateDivisor(selector: ResourceFieldSelector, at: Path): void {
  const divisor = selector.divisor as string | undefined
  if (!divisor || parseQuantity(divisor) === 0) return
  const supported = selector.resource.endsWith('.cpu') ? CPU_DIVISORS : BYTE_DIVISORS
  if (!supported.includes(divisor)) at.at('divisor').unsupported(selector.resource, supported)
}
