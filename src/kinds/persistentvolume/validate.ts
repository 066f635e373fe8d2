import { type FieldError, forbiddenField, invalidValue, required, unsupported } from '../../api/errors.ts'
import type { Admission } from '../../api/kind.ts'
import { equal } from '../../lib/equal.ts'
import { subdomainErrors } from '../../lib/names.ts'
import type { PersistentVolume } from '../../lib/objects.ts'
import { bytes } from '../../lib/quantity.ts'
import { accessModeErrors } from '../access-modes.ts'

type Spec = PersistentVolume['spec']

/** Fields of a volume's spec that say nothing of where the data is. */
const COMMON = new Set([
  'capacity',
  'accessModes',
  'claimRef',
  'persistentVolumeReclaimPolicy',
  'storageClassName',
  'mountOptions',
  'volumeMode',
  'nodeAffinity',
  'volumeAttributesClassName',
])

/** Where the data is: `{ hostPath: {...} }`. */
export const sourceOf = (spec: Spec): Record<string, any> =>
  Object.fromEntries(Object.entries(spec).filter(([field]) => !COMMON.has(field)))

/** Modelled on pkg/apis/core/validation, ValidatePersistentVolume. */
export function validate(
  next: PersistentVolume,
  previous: PersistentVolume | undefined,
  { subresource }: Admission,
): FieldError[] {
  if (subresource === 'status') return []
  const { spec } = next
  const errors = [...commonErrors(spec), ...sourceErrors(spec)]
  if (!previous) return errors
  if (!equal(sourceOf(spec), sourceOf(previous.spec))) {
    errors.push(
      forbiddenField('spec.persistentvolumesource', 'spec.persistentvolumesource is immutable after creation'),
    )
  }
  if (spec.volumeMode !== previous.spec.volumeMode) {
    errors.push(invalidValue('volumeMode', spec.volumeMode, 'field is immutable'))
  }
  return errors
}

function commonErrors({
  accessModes = [],
  capacity,
  persistentVolumeReclaimPolicy: policy,
  ...spec
}: Spec): FieldError[] {
  const errors: FieldError[] = []
  if (accessModes.length === 0) errors.push(required('spec.accessModes'))
  errors.push(...accessModeErrors(accessModes, 'spec.accessModes'))
  if (accessModes.length > 1 && accessModes.includes('ReadWriteOncePod')) {
    errors.push(forbiddenField('spec.accessModes', 'may not use ReadWriteOncePod with other access modes'))
  }
  if (!capacity || Object.keys(capacity).length === 0) errors.push(required('spec.capacity'))
  else if (capacity['storage'] === undefined || Object.keys(capacity).length > 1) {
    errors.push(unsupported('spec.capacity', capacity, ['storage']))
  }
  if (capacity?.['storage'] !== undefined && bytes(capacity['storage'] as string) <= 0) {
    errors.push(invalidValue('spec.capacity[storage]', capacity['storage'], 'must be greater than zero'))
  }
  if (policy !== 'Retain' && policy !== 'Delete' && policy !== 'Recycle') {
    errors.push(unsupported('spec.persistentVolumeReclaimPolicy', policy, ['Delete', 'Recycle', 'Retain']))
  }
  if (spec.storageClassName) {
    for (const why of subdomainErrors(spec.storageClassName)) {
      errors.push(invalidValue('spec.storageClassName', spec.storageClassName, why))
    }
  }
  if (spec.volumeMode !== 'Filesystem' && spec.volumeMode !== 'Block') {
    errors.push(unsupported('spec.volumeMode', spec.volumeMode, ['Block', 'Filesystem']))
  }
  return errors
}

function sourceErrors(spec: Spec): FieldError[] {
  const sources = Object.keys(sourceOf(spec))
  if (sources.length === 0) return [required('spec', 'must specify a volume type')]
  const errors = sources
    .slice(1)
    .map(source => forbiddenField(`spec.${source}`, 'may not specify more than 1 volume type'))
  const pathOf = (source: 'hostPath' | 'local') => {
    const path = spec[source]?.path
    if (!path) errors.push(required(`spec.${source}.path`))
    else if (path.split('/').includes('..')) {
      errors.push(invalidValue(`spec.${source}.path`, path, "must not contain '..'"))
    }
  }
  if (spec.hostPath) {
    pathOf('hostPath')
    if (spec.hostPath.path === '/' && spec.persistentVolumeReclaimPolicy === 'Recycle') {
      const detail = "may not be 'recycle' for a hostPath mount of '/'"
      errors.push(forbiddenField('spec.persistentVolumeReclaimPolicy', detail))
    }
  }
  if (spec.local) {
    pathOf('local')
    if (!spec.nodeAffinity) errors.push(required('spec.nodeAffinity', 'Local volume requires node affinity'))
  }
  if (spec.nfs && !spec.nfs.server) errors.push(required('spec.nfs.server'))
  if (spec.nfs && !spec.nfs.path) errors.push(required('spec.nfs.path'))
  return errors
}
