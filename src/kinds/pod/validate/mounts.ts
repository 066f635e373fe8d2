import type { VolumeDevice, VolumeMount } from 'kubernetes-types/core/v1'
import type { Container } from '../../../lib/objects.ts'
import type { Path } from './path.ts'
import { validateDescending } from './paths.ts'

const PROPAGATION = ['Bidirectional', 'HostToContainer', 'None']

/** `volumes`: the names of the pod's volumes that are fine. */
export function validateMounts(container: Container, volumes: ReadonlySet<string>, at: Path): void {
  const { volumeMounts: mounts = [], volumeDevices: devices = [] } = container
  const paths = new Set<string>()
  at.each(mounts, (mount, here) => {
    if (!mount.name) here.at('name').required()
    if (!volumes.has(mount.name)) here.at('name').notFound(mount.name ?? '')
    if (!mount.mountPath) here.at('mountPath').required()
    if (paths.has(mount.mountPath)) here.at('mountPath').invalid(mount.mountPath, 'must be unique')
    paths.add(mount.mountPath)
    if (devices.some(device => device.name === mount.name)) {
      here.at('name').invalid(mount.name, 'must not already exist in volumeDevices')
    }
    if (devices.some(device => device.devicePath === mount.mountPath)) {
      here.at('mountPath').invalid(mount.mountPath, 'must not already exist as a path in volumeDevices')
    }
    validateWithin(mount, container, here, at)
  })
}

function validateWithin(mount: VolumeMount, container: Container, here: Path, at: Path): void {
  if (mount.subPath) validateDescending(mount.subPath, at.at('subPath'))
  if (mount.subPathExpr) {
    if (mount.subPath) {
      here.at('subPathExpr').invalid(mount.subPathExpr, 'subPathExpr and subPath are mutually exclusive')
    }
    validateDescending(mount.subPathExpr, at.at('subPathExpr'))
  }
  const { mountPropagation } = mount
  if (mountPropagation === undefined) return
  if (!PROPAGATION.includes(mountPropagation)) at.at('mountPropagation').unsupported(mountPropagation, PROPAGATION)
  else if (mountPropagation === 'Bidirectional' && !container.securityContext?.privileged) {
    at.at('mountPropagation').forbidden('Bidirectional mount propagation is available only to privileged containers')
  }
}

/** `claims`: names of the volumes that a claim stands behind, which alone can be raw devices. */
export function validateDevices(
  devices: readonly VolumeDevice[],
  volumes: ReadonlySet<string>,
  claims: ReadonlySet<string>,
  at: Path,
): void {
  const names = new Set<string>()
  const paths = new Set<string>()
  at.each(devices, ({ name, devicePath }, here) => {
    if (!name) here.at('name').required()
    if (names.has(name)) here.at('name').invalid(name, 'must be unique')
    if (volumes.has(name) && !claims.has(name)) {
      here
        .at('name')
        .invalid(name, 'can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode')
    }
    if (!volumes.has(name)) here.at('name').notFound(name ?? '')
    if (!devicePath) here.at('devicePath').required()
    if (paths.has(devicePath)) here.at('devicePath').invalid(devicePath, 'must be unique')
    names.add(name)
    paths.add(devicePath)
  })
}
