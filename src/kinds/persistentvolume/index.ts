import type { KindDefinition } from '../../api/kind.ts'
import { age } from '../../lib/duration.ts'
import type { PersistentVolume } from '../../lib/objects.ts'
import { accessModesText } from '../access-modes.ts'
import { describe } from './describe.ts'
import { PROTECTION, volumeProtection } from './protection.ts'
import { reclaimer } from './reclaimer.ts'
import { validate } from './validate.ts'

export const persistentVolumes: KindDefinition<PersistentVolume> = {
  group: '',
  version: 'v1',
  scope: 'Cluster',
  names: {
    kind: 'PersistentVolume',
    plural: 'persistentvolumes',
    singular: 'persistentvolume',
    shortNames: ['pv'],
  },
  schema: 'io.k8s.api.core.v1.PersistentVolume',
  subresources: { status: true },
  generation: false,
  /** Modelled on pkg/apis/core/v1/defaults.go, SetDefaults_PersistentVolume. */
  defaults(next) {
    next.spec ??= {} as PersistentVolume['spec']
    next.spec.persistentVolumeReclaimPolicy ??= 'Retain'
    next.spec.volumeMode ??= 'Filesystem'
    if (next.spec.hostPath) next.spec.hostPath.type ??= ''
    if (next.spec.claimRef) {
      next.spec.claimRef.kind ??= 'PersistentVolumeClaim'
      next.spec.claimRef.apiVersion ??= 'v1'
    }
  },
  prepare(next, previous) {
    if (previous) return
    next.status = { phase: 'Pending' }
    const { metadata } = next
    if (!metadata.finalizers?.includes(PROTECTION)) {
      metadata.finalizers = [...(metadata.finalizers ?? []), PROTECTION]
    }
  },
  validate,
  index: ({ spec, status }) => {
    const { claimRef } = spec
    const terms: string[] = []
    if (claimRef) terms.push(`claim=${claimRef.namespace}/${claimRef.name}`)
    else if (status.phase !== 'Failed') terms.push(`free=${spec.storageClassName ?? ''}`)
    return terms
  },
  columns: () => [
    { name: 'Name', value: volume => volume.metadata.name },
    { name: 'Capacity', value: ({ spec }) => (spec.capacity?.['storage'] as string) ?? '0' },
    { name: 'Access Modes', value: ({ spec }) => accessModesText(spec.accessModes) },
    { name: 'Reclaim Policy', value: ({ spec }) => spec.persistentVolumeReclaimPolicy! },
    {
      name: 'Status',
      value: ({ metadata, status }) => (metadata.deletionTimestamp ? 'Terminating' : (status.phase ?? '')),
    },
    {
      name: 'Claim',
      value: ({ spec: { claimRef } }) => (claimRef ? `${claimRef.namespace}/${claimRef.name}` : ''),
    },
    { name: 'StorageClass', value: ({ spec }) => spec.storageClassName ?? '' },
    {
      name: 'VolumeAttributesClass',
      value: ({ spec }) => (spec as { volumeAttributesClassName?: string }).volumeAttributesClassName || '<unset>',
    },
    { name: 'Reason', value: ({ status }) => status.reason ?? '' },
    { name: 'Age', value: (volume, { now }) => age(volume.metadata.creationTimestamp, now) },
    { name: 'VolumeMode', wide: true, value: ({ spec }) => spec.volumeMode ?? '<unset>' },
  ],
  describe,
  controllers: [reclaimer, volumeProtection],
}
