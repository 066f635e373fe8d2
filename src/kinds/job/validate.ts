import { type FieldError, invalidValue, Raw, required, unsupported } from '../../api/errors.ts'
import type { Admission } from '../../api/kind.ts'
import { condition } from '../../lib/conditions.ts'
import { equal } from '../../lib/equal.ts'
import { labelErrors } from '../../lib/names.ts'
import type { Job, PodTemplateSpec } from '../../lib/objects.ts'
import { labelSelector, matches } from '../../lib/selector.ts'
import { internalPodSpec } from '../pod/internal-types.ts'
import { validateLabelSelector } from '../pod/validate/labels.ts'
import { Path } from '../pod/validate/path.ts'
import { validatePodTemplate } from '../pod/validate.ts'
import { notNegative, podCount } from '../validate-workload.ts'
import { CONTROLLER_UID, JOB_NAME, LEGACY } from './labels.ts'
import { validateFailurePolicy, validateSuccessPolicy } from './validate-policies.ts'

type Spec = Job['spec']

/** Most indexes that may be at work at a time, and most failed ones that may be counted. */
const MOST_INDEXED = 100_000
const IMMUTABLE = 'field is immutable'

/** Modelled on pkg/apis/batch/validation, ValidateJob and ValidateJobUpdate. */
export function validate(next: Job, previous: Job | undefined, admission: Admission): FieldError[] {
  if (admission.subresource) return []
  const { spec } = next
  return [
    ...(previous ? [] : generatedErrors(next)),
    ...jobSpecErrors(spec, 'spec'),
    ...selectorErrors(spec),
    ...hostnameErrors(next),
    ...(previous ? changeErrors(next, previous) : []),
  ]
}

/** The pod of the last index has the longest name as a host. */
function hostnameErrors({ spec, metadata }: Job): FieldError[] {
  if (spec.completionMode !== 'Indexed' || !spec.completions) return []
  const longest = `${metadata.name}-${spec.completions - 1}`
  if (labelErrors(longest).length === 0) return []
  const detail = `will not able to create pod with invalid DNS label: ${longest}`
  return [invalidValue('metadata.name', metadata.name, detail)]
}

/** The generated labels and selector must not have been taken for something else. */
function generatedErrors({ spec, metadata }: Job): FieldError[] {
  if (spec.manualSelector || !spec.selector) return []
  const errors: FieldError[] = []
  const labels = spec.template.metadata?.labels ?? {}
  const wanted: Record<string, string> = { [CONTROLLER_UID]: metadata.uid!, [JOB_NAME]: metadata.name }
  const expected: Record<string, string> = {}
  for (const [name, value] of Object.entries(wanted)) {
    for (const key of [LEGACY[name]!, name]) {
      expected[key] = value
      if (labels[key] !== value) {
        errors.push(invalidValue(`spec.template.metadata.labels[${key}]`, labels, `must be '${value}'`))
      }
    }
  }
  if (!matches(labelSelector(spec.selector), expected)) {
    errors.push(invalidValue('spec.selector', spec.selector, '`selector` not auto-generated'))
  }
  return errors
}

function selectorErrors({ selector, template }: Spec): FieldError[] {
  if (!selector) return [required('spec.selector')]
  const errors: FieldError[] = []
  validateLabelSelector(selector, Path.root('spec.selector', errors))
  const labels = template.metadata?.labels
  if (errors.length === 0 && !matches(labelSelector(selector), labels)) {
    const detail = '`selector` does not match template `labels`'
    errors.push(invalidValue('spec.template.metadata.labels', labels ?? null, detail))
  }
  return errors
}

/** What stands in a Job and in the template of a CronJob alike. */
export function jobSpecErrors(spec: Spec, path: string): FieldError[] {
  const { completions, parallelism, completionMode = 'NonIndexed', maxFailedIndexes, backoffLimitPerIndex } = spec
  const errors = [
    ...podCount(`${path}.parallelism`, parallelism),
    ...notNegative(`${path}.completions`, completions),
    ...notNegative(`${path}.activeDeadlineSeconds`, spec.activeDeadlineSeconds),
    ...notNegative(`${path}.backoffLimit`, spec.backoffLimit),
    ...notNegative(`${path}.ttlSecondsAfterFinished`, spec.ttlSecondsAfterFinished),
    ...notNegative(`${path}.backoffLimitPerIndex`, backoffLimitPerIndex),
    ...notNegative(`${path}.maxFailedIndexes`, maxFailedIndexes),
  ]
  if (maxFailedIndexes !== undefined && backoffLimitPerIndex === undefined) {
    errors.push(required(`${path}.backoffLimitPerIndex`, 'when maxFailedIndexes is specified'))
  }
  if (completionMode === 'Indexed') errors.push(...indexedErrors(spec, path))
  else if (completionMode !== 'NonIndexed') {
    errors.push(unsupported(`${path}.completionMode`, completionMode, ['NonIndexed', 'Indexed']))
  } else {
    const detail = 'requires indexed completion mode'
    for (const field of ['backoffLimitPerIndex', 'maxFailedIndexes'] as const) {
      if (spec[field] !== undefined) errors.push(invalidValue(`${path}.${field}`, spec[field], detail))
    }
  }
  errors.push(...validateFailurePolicy(spec, `${path}.podFailurePolicy`))
  errors.push(...validateSuccessPolicy(spec, `${path}.successPolicy`))
  errors.push(...replacementErrors(spec, path))
  errors.push(...validatePodTemplate(spec.template, `${path}.template`))
  return [...errors, ...restartErrors(spec, `${path}.template.spec.restartPolicy`)]
}

