import { type FieldError, invalidValue } from '../../api/errors.ts'
import type { Admission } from '../../api/kind.ts'
import { equal } from '../../lib/equal.ts'
import { labelKeyErrors } from '../../lib/names.ts'
import type { ResourceQuota } from '../../lib/objects.ts'
import { parseQuantity } from '../../lib/quantity.ts'
import type { Quantities } from './quantities.ts'

const SCOPES = [
  'Terminating',
  'NotTerminating',
  'BestEffort',
  'NotBestEffort',
  'PriorityClass',
  'CrossNamespacePodAffinity',
  'VolumeAttributesClass',
]
const COMPUTE = [
  'cpu',
  'memory',
  'ephemeral-storage',
  'requests.cpu',
  'requests.memory',
  'requests.ephemeral-storage',
  'limits.cpu',
  'limits.memory',
  'limits.ephemeral-storage',
]
/** Names without a domain that a quota may have. */
const STANDARD = new Set([
  ...COMPUTE,
  'pods',
  'services',
  'services.nodeports',
  'services.loadbalancers',
  'replicationcontrollers',
  'resourcequotas',
  'secrets',
  'configmaps',
  'persistentvolumeclaims',
  'requests.storage',
])
const WHOLE =
  /^(pods|services|services\.nodeports|services\.loadbalancers|replicationcontrollers|resourcequotas|secrets|configmaps|persistentvolumeclaims|count\/.*)$/

/** Modelled on pkg/apis/core/validation, ValidateResourceQuota. */
export function validate(next: ResourceQuota, previous: ResourceQuota | undefined, admission: Admission): FieldError[] {
  if (admission.subresource) return []
  const { spec } = next
  const errors: FieldError[] = []
  const hard = (spec.hard ?? {}) as Quantities
  for (const name of Object.keys(hard).sort()) errors.push(...entryErrors(name, hard[name]!))
  errors.push(...scopeErrors(spec, Object.keys(hard)))
  if (previous && !equal(spec.scopes ?? [], previous.spec.scopes ?? [])) {
    errors.push(invalidValue('spec.scopes', spec.scopes ?? null, 'field is immutable'))
  }
  return errors
}

function entryErrors(name: string, quantity: string): FieldError[] {
  const path = `spec.hard[${name}]`
  const errors: FieldError[] = labelKeyErrors(name).map(why => invalidValue(path, name, why))
  if (!name.includes('/') && !STANDARD.has(name) && !/^(requests\.)?hugepages-/.test(name)) {
    errors.push(invalidValue(path, name, 'must be a standard resource for quotas'))
  }
  const value = parseQuantity(quantity) ?? 0
  if (value < 0) errors.push(invalidValue(path, quantity, 'must be greater than or equal to 0'))
  if (WHOLE.test(name) && !Number.isInteger(value)) errors.push(invalidValue(path, quantity, 'must be an integer'))
  return errors
}

function scopeErrors({ scopes }: ResourceQuota['spec'], hard: string[]): FieldError[] {
  if (!scopes?.length) return []
  const errors: FieldError[] = []
  const wrong = (detail: string) => errors.push(invalidValue('spec.scopes', scopes, detail))
  for (const scope of scopes) {
    if (!SCOPES.includes(scope)) wrong('unsupported scope')
    const allowed = scope === 'BestEffort' ? ['pods'] : ['pods', ...COMPUTE]
    for (const name of hard) {
      if (STANDARD.has(name) && !allowed.includes(name)) wrong('unsupported scope applied to resource')
    }
  }
  for (const [a, b] of [
    ['BestEffort', 'NotBestEffort'],
    ['Terminating', 'NotTerminating'],
  ] as const) {
    if (scopes.includes(a) && scopes.includes(b)) wrong('conflicting scopes')
  }
  return errors
}
