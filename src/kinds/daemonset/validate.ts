import { type FieldError, invalidValue, required, unsupported } from '../../api/errors.ts'
import type { Admission } from '../../api/kind.ts'
import { percentage } from '../../lib/int-or-percent.ts'
import type { DaemonSet } from '../../lib/objects.ts'
import {
  amount,
  amountErrors,
  notNegative,
  selectorChanged,
  validateSelectorAndTemplate,
} from '../validate-workload.ts'

type Strategy = NonNullable<DaemonSet['spec']['updateStrategy']>

/** Modelled on pkg/apis/apps/validation, ValidateDaemonSet. */
export function validate(next: DaemonSet, previous: DaemonSet | undefined, admission: Admission): FieldError[] {
  if (admission.subresource === 'status') return []
  const { minReadySeconds, revisionHistoryLimit, selector, template, updateStrategy } = next.spec
  return [
    ...validateSelectorAndTemplate(selector, template, 'DaemonSet'),
    ...notNegative('spec.minReadySeconds', minReadySeconds),
    ...strategyErrors(updateStrategy!, 'spec.updateStrategy'),
    ...notNegative('spec.revisionHistoryLimit', revisionHistoryLimit),
    ...(previous ? selectorChanged(selector, previous.spec.selector) : []),
  ]
}

function strategyErrors({ type, rollingUpdate }: Strategy, path: string): FieldError[] {
  if (type === 'OnDelete') return []
  if (type !== 'RollingUpdate') return [unsupported(`${path}.type`, type, ['RollingUpdate', 'OnDelete'])]
  const { maxUnavailable, maxSurge } = rollingUpdate!
  const at = `${path}.rollingUpdate`
  const errors = [
    ...amountErrors(`${at}.maxUnavailable`, maxUnavailable!),
    ...amountErrors(`${at}.maxSurge`, maxSurge!),
    ...moreThanAll(`${at}.maxUnavailable`, maxUnavailable),
    ...moreThanAll(`${at}.maxSurge`, maxSurge),
  ]
  const [unavailable, surge] = [amount(maxUnavailable!) !== 0, amount(maxSurge!) !== 0]
  if (unavailable && surge) {
    errors.push(invalidValue(`${at}.maxSurge`, maxSurge, 'may not be set when maxUnavailable is non-zero'))
  } else if (!unavailable && !surge) {
    errors.push(required(`${at}.maxUnavailable`, 'cannot be 0 when maxSurge is 0'))
  }
  return errors
}

const moreThanAll = (path: string, value: number | string | undefined): FieldError[] =>
  (percentage(value) ?? 0) > 100 ? [invalidValue(path, value, 'must not be greater than 100%')] : []
