import { type FieldError, forbiddenField, invalidValue, required, unsupported } from '../api/errors.ts'
import { equal } from '../lib/equal.ts'
import type { LabelSelector, PodTemplateSpec } from '../lib/objects.ts'
import { labelSelector, matches, type Selector } from '../lib/selector.ts'
import { validateLabelSelector } from './pod/validate/labels.ts'
import { Path } from './pod/validate/path.ts'
import { validatePodTemplate } from './pod/validate.ts'

const NOT_NEGATIVE = 'must be greater than or equal to 0'

export function notNegative(path: string, value: number | undefined): FieldError[] {
  return (value ?? 0) < 0 ? [invalidValue(path, value, NOT_NEGATIVE)] : []
}

/** `spec.selector` of a kind that keeps pods running, and the template that it has to match. */
export function validateSelectorAndTemplate(
  selector: LabelSelector | undefined,
  template: PodTemplateSpec,
): FieldError[] {
  const errors: FieldError[] = []
  if (!selector) errors.push(required('spec.selector'))
  else {
    validateLabelSelector(selector, Path.root('spec.selector', errors))
    if (isEmptySelector(selector)) {
      errors.push(invalidValue('spec.selector', selector, 'empty selector is invalid for deployment'))
    }
  }
  const parsed = parse(selector)
  if (!parsed) return [...errors, invalidValue('spec.selector', selector, 'invalid label selector')]
  return [...errors, ...validateTemplate(template, parsed)]
}

/** A selector that matches everything. */
export const isEmptySelector = ({ matchLabels, matchExpressions }: LabelSelector): boolean =>
  Object.keys(matchLabels ?? {}).length + (matchExpressions ?? []).length === 0

function parse(selector: LabelSelector | undefined): Selector | undefined {
  try {
    return labelSelector(selector)
  } catch {
    return undefined
  }
}

/** Modelled on pkg/apis/apps/validation, ValidatePodTemplateSpecForReplicaSet. */
function validateTemplate(template: PodTemplateSpec, selector: Selector): FieldError[] {
  const errors: FieldError[] = []
  const { labels } = template.metadata ?? {}
  if ((selector.nothing || selector.requirements.length > 0) && !matches(selector, labels)) {
    const detail = '`selector` does not match template `labels`'
    errors.push(invalidValue('spec.template.metadata.labels', labels ?? null, detail))
  }
  errors.push(...validatePodTemplate(template, 'spec.template'))
  const { restartPolicy, activeDeadlineSeconds } = template.spec ?? {}
  if (restartPolicy !== 'Always') {
    errors.push(unsupported('spec.template.spec.restartPolicy', restartPolicy, ['Always']))
  }
  if (activeDeadlineSeconds !== undefined) {
    const detail = 'activeDeadlineSeconds in ReplicaSet is not Supported'
    errors.push(forbiddenField('spec.template.spec.activeDeadlineSeconds', detail))
  }
  return errors
}

/** A selector stays what it was made with. */
export function selectorChanged(next: LabelSelector | undefined, previous: LabelSelector | undefined): FieldError[] {
  return equal(next, previous) ? [] : [invalidValue('spec.selector', next ?? null, 'field is immutable')]
}
