import type { Reader } from '../../api/kind.ts'
import type { Context, Controller } from '../../engine/controller.ts'
import { equal } from '../../lib/equal.ts'
import type {
  KubeObject,
  Labels,
  PersistentVolume,
  PersistentVolumeClaim,
  Pod,
  StorageClass,
} from '../../lib/objects.ts'
import {
  ASKED_PROVISIONERS,
  bestMatch,
  BIND_COMPLETED,
  BOUND_BY_CONTROLLER,
  isFor,
  mismatch,
  SELECTED_NODE,
  withClaim,
} from '../../lib/volume-match.ts'
import type { Change } from '../../store/store.ts'
import { keyParts } from '../own-changes.ts'
import { defaultClass } from '../storageclass.ts'

type Claim = PersistentVolumeClaim

const CLAIMS = 'persistentvolumeclaims'
const VOLUMES = 'persistentvolumes'
const CLASSES = 'storageclasses.storage.k8s.io'
const FROM = { from: 'persistentvolume-controller' }

/**
 * Gives claims their volumes, or asks a provisioner for one. Modelled on
 * pkg/controller/volume/persistentvolume/pv_controller.go, syncClaim.
 */
export const binder: Controller = {
  name: 'persistentvolume-binder',
  user: 'persistent-volume-binder',
  watches: [
    { resource: CLAIMS, keys: claimChanges },
    { resource: VOLUMES, keys: volumeChanges },
    { resource: CLASSES, keys: classChanges },
  ],
  reconcile(key, ctx) {
    const claim = ctx.read.get<Claim>(CLAIMS, ...keyParts(key))
    if (!claim) return
    if (claim.metadata.annotations?.[BIND_COMPLETED] === undefined) syncUnbound(claim, ctx)
    else syncBound(claim, ctx)
  },
}

const keyOf = ({ metadata }: KubeObject): string => `${metadata.namespace}/${metadata.name}`

function claimChanges({ type, object, previous }: Change): string[] {
  if (type === 'DELETED') return []
  const same =
    type === 'MODIFIED' &&
    equal(object['spec'], previous?.['spec']) &&
    equal(object.metadata.annotations, previous?.metadata.annotations)
  return same ? [] : [keyOf(object)]
}

/** The claim that a volume is for; or, when it is free, those that wait for one of its class. */
function volumeChanges({ type, object, previous }: Change, read: Reader): string[] {
  const { spec, status } = object as PersistentVolume
  const { claimRef } = spec
  if (claimRef) return [`${claimRef.namespace}/${claimRef.name}`]
  if (type === 'DELETED' || status.phase !== 'Available' || previous?.['status']?.phase === 'Available') return []
  return pending(spec.storageClassName ?? '', read)
}

const pending = (className: string, read: Reader): string[] =>
  read
    .find<Claim>(CLAIMS, `class=${className}`)
    .filter(({ status }) => status.phase === 'Pending')
    .map(keyOf)

/** Claims that wait for this class, or for any default one. */
function classChanges({ type, object }: Change, read: Reader): string[] {
  if (type === 'DELETED') return []
  const nameless = read.find<Claim>(CLAIMS, 'pending').filter(({ spec }) => spec.storageClassName === undefined)
  return [...pending(object.metadata.name, read), ...nameless.map(keyOf)]
}

function syncUnbound(claim: Claim, ctx: Context): void {
  const { volumeName, storageClassName } = claim.spec
  if (volumeName) {
    takeNamed(claim, volumeName, ctx)
    return
  }
  if (storageClassName === undefined && assignDefaultClass(claim, ctx)) return
  const found = storageClassName ? ctx.read.get<StorageClass>(CLASSES, undefined, storageClassName) : undefined
  const waits = found?.volumeBindingMode === 'WaitForFirstConsumer'
  const selected = claim.metadata.annotations?.[SELECTED_NODE] !== undefined
  const candidates = [
    ...ctx.read.find<PersistentVolume>(VOLUMES, `claim=${keyOf(claim)}`),
    ...(waits ? [] : ctx.read.find<PersistentVolume>(VOLUMES, `free=${storageClassName ?? ''}`)),
  ]
  const volume = bestMatch(claim, candidates, waits)
  if (volume) bind(claim, volume, ctx)
  else if (waits && !selected) tellWaiting(claim, ctx)
  else if (storageClassName) provision(claim, found, ctx)
  else {
    const message = 'no persistent volumes available for this claim and no storage class is set'
    ctx.event(claim, 'Normal', 'FailedBinding', message, FROM)
  }
}

/** A claim without a class gets the default one as soon as there is one. */
function assignDefaultClass(claim: Claim, { read, api }: Context): boolean {
  const found = defaultClass(read.list<StorageClass>(CLASSES))
  if (!found) return false
  api.update({ ...claim, spec: { ...claim.spec, storageClassName: found.metadata.name } })
  return true
}

