/** Validation that the workload kinds share. */
export { validatePodSpec } from './validate/pod-spec.ts'
export { validatePodTemplate, validatePodTemplateMetadata } from './validate/pod-template.ts'
