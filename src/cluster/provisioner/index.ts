import type { Context, Controller } from '../../engine/controller.ts'
import type { PersistentVolume, PersistentVolumeClaim, StorageClass } from '../../lib/objects.ts'
import type { Ms } from '../../lib/time.ts'
import { ASKED_PROVISIONERS, PROVISIONED_BY } from '../../lib/volume-match.ts'
import type { Change } from '../../store/store.ts'
import { provisioned, provisioners, volumeName } from './provisioners.ts'

const CLAIMS = 'persistentvolumeclaims'
const VOLUMES = 'persistentvolumes'
/** A claim that cannot be served is tried again after this time, which doubles, and given up in the end (ms). */
const FIRST_RETRY: Ms = 15_000
const LAST_RETRY: Ms = 1_000_000
const TRIES = 15

/** How far a claim's volume is. */
interface Work {
  uid: string
  /** When the volume is there. */
  due?: Ms
  tries: number
}

/**
 * The provisioners that run beside the cluster: they make volumes for claims that ask for one, and delete them when their
 * claims have gone. Modelled on sig-storage-lib-external-provisioner.
 */
export const provisioner: Controller = {
  name: 'provisioner',
  user: 'system:serviceaccount:local-path-storage:local-path-provisioner-service-account',
  watches: [
    { resource: CLAIMS, keys: claimKeys },
    { resource: VOLUMES, keys: volumeKeys },
  ],
  reconcile(key, ctx) {
    const [what, namespace = '', name = ''] = key.split('/')
    return what === 'claim' ? make(key, namespace, name, ctx) : remove(key, name, ctx)
  },
  waits: (key, _, note) => key.startsWith('claim/') && note<Work>(key)?.due === undefined,
}

const askedOf = ({ metadata }: PersistentVolumeClaim): string | undefined =>
  metadata.annotations?.[ASKED_PROVISIONERS[1]] ?? metadata.annotations?.[ASKED_PROVISIONERS[0]]

function claimKeys({ object }: Change): string[] {
  const claim = object as PersistentVolumeClaim
  const name = askedOf(claim)
  if (name === undefined || !provisioners[name]) return []
  return [`claim/${claim.metadata.namespace}/${claim.metadata.name}`]
}

function volumeKeys({ type, object }: Change): string[] {
  const { metadata, status } = object as PersistentVolume
  const name = metadata.annotations?.[PROVISIONED_BY]
  if (type === 'DELETED' || name === undefined || !provisioners[name] || status.phase !== 'Released') return []
  return [`volume//${metadata.name}`]
}

function make(key: string, namespace: string, name: string, ctx: Context): { requeueAfter: Ms } | undefined {
  const claim = ctx.read.get<PersistentVolumeClaim>(CLAIMS, namespace, name)
  const who = claim && askedOf(claim)
  const wanted = claim && !claim.spec.volumeName && !claim.metadata.deletionTimestamp
  if (!wanted || !who || !provisioners[who]) {
    if (ctx.note(key) !== undefined) ctx.setNote(key, undefined)
    return undefined
  }
  const known = ctx.note<Work>(key)
  const work: Work = known && known.uid === claim.metadata.uid ? known : { uid: claim.metadata.uid!, tries: 0 }
  const from = { from: who }
  if (work.due === undefined) {
    const message = `External provisioner is provisioning volume for claim "${namespace}/${name}"`
    ctx.event(claim, 'Normal', 'Provisioning', message, from)
    const why = provisioners[who].refuse(claim)
    if (why !== undefined) return fail(key, claim, why, work, ctx)
    const time = ctx.rng('provision', claim.metadata.uid!).between(1500, 3000)
    ctx.setNote(key, { ...work, due: ctx.now + time })
    return { requeueAfter: time }
  }
  if (ctx.now < work.due) return { requeueAfter: work.due - ctx.now }
  const { storageClassName } = claim.spec
  const found = ctx.read.get<StorageClass>('storageclasses.storage.k8s.io', undefined, storageClassName ?? '')
  if (!found) return fail(key, claim, `storageclass.storage.k8s.io "${storageClassName}" not found`, work, ctx)
  ctx.setNote(key, undefined)
  const volume = volumeName(claim.metadata.uid!)
  if (!ctx.read.get(VOLUMES, undefined, volume)) ctx.api.create(provisioned(who, claim, found))
  ctx.event(claim, 'Normal', 'ProvisioningSucceeded', `Successfully provisioned volume ${volume}`, from)
  return undefined
}

function fail(
  key: string,
  claim: PersistentVolumeClaim,
  why: string,
  { uid, tries }: Work,
  ctx: Context,
): { requeueAfter: Ms } | undefined {
  const message = `failed to provision volume with StorageClass "${claim.spec.storageClassName}": ${why}`
  ctx.event(claim, 'Warning', 'ProvisioningFailed', message, { from: askedOf(claim)! })
  ctx.setNote(key, { uid, tries: tries + 1 } satisfies Work)
  return tries + 1 >= TRIES ? undefined : { requeueAfter: Math.min(LAST_RETRY, FIRST_RETRY * 2 ** tries) }
}

/** The claim of a volume that was made for it has gone: so does the volume, unless it is to be kept. */
function remove(key: string, name: string, ctx: Context): { requeueAfter: Ms } | undefined {
  const volume = ctx.read.get<PersistentVolume>(VOLUMES, undefined, name)
  const wanted = volume?.status.phase === 'Released' && volume.spec.persistentVolumeReclaimPolicy === 'Delete'
  if (!wanted || volume.metadata.deletionTimestamp) {
    if (ctx.note(key) !== undefined) ctx.setNote(key, undefined)
    return undefined
  }
  const due = ctx.note<Ms>(key) ?? ctx.now + ctx.rng('unprovision', name).between(1500, 3000)
  if (ctx.now < due) {
    ctx.setNote(key, due)
    return { requeueAfter: due - ctx.now }
  }
  ctx.setNote(key, undefined)
  ctx.api.delete(volume)
  return undefined
}
