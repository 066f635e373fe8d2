import type { DownwardAPIVolumeFile, Volume } from 'kubernetes-types/core/v1'
import { defaultPullPolicy } from './default-container.ts'

/** rw-r--r-- */
const MODE = 0o644

export function defaultVolume(volume: Volume): void {
  if (hasNoSource(volume)) volume.emptyDir = {}
  if (volume.secret) volume.secret.defaultMode ??= MODE
  if (volume.configMap) volume.configMap.defaultMode ??= MODE
  if (volume.downwardAPI) {
    volume.downwardAPI.defaultMode ??= MODE
    defaultFiles(volume.downwardAPI.items)
  }
  if (volume.projected) {
    volume.projected.defaultMode ??= MODE
    for (const source of volume.projected.sources ?? []) {
      if (source.serviceAccountToken) source.serviceAccountToken.expirationSeconds ??= 3600
      if (source.downwardAPI) defaultFiles(source.downwardAPI.items)
    }
  }
  if (volume.hostPath) volume.hostPath.type ??= ''
  if (volume.iscsi) volume.iscsi.iscsiInterface ||= 'default'
  if (volume.rbd) {
    volume.rbd.pool ||= 'rbd'
    volume.rbd.user ||= 'admin'
    volume.rbd.keyring ||= '/etc/ceph/keyring'
  }
  if (volume.azureDisk) {
    volume.azureDisk.cachingMode ??= 'ReadWrite'
    volume.azureDisk.kind ??= 'Shared'
    volume.azureDisk.fsType ??= 'ext4'
    volume.azureDisk.readOnly ??= false
  }
  if (volume.scaleIO) {
    volume.scaleIO.storageMode ||= 'ThinProvisioned'
    volume.scaleIO.fsType ||= 'xfs'
  }
  const claim = volume.ephemeral?.volumeClaimTemplate
  if (claim?.spec) claim.spec.volumeMode ??= 'Filesystem'
  const { image } = volume as { image?: { reference?: string; pullPolicy?: string } }
  if (image) image.pullPolicy ||= defaultPullPolicy(image.reference)
}

function hasNoSource(volume: Volume): boolean {
  for (const key in volume) if (key !== 'name' && volume[key as keyof Volume] !== undefined) return false
  return true
}

function defaultFiles(files: DownwardAPIVolumeFile[] | undefined): void {
  for (const file of files ?? []) {
    if (file.fieldRef) file.fieldRef.apiVersion ||= 'v1'
    if (file.resourceFieldRef) file.resourceFieldRef.divisor ??= '0'
  }
}
