import { type FieldError, forbiddenField, invalidValue, required, unsupported } from '../api/errors.ts'
import { equal } from '../lib/equal.ts'
import { percentage, wholeNumber } from '../lib/int-or-percent.ts'
import { percentErrors } from '../lib/names.ts'
import type { LabelSelector, PodTemplateSpec } from '../lib/objects.ts'
import { labelSelector, matches, type Selector } from '../lib/selector.ts'
import { validateLabelSelector } from './pod/validate/labels.ts'
import { Path } from './pod/validate/path.ts'
import { validatePodTemplate, validatePodTemplateMetadata } from './pod/validate.ts'

const NOT_NEGATIVE = 'must be greater than or equal to 0'

export function notNegative(path: string, value: number | undefined): FieldError[] {
  return (value ?? 0) < 0 ? [invalidValue(path, value, NOT_NEGATIVE)] : []
}

/** All of a workload's Pods are made in one transaction, in memory; beyond this many there is no room for them. */
const MOST_PODS = 50_000

/** How many Pods a workload asks for: what the API server allows, as far as it is simulated. */
export function podCount(path: string, value: number | undefined): FieldError[] {
  if ((value ?? 0) <= MOST_PODS) return notNegative(path, value)
  return [invalidValue(path, value, `a simulated workload has at most ${MOST_PODS} Pods`)]
}

/**
 * `spec.selector` of a kind that keeps pods running, and the template that it has to match. `kind` is how the texts name
 * it: a Deployment speaks of ReplicaSets, a ReplicaSet of deployments, as upstream does.
 */
export function validateSelectorAndTemplate(
  selector: LabelSelector | undefined,
  template: PodTemplateSpec,
  kind: 'ReplicaSet' | 'DaemonSet' | 'StatefulSet' = 'ReplicaSet',
): FieldError[] {
  const errors: FieldError[] = []
  if (selector) {
    validateLabelSelector(selector, Path.root('spec.selector', errors))
    if (isEmptySelector(selector)) {
      const who = kind === 'ReplicaSet' ? 'deployment' : kind.toLowerCase()
      errors.push(invalidValue('spec.selector', selector, `empty selector is invalid for ${who}`))
    }
  } else if (kind !== 'DaemonSet') errors.push(required('spec.selector'))
  const parsed = parse(selector)
  if (!parsed) return [...errors, invalidValue('spec.selector', selector, 'invalid label selector')]
  return [...errors, ...validateTemplate(template, parsed, kind)]
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

/**
 * Modelled on pkg/apis/apps/validation, ValidatePodTemplateSpecForReplicaSet. The pods of a StatefulSet are judged when they
 * are made, as their volumes are not known before.
 */
function validateTemplate(template: PodTemplateSpec, selector: Selector, kind: string): FieldError[] {
  const errors: FieldError[] = []
  const { labels } = template.metadata ?? {}
  if ((selector.nothing || selector.requirements.length > 0) && !matches(selector, labels)) {
    const detail = '`selector` does not match template `labels`'
    errors.push(invalidValue('spec.template.metadata.labels', labels ?? null, detail))
  }
  if (kind === 'StatefulSet') errors.push(...validatePodTemplateMetadata(template, 'spec.template'))
  else errors.push(...validatePodTemplate(template, 'spec.template'))
  const { restartPolicy, activeDeadlineSeconds } = template.spec ?? {}
  if (restartPolicy !== 'Always') {
    errors.push(unsupported('spec.template.spec.restartPolicy', restartPolicy, ['Always']))
  }
  if (activeDeadlineSeconds !== undefined) {
    const detail = `activeDeadlineSeconds in ${kind} is not Supported`
    errors.push(forbiddenField('spec.template.spec.activeDeadlineSeconds', detail))
  }
  return errors
}

/** A count or a percentage, as maxUnavailable and maxSurge are. */
export function amountErrors(path: string, value: number | string): FieldError[] {
  if (typeof value === 'number') return notNegative(path, value)
  return percentErrors(value).map(text => invalidValue(path, value, text))
}

export const amount = (value: number | string): number =>
  typeof value === 'number' ? value : (percentage(value) ?? wholeNumber(value) ?? 0)

/** A selector stays what it was made with. */
export function selectorChanged(next: LabelSelector | undefined, previous: LabelSelector | undefined): FieldError[] {
  return equal(next, previous) ? [] : [invalidValue('spec.selector', next ?? null, 'field is immutable')]
}
