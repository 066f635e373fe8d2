import type { PersistentVolume, PersistentVolumeClaim } from '../../lib/objects.ts'
import { bytes } from '../../lib/quantity.ts'
import { labelSelector, matches } from '../../lib/selector.ts'

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
