import type { Plugin } from '../plugin.ts'

/** A pod waits for the claims it names to exist. */
export const volumeBinding: Plugin = {
  name: 'VolumeBinding',
  preFilter({ pod, namespace }, { read }) {
    for (const volume of pod.spec.volumes ?? []) {
      const claim = volume.persistentVolumeClaim?.claimName
      if (claim && !read.get('persistentvolumeclaims', namespace, claim)) {
        return { refuse: `persistentvolumeclaim ${JSON.stringify(claim)} not found` }
      }
    }
    return undefined
  },
}