function tellWaiting(claim: Claim, ctx: Context): void {
  const pods = ctx.read.find<Pod>('pods', `claim=${keyOf(claim)}`).filter(({ spec }) => !spec.nodeName)
  if (pods.length === 0) {
    const message = 'waiting for first consumer to be created before binding'
    ctx.event(claim, 'Normal', 'WaitForFirstConsumer', message, FROM)
    return
  }
  const names = pods.map(({ metadata }) => metadata.name).join(',')
  const which = pods.length === 1 ? `pod ${names}` : `pods ${names}`
  ctx.event(claim, 'Normal', 'WaitForPodScheduled', `waiting for ${which} to be scheduled`, FROM)
}

/** Asks the class's provisioner, which may or may not run in this cluster. */
function provision(claim: Claim, found: StorageClass | undefined, ctx: Context): void {
  const { storageClassName } = claim.spec
  if (!found) {
    const message = `storageclass.storage.k8s.io ${JSON.stringify(storageClassName)} not found`
    ctx.event(claim, 'Warning', 'ProvisioningFailed', message, FROM)
    return
  }
  const { provisioner } = found
  if (provisioner.startsWith('kubernetes.io/')) {
    const message = `no volume plugin matched name: ${provisioner}`
    ctx.event(claim, 'Warning', 'ProvisioningFailed', message, FROM)
    return
  }
  const annotations = { ...claim.metadata.annotations }
  if (annotations[ASKED_PROVISIONERS[0]] === provisioner) return
  for (const name of ASKED_PROVISIONERS) annotations[name] = provisioner
  const asked = ctx.api.update({ ...claim, metadata: { ...claim.metadata, annotations } })
  const message = `Waiting for a volume to be created either by the external provisioner '${provisioner}' or manually by the system administrator. If volume creation is delayed, please verify that the provisioner is running and correctly registered.`
  ctx.event(asked, 'Normal', 'ExternalProvisioning', message, FROM)
}

/** The user has said which volume it is to be. */
function takeNamed(claim: Claim, name: string, ctx: Context): void {
  const volume = ctx.read.get<PersistentVolume>(VOLUMES, undefined, name)
  if (!volume) return
  if (isFor(volume, claim)) bind(claim, volume, ctx)
  else if (!volume.spec.claimRef) {
    const why = mismatch(volume, claim)
    if (!why) bind(claim, volume, ctx)
    else {
      const message = `Cannot bind to requested volume ${JSON.stringify(name)}: ${why}`
      ctx.event(claim, 'Warning', 'VolumeMismatch', message, FROM)
    }
  }
}

/** Each gets to know of the other. What the user has not said himself is marked as the controller's doing. */
function bind(claim: Claim, volume: PersistentVolume, ctx: Context): void {
  if (!volume.spec.claimRef?.uid) ctx.api.update(withClaim(volume, claim))
  const annotations: Labels = { ...claim.metadata.annotations, [BIND_COMPLETED]: 'yes' }
  if (!claim.spec.volumeName) annotations[BOUND_BY_CONTROLLER] = 'yes'
  const bound = ctx.api.update({
    ...claim,
    metadata: { ...claim.metadata, annotations },
    spec: { ...claim.spec, volumeName: volume.metadata.name },
  })
  const { accessModes, capacity } = volume.spec
  ctx.api.updateStatus({ ...bound, status: { ...bound.status, phase: 'Bound', accessModes, capacity } })
}

/** A bound claim whose volume has gone, or has become another's, has lost its data. */
function syncBound(claim: Claim, ctx: Context): void {
  const { volumeName } = claim.spec
  if (!volumeName) {
    lose(claim, 'ClaimLost', 'Bound claim has lost reference to PersistentVolume. Data on the volume is lost!', ctx)
    return
  }
  const volume = ctx.read.get<PersistentVolume>(VOLUMES, undefined, volumeName)
  if (!volume) lose(claim, 'ClaimLost', 'Bound claim has lost its PersistentVolume. Data on the volume is lost!', ctx)
  else if (!volume.spec.claimRef) bind(claim, volume, ctx)
  else if (!isFor(volume, claim)) {
    const message = 'Two claims are bound to the same volume, this one is bound incorrectly'
    lose(claim, 'ClaimMisbound', message, ctx)
  } else if (claim.status.phase !== 'Bound') bind(claim, volume, ctx)
}

function lose(claim: Claim, reason: string, message: string, ctx: Context): void {
  if (claim.status.phase === 'Lost') return
  const { accessModes: _, capacity: __, ...rest } = claim.status
  ctx.api.updateStatus({ ...claim, status: { ...rest, phase: 'Lost' } })
  ctx.event(claim, 'Warning', reason, message, FROM)
}
