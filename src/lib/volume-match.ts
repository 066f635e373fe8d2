import type { PersistentVolume, PersistentVolumeClaim } from './objects.ts'
import { bytes } from './quantity.ts'
import { labelSelector, matches } from './selector.ts'

/** Why a volume cannot be what a claim asks for; undefined when it can (pv_controller.go, checkVolumeSatisfyClaim). */
export function mismatch(volume: PersistentVolume, claim: PersistentVolumeClaim): string | undefined {
  if (sizeOf(volume) < wantedSize(claim)) return 'requested PV is too small'
  const className = claim.spec.storageClassName ?? ''
  if ((volume.spec.storageClassName ?? '') !== className) return 'storageClassName does not match'
  if (volume.spec.volumeMode !== claim.spec.volumeMode) return 'incompatible volumeMode'
  if (!hasModes(volume, claim)) return 'incompatible accessMode'
  return undefined
}

export const sizeOf = ({ spec }: PersistentVolume): number => bytes(spec.capacity?.['storage'] as string | undefined)

export const wantedSize = ({ spec }: PersistentVolumeClaim): number =>
  bytes(spec.resources?.requests?.['storage'] as string | undefined)

const hasModes = (volume: PersistentVolume, claim: PersistentVolumeClaim): boolean =>
  (claim.spec.accessModes ?? []).every(mode => volume.spec.accessModes?.includes(mode))

/** Whether a volume names this claim as its own, by its name and perhaps its uid. */
export function isFor({ spec: { claimRef } }: PersistentVolume, { metadata }: PersistentVolumeClaim): boolean {
  if (claimRef?.name !== metadata.name || claimRef.namespace !== metadata.namespace) return false
  return !claimRef.uid || claimRef.uid === metadata.uid
}

/**
 * The volume for a claim: one made for it, else the free one with the fewest access modes beyond those asked for, and of
 * those the smallest. `named`: only the former. Modelled on component-helpers storage/volume, FindMatchingVolume.
 */
export function bestMatch(
  claim: PersistentVolumeClaim,
  volumes: readonly PersistentVolume[],
  named: boolean,
): PersistentVolume | undefined {
  const selector = claim.spec.selector && labelSelector(claim.spec.selector)
  let best: PersistentVolume | undefined
  for (const volume of volumes) {
    if (volume.metadata.deletionTimestamp || volume.spec.volumeMode !== claim.spec.volumeMode) continue
    if (isFor(volume, claim)) {
      if (sizeOf(volume) >= wantedSize(claim)) return volume
      continue
    }
    if (named || volume.spec.claimRef || volume.status.phase !== 'Available' || mismatch(volume, claim)) continue
    if (selector && !matches(selector, volume.metadata.labels)) continue
    if (!best || fits(volume, best)) best = volume
  }
  return best
}

/** Whether the first fits a claim better than the second. */
function fits(a: PersistentVolume, b: PersistentVolume): boolean {
  const modes = (a.spec.accessModes?.length ?? 0) - (b.spec.accessModes?.length ?? 0)
  return modes !== 0 ? modes < 0 : sizeOf(a) < sizeOf(b)
}

/** On a claim: its volume has been found, and it has been told. */
export const BIND_COMPLETED = 'pv.kubernetes.io/bind-completed'
/** On a claim or volume: its partner was found for it, not named by the user. */
export const BOUND_BY_CONTROLLER = 'pv.kubernetes.io/bound-by-controller'
/** On a claim: the scheduler has found this node for its first consumer. */
export const SELECTED_NODE = 'volume.kubernetes.io/selected-node'
/** On a claim: who is asked to make a volume; two spellings, both are set. */
export const ASKED_PROVISIONERS = [
  'volume.beta.kubernetes.io/storage-provisioner',
  'volume.kubernetes.io/storage-provisioner',
] as const
/** On a volume: who made it, and deletes it in the end. */
export const PROVISIONED_BY = 'pv.kubernetes.io/provisioned-by'

/** A copy of a volume that is reserved for a claim. */
export function withClaim(volume: PersistentVolume, claim: PersistentVolumeClaim): PersistentVolume {
  const { name, namespace, uid, resourceVersion } = claim.metadata
  const claimRef = { apiVersion: 'v1', kind: 'PersistentVolumeClaim', name, namespace, uid, resourceVersion }
  const spec = { ...volume.spec, claimRef }
  if (volume.spec.claimRef) return { ...volume, spec }
  const annotations = { ...volume.metadata.annotations, [BOUND_BY_CONTROLLER]: 'yes' }
  return { ...volume, metadata: { ...volume.metadata, annotations }, spec }
}
