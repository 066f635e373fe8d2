import type { Controller } from '../../engine/controller.ts'
import type { PersistentVolume } from '../../lib/objects.ts'

export const PROTECTION = 'kubernetes.io/pv-protection'

/** A volume that is bound stays. Modelled on pkg/controller/volume/pvprotection/pv_protection_controller.go. */
export const volumeProtection: Controller = {
  name: 'pv-protection',
  watches: [
    {
      resource: 'persistentvolumes',
      keys: ({ object }) => (isLeaving(object as PersistentVolume) ? [object.metadata.name] : []),
    },
  ],
  reconcile(name, { read, api }) {
    const volume = read.get<PersistentVolume>('persistentvolumes', undefined, name)
    if (!volume || !isLeaving(volume) || volume.status.phase === 'Bound') return
    const finalizers = volume.metadata.finalizers!.filter(each => each !== PROTECTION)
    api.update({ ...volume, metadata: { ...volume.metadata, finalizers } })
  },
}

const isLeaving = ({ metadata }: PersistentVolume): boolean =>
  metadata.deletionTimestamp !== undefined && (metadata.finalizers?.includes(PROTECTION) ?? false)
