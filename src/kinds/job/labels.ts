/** Labels, annotations and the finalizer that Jobs put on their pods (k8s.io/api batch/v1). */

export const JOB_NAME = 'batch.kubernetes.io/job-name'
export const CONTROLLER_UID = 'batch.kubernetes.io/controller-uid'
export const COMPLETION_INDEX = 'batch.kubernetes.io/job-completion-index'
/** How often the index has failed before this pod, for `backoffLimitPerIndex`. */
export const INDEX_FAILURES = 'batch.kubernetes.io/job-index-failure-count'
/** Failures of the index that the failure policy ignored. */
export const IGNORED_INDEX_FAILURES = 'batch.kubernetes.io/job-index-ignored-failure-count'
/** On a pod until its end has been counted. */
export const TRACKING = 'batch.kubernetes.io/job-tracking'

/** The names that these labels had before 1.27; both are written. */
export const LEGACY: Record<string, string> = { [JOB_NAME]: 'job-name', [CONTROLLER_UID]: 'controller-uid' }
