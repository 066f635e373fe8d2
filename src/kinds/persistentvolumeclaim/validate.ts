import { type FieldError, forbidden, forbiddenField, invalidValue, required, unsupported } from '../../api/errors.ts'
import type { Admission } from '../../api/kind.ts'
import { equal } from '../../lib/equal.ts'
import { subdomainErrors } from '../../lib/names.ts'
import type { PersistentVolumeClaim, StorageClass } from '../../lib/objects.ts'
import { bytes } from '../../lib/quantity.ts'
import { accessModeErrors } from '../access-modes.ts'
import { validateLabelSelector } from '../pod/validate/labels.ts'
import { Path } from '../pod/validate/path.ts'

type Claim = PersistentVolumeClaim

/** Modelled on pkg/apis/core/validation, ValidatePersistentVolumeClaim. */
export function validate(next: Claim, previous: Claim | undefined, admission: Admission): FieldError[] {
  if (admission.subresource === 'status') return []
  const errors = specErrors(next.spec)
  if (previous) errors.push(...changeErrors(next, previous, admission))
  return errors
}

const sizeOf = ({ resources }: Claim['spec']): number => bytes(resources?.requests?.['storage'])

function specErrors(spec: Claim['spec']): FieldError[] {
  const { accessModes = [], selector, resources, storageClassName, volumeMode } = spec
  const errors: FieldError[] = []
  if (accessModes.length === 0) errors.push(required('spec.accessModes', 'at least 1 access mode is required'))
  if (selector) validateLabelSelector(selector, Path.root('spec.selector', errors))
  errors.push(...accessModeErrors(accessModes, 'spec.accessModes'))
  if (accessModes.length > 1 && accessModes.includes('ReadWriteOncePod')) {
    errors.push(forbiddenField('spec.accessModes', 'may not use ReadWriteOncePod with other access modes'))
  }
  if (resources?.requests?.['storage'] === undefined) errors.push(required('spec.resources[storage]'))
  else if (sizeOf(spec) <= 0) {
    const path = 'spec.resources[storage]'
    errors.push(invalidValue(path, resources.requests['storage'], 'must be greater than zero'))
  }
  if (storageClassName) {
    for (const why of subdomainErrors(storageClassName)) {
      errors.push(invalidValue('spec.storageClassName', storageClassName, why))
    }
  }
  if (volumeMode !== 'Filesystem' && volumeMode !== 'Block') {
    errors.push(unsupported('spec.volumeMode', volumeMode, ['Block', 'Filesystem']))
  }
  return errors
}

const IMMUTABLE =
  'spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims'

/** A bound claim may ask for more; an unbound one may be given a class or a volume. */
function changeErrors(next: Claim, previous: Claim, { read }: Admission): FieldError[] {
  const bound = previous.status.phase === 'Bound'
  const open = (spec: Claim['spec'], old: Claim['spec']) => {
    const { volumeName, storageClassName, resources, ...rest } = spec
    return {
      ...rest,
      ...(old.volumeName && { volumeName }),
      ...((old.storageClassName !== undefined || bound) && { storageClassName }),
      ...(bound ? { limits: resources?.limits } : { resources }),
    }
  }
  if (!equal(open(next.spec, previous.spec), open(previous.spec, previous.spec))) {
    return [forbiddenField('spec', IMMUTABLE)]
  }
  const [size, before] = [sizeOf(next.spec), sizeOf(previous.spec)]
  if (size === before) return []
  if (size < before && size <= bytes(previous.status.capacity?.['storage'])) {
    return [forbiddenField('spec.resources.requests.storage', 'field can not be less than status.capacity')]
  }
  if (size > before) admitGrowth(next, read)
  return []
}

/** Admission plugin PersistentVolumeClaimResize. Throws Forbidden. */
function admitGrowth({ metadata, spec }: Claim, read: Admission['read']): void {
  const found = spec.storageClassName
    ? read.get<StorageClass>('storageclasses.storage.k8s.io', undefined, spec.storageClassName)
    : undefined
  if (found?.allowVolumeExpansion) return
  throw forbidden(
    'persistentvolumeclaims',
    metadata.name,
    'only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must support resize',
  )
}
