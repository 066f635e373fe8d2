import type { Context, Controller } from '../../engine/controller.ts'
import type { PersistentVolume, PersistentVolumeClaim } from '../../lib/objects.ts'
import { rfc3339 } from '../../lib/time.ts'
import { PROVISIONED_BY } from '../../lib/volume-match.ts'
import type { Change } from '../../store/store.ts'

const CLAIMS = 'persistentvolumeclaims'
const VOLUMES = 'persistentvolumes'
const FROM = { from: 'persistentvolume-controller' }

type Status = PersistentVolume['status']

/**
 * The phases of volumes, and what becomes of one whose claim has gone. Modelled on
 * pkg/controller/volume/persistentvolume/pv_controller.go, syncVolume.
 */
export const reclaimer: Controller = {
  name: 'persistentvolume-reclaimer',
  user: 'persistent-volume-binder',
  watches: [
    { resource: VOLUMES, keys: ({ type, object }) => (type === 'DELETED' ? [] : [object.metadata.name]) },
    { resource: CLAIMS, keys: claimChanges },
  ],
  reconcile(name, ctx) {
    const volume = ctx.read.get<PersistentVolume>(VOLUMES, undefined, name)
    if (!volume) return
    const { claimRef } = volume.spec
    if (!claimRef?.uid) setPhase(volume, { phase: 'Available' }, ctx)
    else {
      const claim = ctx.read.get<PersistentVolumeClaim>(CLAIMS, claimRef.namespace, claimRef.name!)
      if (!claim || claim.metadata.uid !== claimRef.uid) release(volume, ctx)
      else if (!claim.spec.volumeName || claim.spec.volumeName === name) setPhase(volume, { phase: 'Bound' }, ctx)
    }
  },
}

function claimChanges({ type, object, previous }: Change): string[] {
  const { volumeName } = (object as PersistentVolumeClaim).spec
  if (!volumeName || (type === 'MODIFIED' && previous?.['spec']?.volumeName === volumeName)) return []
  return [volumeName]
}

function setPhase(volume: PersistentVolume, status: Status, { now, api }: Context): PersistentVolume {
  const { lastPhaseTransitionTime: _, ...old } = volume.status as Status & { lastPhaseTransitionTime?: string }
  if (old.phase === status.phase && old.message === status.message) return volume
  const next = { ...status, lastPhaseTransitionTime: rfc3339(now) }
  return api.updateStatus({ ...volume, status: next })
}

/** The claim has gone: the volume is kept, deleted or wiped, as its policy says. */
function release(volume: PersistentVolume, ctx: Context): void {
  if (volume.status.phase === 'Failed') return
  const released = setPhase(volume, { phase: 'Released' }, ctx)
  const { persistentVolumeReclaimPolicy: policy, hostPath } = volume.spec
  // What an external provisioner has made, it deletes itself.
  if (policy === 'Delete' && !volume.metadata.annotations?.[PROVISIONED_BY]) {
    if (!hostPath) fail(released, 'error getting deleter volume plugin for volume', 'no volume plugin matched', ctx)
    else if (/^\/tmp\/.+/.test(hostPath.path)) ctx.api.delete(released)
    else failWith(released, `host_path deleter only supports /tmp/.+ but received provided ${hostPath.path}`, ctx)
  }
  if (policy === 'Recycle') recycle(released, ctx)
}

function fail(volume: PersistentVolume, what: string, why: string, ctx: Context): void {
  failWith(volume, `${what} ${JSON.stringify(volume.metadata.name)}: ${why}`, ctx)
}

function failWith(volume: PersistentVolume, message: string, ctx: Context): void {
  setPhase(volume, { phase: 'Failed', message }, ctx)
  ctx.event(volume, 'Warning', 'VolumeFailedDelete', message, FROM)
}

/** Only host paths and NFS can be wiped. */
function recycle(volume: PersistentVolume, ctx: Context): void {
  const { claimRef: _, ...spec } = volume.spec
  if (!spec.hostPath && !spec.nfs) {
    const message = 'no volume plugin matched'
    setPhase(volume, { phase: 'Failed', message }, ctx)
    ctx.event(volume, 'Warning', 'VolumeFailedRecycle', message, FROM)
    return
  }
  ctx.event(volume, 'Normal', 'VolumeRecycled', 'Volume recycled', FROM)
  ctx.api.update({ ...volume, spec })
}
