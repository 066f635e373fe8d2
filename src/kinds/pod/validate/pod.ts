import type { FieldError } from '../../../api/errors.ts'
import type { Admission } from '../../../api/kind.ts'
import type { Container, Pod } from '../../../lib/objects.ts'
import { Path } from './path.ts'
import { validateSpec } from './pod-spec.ts'
import { validatePodAnnotations } from './pod-template.ts'
import { validateUpdate } from './update.ts'

type Known = Pick<Admission, 'subresource'>

/** A Pod to be created, or what an update would make of it. Its name and labels are judged before, for every kind. */
export function validatePod(next: Pod, previous: Pod | undefined, admission: Known): FieldError[] {
  const errors: FieldError[] = []
  if (admission.subresource) return errors
  const at = Path.root('', errors)
  const { annotations } = next.metadata
  if (annotations) validatePodAnnotations(annotations, at.at('metadata').at('annotations'))
  const spec = at.at('spec')
  validateSpec(next.spec, spec)
  validateImages(next.spec.containers, spec.at('containers'))
  if (next.spec.initContainers) validateImages(next.spec.initContainers, spec.at('initContainers'))
  if (previous) validateUpdate(next.spec, previous.spec, spec)
  else if (next.spec.ephemeralContainers?.length) spec.at('ephemeralContainers').forbidden('cannot be set on create')
  return errors
}

/** Templates may carry such images for others to fill in, Pods may not. */
function validateImages(containers: readonly Container[], at: Path): void {
  at.each(containers, ({ image }, here) => {
    if (image && image !== image.trim()) {
      here.at('image').invalid(image, 'must not have leading or trailing whitespace')
    }
  })
}
