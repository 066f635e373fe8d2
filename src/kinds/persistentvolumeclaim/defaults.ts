import type { Admission } from '../../api/kind.ts'
import type { PersistentVolumeClaim, StorageClass } from '../../lib/objects.ts'
import { defaultClass } from '../storageclass.ts'

export const PROTECTION = 'kubernetes.io/pvc-protection'

/** Modelled on pkg/apis/core/v1/defaults.go, SetDefaults_PersistentVolumeClaim. */
export function defaultClaim(next: PersistentVolumeClaim): void {
  next.spec ??= {} as PersistentVolumeClaim['spec']
  next.spec.volumeMode ??= 'Filesystem'
  const { resources } = next.spec
  // A limit without a request asks for as much.
  if (resources?.limits?.['storage'] !== undefined && resources.requests?.['storage'] === undefined) {
    resources.requests = { ...resources.requests, storage: resources.limits['storage'] }
  }
}

/** With the admission plugins DefaultStorageClass and StorageObjectInUseProtection. */
export function prepare(
  next: PersistentVolumeClaim,
  previous: PersistentVolumeClaim | undefined,
  { read }: Admission,
): void {
  if (previous) return
  next.status = { phase: 'Pending' }
  const { metadata, spec } = next
  if (!metadata.finalizers?.includes(PROTECTION)) {
    metadata.finalizers = [...(metadata.finalizers ?? []), PROTECTION]
  }
  spec.storageClassName ??= defaultClass(read.list<StorageClass>('storageclasses.storage.k8s.io'))?.metadata.name
  if (spec.storageClassName === undefined) delete spec.storageClassName
}
