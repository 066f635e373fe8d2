import type { FieldError } from '../../../api/errors.ts'
import type { Labels, PodTemplateSpec } from '../../../lib/objects.ts'
import { validateAnnotations, validateLabels } from './labels.ts'
import { Path } from './path.ts'
import { validateSpec } from './pod-spec.ts'

/** The pod template of a workload, with its defaults; `path` is where it stands, `spec.template`. */
export function validatePodTemplate(template: PodTemplateSpec, path: string): FieldError[] {
  const errors = validatePodTemplateMetadata(template, path)
  const at = Path.root(path, errors)
  const spec = template.spec ?? { containers: [] }
  validateSpec(spec, at.at('spec'))
  if (spec.ephemeralContainers?.length) {
    at.at('spec').at('ephemeralContainers').forbidden('ephemeral containers not allowed in pod template')
  }
  return errors
}

/** Labels and annotations of the template alone. */
export function validatePodTemplateMetadata(template: PodTemplateSpec, path: string): FieldError[] {
  const errors: FieldError[] = []
  const at = Path.root(path, errors).at('metadata')
  const { labels, annotations } = template.metadata ?? {}
  if (labels) validateLabels(labels, at.at('labels'))
  if (annotations) {
    validateAnnotations(annotations, at.at('annotations'))
    validatePodAnnotations(annotations, at.at('annotations'))
  }
  return errors
}

const DELETION_COST = 'controller.kubernetes.io/pod-deletion-cost'

/** Annotations that mean something to controllers. */
export function validatePodAnnotations(annotations: Labels, at: Path): void {
  const cost = annotations[DELETION_COST]
  if (cost === undefined) return
  if (!/^(0|-?[1-9][0-9]*|-0+)$/.test(cost) || Math.abs(Number(cost)) >= 2 ** 31) {
    at.key(DELETION_COST).invalid(cost, 'must be a 32bit integer')
  }
}
