import { type FieldError, forbiddenField, invalidValue, Raw, required } from '../../api/errors.ts'
import type { Admission } from '../../api/kind.ts'
import { equal } from '../../lib/equal.ts'
import { percentage } from '../../lib/int-or-percent.ts'
import { labelErrors } from '../../lib/names.ts'
import type { StatefulSet } from '../../lib/objects.ts'
import { amount, amountErrors, notNegative, podCount, validateSelectorAndTemplate } from '../validate-workload.ts'

type Spec = StatefulSet['spec']

const CHANGEABLE = [
  'replicas',
  'ordinals',
  'template',
  'updateStrategy',
  'revisionHistoryLimit',
  'persistentVolumeClaimRetentionPolicy',
  'minReadySeconds',
] as const

/** Modelled on pkg/apis/apps/validation, ValidateStatefulSet. */
export function validate(next: StatefulSet, previous: StatefulSet | undefined, admission: Admission): FieldError[] {
  if (admission.subresource === 'status') return []
  const { spec } = next
  const errors = [
    ...policyErrors(spec),
    ...strategyErrors(spec),
    ...retentionErrors(spec),
    ...podCount('spec.replicas', spec.replicas),
    ...notNegative('spec.minReadySeconds', spec.minReadySeconds),
    ...notNegative('spec.ordinals.start', spec.ordinals?.start),
    ...validateSelectorAndTemplate(spec.selector, spec.template, 'StatefulSet'),
  ]
  if (!previous && spec.serviceName) {
    for (const why of labelErrors(spec.serviceName)) {
      errors.push(invalidValue('spec.serviceName', spec.serviceName, why))
    }
  }
  if (previous && !equal(fixedPart(spec), fixedPart(previous.spec))) errors.push(forbiddenField('spec', FIXED))
  return errors
}

const quoted = CHANGEABLE.map(field => `'${field}'`)
const FIXED = `updates to statefulset spec for fields other than ${quoted.slice(0, -1).join(', ')} and ${quoted.at(-1)} are forbidden`

function fixedPart(spec: Spec): Partial<Spec> {
  const part: Partial<Spec> = { ...spec }
  for (const field of CHANGEABLE) delete part[field]
  return part
}

function policyErrors({ podManagementPolicy }: Spec): FieldError[] {
  if (podManagementPolicy === 'OrderedReady' || podManagementPolicy === 'Parallel') return []
  return [invalidValue('spec.podManagementPolicy', podManagementPolicy, "must be 'OrderedReady' or 'Parallel'")]
}

function strategyErrors({ updateStrategy }: Spec): FieldError[] {
  const { type, rollingUpdate } = updateStrategy!
  const path = 'spec.updateStrategy'
  if (type === 'OnDelete') {
    const only = "only allowed for updateStrategy 'RollingUpdate'"
    return rollingUpdate ? [invalidValue(`${path}.rollingUpdate`, internal(rollingUpdate), only)] : []
  }
  if (type !== 'RollingUpdate') {
    const value = new Raw(
      `{"Type":${JSON.stringify(type)},"RollingUpdate":${rollingUpdate ? internal(rollingUpdate).text : 'null'}}`,
    )
    return [invalidValue(path, value, "must be 'RollingUpdate' or 'OnDelete'")]
  }
  const { partition, maxUnavailable } = rollingUpdate!
  const at = `${path}.rollingUpdate`
  const errors = notNegative(`${at}.partition`, partition)
  if (maxUnavailable === undefined) return errors
  errors.push(...amountErrors(`${at}.maxUnavailable`, maxUnavailable))
  if (amount(maxUnavailable) === 0) {
    errors.push(invalidValue(`${at}.maxUnavailable`, maxUnavailable, 'cannot be 0'))
  }
  if ((percentage(maxUnavailable) ?? 0) > 100) {
    errors.push(invalidValue(`${at}.maxUnavailable`, maxUnavailable, 'must not be greater than 100%'))
  }
  return errors
}

/** As the API server's own types print it. */
const internal = ({ partition = 0, maxUnavailable }: { partition?: number; maxUnavailable?: number | string }): Raw =>
  new Raw(JSON.stringify({ Partition: partition, MaxUnavailable: maxUnavailable ?? null }))

function retentionErrors({ persistentVolumeClaimRetentionPolicy: policy }: Spec): FieldError[] {
  const errors: FieldError[] = []
  for (const field of ['whenDeleted', 'whenScaled'] as const) {
    const value = policy?.[field]
    const path = `spec.persistentVolumeClaimRetentionPolicy.${field}`
    if (!value) errors.push(required(path))
    else if (value !== 'Retain' && value !== 'Delete') {
      errors.push({ type: 'Unsupported value', path, value, detail: 'supported values: "Delete", "Retain"' })
    }
  }
  return errors
}
