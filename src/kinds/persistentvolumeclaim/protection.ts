import type { Controller } from '../../engine/controller.ts'
import type { PersistentVolumeClaim, Pod } from '../../lib/objects.ts'
import { claimNamesOf } from '../../lib/pod-claims.ts'
import type { Change } from '../../store/store.ts'
import { keyParts } from '../own-changes.ts'
import { isTerminal } from '../pod/readiness.ts'
import { PROTECTION } from './defaults.ts'

const RESOURCE = 'persistentvolumeclaims'

/**
 * A claim that a pod uses stays until the pod has gone. Modelled on
 * pkg/controller/volume/pvcprotection/pvc_protection_controller.go.
 */
export const claimProtection: Controller = {
  name: 'pvc-protection',
  watches: [
    { resource: RESOURCE, keys: ({ object }) => (isLeaving(object as PersistentVolumeClaim) ? [keyOf(object)] : []) },
    { resource: 'pods', keys: claimKeys },
  ],
  reconcile(key, { read, api }) {
    const claim = read.get<PersistentVolumeClaim>(RESOURCE, ...keyParts(key))
    if (!claim || !isLeaving(claim)) return
    if (read.find<Pod>('pods', `claim=${key}`).some(pod => !isTerminal(pod))) return
    const finalizers = claim.metadata.finalizers!.filter(each => each !== PROTECTION)
    api.update({ ...claim, metadata: { ...claim.metadata, finalizers } })
  },
}

const keyOf = ({ metadata }: { metadata: { namespace?: string; name: string } }) =>
  `${metadata.namespace}/${metadata.name}`

const isLeaving = ({ metadata }: PersistentVolumeClaim): boolean =>
  metadata.deletionTimestamp !== undefined && (metadata.finalizers?.includes(PROTECTION) ?? false)

/** The claims of a pod that has gone or ended. */
function claimKeys({ type, object, previous }: Change): string[] {
  const pod = object as Pod
  if (!pod.spec.volumes) return []
  const ended = type === 'DELETED' || (isTerminal(pod) && previous !== undefined && !isTerminal(previous as Pod))
  if (!ended) return []
  return claimNamesOf(pod).map(name => `${pod.metadata.namespace}/${name}`)
}
