import type { PersistentVolumeClaim, Pod } from '../../../lib/objects.ts'
import { claimNamesOf } from '../../../lib/pod-claims.ts'
import type { Plugin, Refusal } from '../plugin.ts'

const TAKEN: Refusal = {
  reasons: ['node has pod using PersistentVolumeClaim with the same name and ReadWriteOncePod access mode'],
  unresolvable: false,
}

/** A claim with access mode ReadWriteOncePod serves one pod at a time. */
export const volumeRestrictions: Plugin = {
  name: 'VolumeRestrictions',
  filter({ pod, namespace }, { read }) {
    for (const claimName of claimNamesOf(pod)) {
      const claim = read.get<PersistentVolumeClaim>('persistentvolumeclaims', namespace, claimName)
      if (!claim?.spec.accessModes?.includes('ReadWriteOncePod')) continue
      const users = read.find<Pod>('pods', `claim=${namespace}/${claimName}`)
      const takes = ({ spec, status }: Pod) =>
        spec.nodeName && status.phase !== 'Succeeded' && status.phase !== 'Failed'
      if (users.some(user => user.metadata.uid !== pod.metadata.uid && takes(user))) return () => TAKEN
    }
    return undefined
  },
}