function indexedErrors({ completions, parallelism, maxFailedIndexes }: Spec, path: string): FieldError[] {
  if (completions === undefined) return [required(`${path}.completions`, 'when completion mode is Indexed')]
  const errors: FieldError[] = []
  const limit = (field: string, value: number | undefined) => {
    if ((value ?? 0) <= MOST_INDEXED) return
    const detail = `must be less than or equal to ${MOST_INDEXED} when completion mode is Indexed`
    errors.push(invalidValue(`${path}.${field}`, value, detail))
  }
  limit('parallelism', parallelism)
  if (maxFailedIndexes !== undefined) {
    if (maxFailedIndexes > completions) {
      const detail = 'must be less than or equal to completions'
      errors.push(invalidValue(`${path}.maxFailedIndexes`, maxFailedIndexes, detail))
    }
    if (maxFailedIndexes > MOST_INDEXED) {
      const detail = `must be less than or equal to ${MOST_INDEXED}`
      errors.push(invalidValue(`${path}.maxFailedIndexes`, maxFailedIndexes, detail))
    }
  }
  return errors
}

function replacementErrors({ podReplacementPolicy: policy, podFailurePolicy }: Spec, path: string): FieldError[] {
  if (policy === undefined) return []
  const supported = podFailurePolicy ? ['Failed'] : ['Failed', 'TerminatingOrFailed']
  return supported.includes(policy) ? [] : [unsupported(`${path}.podReplacementPolicy`, policy, supported)]
}

function restartErrors({ template, podFailurePolicy }: Spec, path: string): FieldError[] {
  const { restartPolicy } = template.spec ?? {}
  if (!restartPolicy || restartPolicy === 'Always') return [required(path, 'valid values: "OnFailure", "Never"')]
  if (restartPolicy !== 'OnFailure' && restartPolicy !== 'Never') {
    return [unsupported(path, restartPolicy, ['OnFailure', 'Never'])]
  }
  if (podFailurePolicy && restartPolicy !== 'Never') {
    return [invalidValue(path, restartPolicy, 'only "Never" is supported when podFailurePolicy is specified')]
  }
  return []
}

const LASTING = ['completionMode', 'podFailurePolicy', 'backoffLimitPerIndex', 'managedBy', 'successPolicy'] as const

function changeErrors(next: Job, previous: Job): FieldError[] {
  const errors = completionsErrors(next.spec, previous.spec)
  const lasting = (field: string, value: unknown, old: unknown) => {
    if (!equal(value, old)) errors.push(invalidValue(`spec.${field}`, value ?? null, IMMUTABLE))
  }
  lasting('selector', next.spec.selector, previous.spec.selector)
  if (!equal(frozen(next.spec.template, previous), previous.spec.template)) {
    errors.push(invalidValue('spec.template', new Raw(internalTemplate(next.spec.template)), IMMUTABLE))
  }
  for (const field of LASTING) lasting(field, next.spec[field], previous.spec[field])
  return errors
}

/** An Indexed Job may grow and shrink, in parallelism and completions alike. */
function completionsErrors(next: Spec, previous: Spec): FieldError[] {
  const { completions } = next
  if (completions === previous.completions) return []
  if (next.completionMode !== 'Indexed' || completions === undefined) {
    return [invalidValue('spec.completions', completions ?? null, IMMUTABLE)]
  }
  if (completions === next.parallelism) return []
  return [invalidValue('spec.completions', completions, 'can only be modified in tandem with spec.parallelism')]
}

/** The template with what may still change as it was: where pods may go, while a suspended Job has no pods. */
function frozen(next: PodTemplateSpec, { spec, status }: Job): PodTemplateSpec {
  const held = spec.suspend && (status.startTime === undefined || isSuspended(status)) && !status.active
  if (!held) return next
  const { template: old } = spec
  const { nodeSelector, affinity, tolerations, schedulingGates } = old.spec!
  return {
    metadata: { ...next.metadata, labels: old.metadata?.labels, annotations: old.metadata?.annotations },
    spec: { ...next.spec!, nodeSelector, affinity, tolerations, schedulingGates },
  }
}

const isSuspended = (status: Job['status']): boolean => condition(status.conditions, 'Suspended')?.status === 'True'

const internalTemplate = ({ metadata, spec }: PodTemplateSpec): string =>
  JSON.stringify({ ...metadata, Spec: internalPodSpec(spec!) })

export const noSelector = ({ selector, manualSelector }: Spec, path: string): FieldError[] => [
  ...(selector ? [invalidValue(`${path}.selector`, selector, '`selector` will be auto-generated')] : []),
  ...(manualSelector ? [unsupported(`${path}.manualSelector`, true, ['nil', 'false'])] : []),
]
