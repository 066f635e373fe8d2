import { type FieldError, invalidValue } from '../../api/errors.ts'
import type { KindDefinition } from '../../api/kind.ts'
import { Describe } from '../../lib/describe.ts'
import { age } from '../../lib/duration.ts'
import { equal } from '../../lib/equal.ts'
import type { ControllerRevision } from '../../lib/objects.ts'
import { controllerOf } from '../../lib/owner.ts'
import { describeUnstructured } from '../../lib/unstructured.ts'
import { orphanTerms } from '../claim.ts'
import { describeEventsOf } from '../event.ts'

export const controllerRevisions: KindDefinition<ControllerRevision> = {
  group: 'apps',
  version: 'v1',
  scope: 'Namespaced',
  names: { kind: 'ControllerRevision', plural: 'controllerrevisions', singular: 'controllerrevision' },
  schema: 'io.k8s.api.apps.v1.ControllerRevision',
  validate,
  index: orphanTerms,
  columns: () => [
    { name: 'Name', value: revision => revision.metadata.name },
    { name: 'Controller', value: controller },
    { name: 'Revision', value: ({ revision }) => revision },
    { name: 'Age', value: (revision, { now }) => age(revision.metadata.creationTimestamp, now) },
  ],
  describe(revision, view) {
    const text = new Describe()
    describeUnstructured(text, revision)
    return text.write(0, describeEventsOf(revision, view)).toString()
  },
}

/** `statefulset.apps/broker` */
function controller(revision: ControllerRevision): string {
  const owner = controllerOf(revision)
  if (!owner) return '<none>'
  const group = owner.apiVersion.includes('/') ? `.${owner.apiVersion.split('/')[0]}` : ''
  return `${owner.kind.toLowerCase()}${group}/${owner.name}`
}

/** Modelled on pkg/apis/apps/validation, ValidateControllerRevision. */
function validate(next: ControllerRevision, previous: ControllerRevision | undefined): FieldError[] {
  const errors: FieldError[] = []
  if (next.revision < 0) {
    errors.push(invalidValue('revision', next.revision, 'must be greater than or equal to 0'))
  }
  if (next.data === undefined || next.data === null) {
    errors.push({ type: 'Required value', path: 'data', detail: 'data is mandatory' })
  }
  if (previous && !equal(next.data, previous.data)) {
    errors.push(invalidValue('data', next.data, 'field is immutable'))
  }
  return errors
}
