import type { Admission } from '../../api/kind.ts'
import type { Job } from '../../lib/objects.ts'
import { defaultPodTemplate } from '../pod/defaults.ts'
import { CONTROLLER_UID, JOB_NAME, LEGACY } from './labels.ts'

/** pkg/apis/batch/v1, SetDefaults_Job; also for the Jobs that a CronJob makes. */
export function defaultJobSpec(spec: Job['spec']): void {
  spec.template ??= {}
  defaultPodTemplate(spec.template)
  for (const { onPodConditions } of spec.podFailurePolicy?.rules ?? []) {
    for (const pattern of onPodConditions ?? []) pattern.status ||= 'True'
  }
}

const UNLIMITED = 2 ** 31 - 1

export function defaults(next: Job): void {
  next.spec ??= {} as Job['spec']
  const { spec } = next
  defaultJobSpec(spec)
  if (spec.completions === undefined && spec.parallelism === undefined) spec.completions = 1
  spec.parallelism ??= 1
  spec.backoffLimit ??= spec.backoffLimitPerIndex === undefined ? 6 : UNLIMITED
  spec.completionMode ??= 'NonIndexed'
  spec.suspend ??= false
  spec.manualSelector ??= false
  spec.podReplacementPolicy ??= spec.podFailurePolicy ? 'Failed' : 'TerminatingOrFailed'
  labelFromTemplate(next)
}

/** A Job without labels has those of its pods. */
function labelFromTemplate({ metadata, spec }: Job): void {
  const { labels } = spec.template.metadata ?? {}
  if (labels && Object.keys(metadata.labels ?? {}).length === 0) metadata.labels = { ...labels }
}

/** pkg/registry/batch/job, strategy: the selector is made here, unless the user insists on one. */
export function prepare(next: Job, previous: Job | undefined, _admission: Admission): void {
  if (previous) return
  next.status = {}
  if (next.spec.manualSelector) return
  const values: Record<string, string> = { [CONTROLLER_UID]: next.metadata.uid!, [JOB_NAME]: next.metadata.name }
  const labels = { ...next.spec.template.metadata!.labels }
  for (const key in values) {
    labels[key] ??= values[key]!
    labels[LEGACY[key]!] ??= values[key]!
  }
  next.spec.template.metadata!.labels = labels
  const { selector } = next.spec
  next.spec.selector = {
    ...selector,
    matchLabels: { [CONTROLLER_UID]: next.metadata.uid!, ...selector?.matchLabels },
  }
  labelFromTemplate(next)
}
