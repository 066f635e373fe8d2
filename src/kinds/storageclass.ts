import { type FieldError, forbiddenField, invalidValue, required, unsupported } from '../api/errors.ts'
import type { KindDefinition } from '../api/kind.ts'
import { Describe } from '../lib/describe.ts'
import { age } from '../lib/duration.ts'
import { equal } from '../lib/equal.ts'
import { labelKeyErrors } from '../lib/names.ts'
import type { StorageClass } from '../lib/objects.ts'
import { formatLabels } from '../lib/selector.ts'
import { describeEventsOf } from './event.ts'

const DEFAULT = 'storageclass.kubernetes.io/is-default-class'
const BETA_DEFAULT = 'storageclass.beta.kubernetes.io/is-default-class'

const isDefault = ({ metadata: { annotations } }: StorageClass): boolean =>
  annotations?.[DEFAULT] === 'true' || annotations?.[BETA_DEFAULT] === 'true'

/** The class of claims that name none: the newest of those marked as default (pkg/volume/util/storageclass.go). */
export function defaultClass(classes: readonly StorageClass[]): StorageClass | undefined {
  let found: StorageClass | undefined
  for (const each of classes) {
    if (!isDefault(each)) continue
    if (!found || each.metadata.creationTimestamp! > found.metadata.creationTimestamp!) found = each
  }
  return found
}

/** Modelled on pkg/apis/storage/validation, ValidateStorageClass. */
function validate(next: StorageClass, previous: StorageClass | undefined): FieldError[] {
  const { provisioner, reclaimPolicy, volumeBindingMode } = next
  const errors: FieldError[] = []
  if (!provisioner) errors.push(required('provisioner'))
  else {
    for (const why of labelKeyErrors(provisioner.toLowerCase())) {
      errors.push(invalidValue('provisioner', provisioner, why))
    }
  }
  if (reclaimPolicy !== 'Delete' && reclaimPolicy !== 'Retain') {
    errors.push(unsupported('reclaimPolicy', reclaimPolicy, ['Delete', 'Retain']))
  }
  if (volumeBindingMode !== 'Immediate' && volumeBindingMode !== 'WaitForFirstConsumer') {
    errors.push(unsupported('volumeBindingMode', volumeBindingMode, ['Immediate', 'WaitForFirstConsumer']))
  }
  if (!previous) return errors
  for (const field of ['parameters', 'provisioner', 'reclaimPolicy'] as const) {
    if (!equal(next[field], previous[field])) errors.push(forbiddenField(field, `updates to ${field} are forbidden.`))
  }
  if (volumeBindingMode !== previous.volumeBindingMode) {
    errors.push(invalidValue('volumeBindingMode', volumeBindingMode, 'field is immutable'))
  }
  return errors
}

export const storageClasses: KindDefinition<StorageClass> = {
  group: 'storage.k8s.io',
  version: 'v1',
  scope: 'Cluster',
  names: { kind: 'StorageClass', plural: 'storageclasses', singular: 'storageclass', shortNames: ['sc'] },
  schema: 'io.k8s.api.storage.v1.StorageClass',
  defaults(next) {
    next.reclaimPolicy ??= 'Delete'
    next.volumeBindingMode ??= 'Immediate'
  },
  validate,
  columns: () => [
    { name: 'Name', value: each => each.metadata.name + (isDefault(each) ? ' (default)' : '') },
    { name: 'Provisioner', value: ({ provisioner }) => provisioner },
    { name: 'ReclaimPolicy', value: ({ reclaimPolicy }) => reclaimPolicy! },
    { name: 'VolumeBindingMode', value: ({ volumeBindingMode }) => volumeBindingMode! },
    { name: 'AllowVolumeExpansion', value: ({ allowVolumeExpansion }) => String(allowVolumeExpansion ?? false) },
    { name: 'Age', value: (each, { now }) => age(each.metadata.creationTimestamp, now) },
  ],
  /** Modelled on k8s.io/kubectl pkg/describe, StorageClassDescriber. */
  describe(each, view) {
    return new Describe()
      .line(0, 'Name', each.metadata.name)
      .line(0, 'IsDefaultClass', isDefault(each) ? 'Yes' : 'No')
      .line(0, 'Annotations', formatLabels(each.metadata.annotations))
      .line(0, 'Provisioner', each.provisioner)
      .line(0, 'Parameters', formatLabels(each.parameters))
      .line(
        0,
        'AllowVolumeExpansion',
        each.allowVolumeExpansion === undefined ? '<unset>' : titled(each.allowVolumeExpansion),
      )
      .write(0, mountOptions(each.mountOptions))
      .line(0, 'ReclaimPolicy', each.reclaimPolicy!)
      .line(0, 'VolumeBindingMode', each.volumeBindingMode!)
      .write(0, describeEventsOf(each, view))
      .toString()
  },
}

const titled = (truth: boolean) => (truth ? 'True' : 'False')

function mountOptions(options: readonly string[] = []): string {
  if (options.length === 0) return 'MountOptions:\t<none>\n'
  return `MountOptions:\n${options.map(option => `  ${option}\n`).join('')}`
}
