import type { Controller } from '../../engine/controller.ts'
import type { PersistentVolumeClaim, Pod } from '../../lib/objects.ts'
import { controllerOf, controllerReference } from '../../lib/owner.ts'
import { claimNameOf } from '../../lib/pod-claims.ts'
import { keyParts } from '../own-changes.ts'

/** Makes the claims of volumes that live and go with their pod. Modelled on pkg/controller/volume/ephemeral. */
export const ephemeralVolumes: Controller = {
  name: 'ephemeral-volume',
  watches: [
    {
      resource: 'pods',
      keys: ({ type, object }) =>
        type === 'ADDED' && (object as Pod).spec.volumes?.some(({ ephemeral }) => ephemeral)
          ? [`${object.metadata.namespace}/${object.metadata.name}`]
          : [],
    },
  ],
  reconcile(key, ctx) {
    const pod = ctx.read.get<Pod>('pods', ...keyParts(key))
    if (!pod || pod.metadata.deletionTimestamp) return
    for (const volume of pod.spec.volumes ?? []) {
      const template = volume.ephemeral?.volumeClaimTemplate
      if (!template) continue
      const name = claimNameOf(pod, volume)!
      const { namespace } = pod.metadata
      const existing = ctx.read.get<PersistentVolumeClaim>('persistentvolumeclaims', namespace, name)
      if (existing && controllerOf(existing)?.uid !== pod.metadata.uid) {
        const why = `PVC ${namespace}/${name} was not created for pod ${namespace}/${pod.metadata.name} (pod is not owner)`
        ctx.event(pod, 'Warning', 'FailedBinding', `ephemeral volume ${volume.name}: ${why}`, {
          from: 'ephemeral_volume',
        })
      } else if (!existing) {
        const { labels, annotations } = template.metadata ?? {}
        ctx.api.create<PersistentVolumeClaim>({
          apiVersion: 'v1',
          kind: 'PersistentVolumeClaim',
          metadata: {
            name,
            namespace,
            ...(labels && { labels }),
            ...(annotations && { annotations }),
            ownerReferences: [controllerReference(pod)],
          },
          spec: template.spec,
          status: {},
        })
      }
    }
  },
}
