import type { KindDefinition } from '../../api/kind.ts'
import { age } from '../../lib/duration.ts'
import type { PersistentVolumeClaim } from '../../lib/objects.ts'
import { accessModesText } from '../access-modes.ts'
import { binder } from './binder.ts'
import { defaultClaim, prepare } from './defaults.ts'
import { describe } from './describe.ts'
import { ephemeralVolumes } from './ephemeral.ts'
import { claimProtection } from './protection.ts'
import { validate } from './validate.ts'
import { warnings } from './warnings.ts'

type Claim = PersistentVolumeClaim

export const persistentVolumeClaims: KindDefinition<Claim> = {
  group: '',
  version: 'v1',
  scope: 'Namespaced',
  names: {
    kind: 'PersistentVolumeClaim',
    plural: 'persistentvolumeclaims',
    singular: 'persistentvolumeclaim',
    shortNames: ['pvc'],
  },
  schema: 'io.k8s.api.core.v1.PersistentVolumeClaim',
  subresources: { status: true },
  generation: false,
  defaults: defaultClaim,
  prepare,
  validate,
  warnings,
  index: ({ spec, status }) => {
    const terms = [`class=${spec.storageClassName ?? ''}`]
    if (spec.volumeName) terms.push(`volume=${spec.volumeName}`)
    if (status.phase === 'Pending') terms.push('pending')
    return terms
  },
  columns: () => [
    { name: 'Name', value: claim => claim.metadata.name },
    {
      name: 'Status',
      value: ({ metadata, status }) => (metadata.deletionTimestamp ? 'Terminating' : (status.phase ?? '')),
    },
    { name: 'Volume', value: ({ spec }) => spec.volumeName ?? '' },
    {
      name: 'Capacity',
      value: ({ spec, status }) => (spec.volumeName ? ((status.capacity?.['storage'] as string) ?? '0') : ''),
    },
    { name: 'Access Modes', value: ({ spec, status }) => (spec.volumeName ? accessModesText(status.accessModes) : '') },
    { name: 'StorageClass', value: ({ spec }) => spec.storageClassName ?? '' },
    {
      name: 'VolumeAttributesClass',
      value: ({ spec }) => (spec as { volumeAttributesClassName?: string }).volumeAttributesClassName || '<unset>',
    },
    { name: 'Age', value: (claim, { now }) => age(claim.metadata.creationTimestamp, now) },
    { name: 'VolumeMode', wide: true, value: ({ spec }) => spec.volumeMode ?? '<unset>' },
  ],
  describe,
  controllers: [binder, claimProtection, ephemeralVolumes],
}
