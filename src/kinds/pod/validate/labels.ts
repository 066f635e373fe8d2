import { labelKeyErrors, labelValueErrors } from '../../../lib/names.ts'
import type { LabelSelector, Labels } from '../../../lib/objects.ts'
import type { Path } from './path.ts'

/** Bytes of all annotations together. */
const ANNOTATIONS_SIZE = 256 * 1024

export function validateLabels(labels: Labels | undefined, at: Path): void {
  for (const key in labels) {
    at.judge(key, labelKeyErrors(key))
    at.judge(labels[key], labelValueErrors(labels[key]!))
  }
}

export function validateAnnotations(annotations: Labels | undefined, at: Path): void {
  let size = 0
  for (const key in annotations) {
    at.judge(key, labelKeyErrors(key.toLowerCase()))
    size += Buffer.byteLength(key) + Buffer.byteLength(annotations[key]!)
  }
  if (size > ANNOTATIONS_SIZE) at.tooLong(`may not be more than ${ANNOTATIONS_SIZE} bytes`)
}

const WITH_VALUES = "must be specified when `operator` is 'In' or 'NotIn'"
const WITHOUT_VALUES = "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"

/** pkg/apis/meta/v1/validation, ValidateLabelSelector. */
export function validateLabelSelector(selector: LabelSelector | undefined, at: Path): void {
  if (!selector) return
  validateLabels(selector.matchLabels, at.at('matchLabels'))
  at.at('matchExpressions').each(selector.matchExpressions, (requirement, here) => {
    const { key, operator, values = [] } = requirement
    validateOperator(operator, values, here)
    here.at('key').judge(key ?? '', labelKeyErrors(key ?? ''))
    here.at('values').each(values, (value, path) => path.judge(value, labelValueErrors(value)))
  })
}

/** `In` and `NotIn` take values, `Exists` and `DoesNotExist` none. */
export function validateOperator(operator: string | undefined, values: readonly string[], at: Path): void {
  switch (operator) {
    case 'In':
    case 'NotIn':
      if (values.length === 0) at.at('values').required(WITH_VALUES)
      break
    case 'Exists':
    case 'DoesNotExist':
      if (values.length > 0) at.at('values').forbidden(WITHOUT_VALUES)
      break
    default:
      at.at('operator').invalid(operator ?? '', 'not a valid selector operator')
  }
}
