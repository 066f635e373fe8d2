import type { Volume } from 'kubernetes-types/core/v1'
import { labelErrors } from '../../../lib/names.ts'
import type { Path } from './path.ts'
import { validateNoBacksteps } from './paths.ts'
import { validateDownwardFiles, validateItems, validateMode, validateProjected } from './projections.ts'

const HOST_PATH_TYPES = ['', 'BlockDevice', 'CharDevice', 'Directory', 'DirectoryOrCreate', 'File', 'FileOrCreate']
HOST_PATH_TYPES.push('Socket')

type Check = (source: any, at: Path) => void

const needs =
  (...fields: string[]): Check =>
  (source, at) => {
    for (const field of fields) if (!source[field]?.length) at.at(field).required()
  }

/** What each kind of volume must say, in the order in which the API server looks at them. */
const SOURCES: Record<string, Check> = {
  emptyDir: (source, at) => {
    if (String(source.sizeLimit ?? '').startsWith('-')) {
      at.at('sizeLimit').forbidden('SizeLimit field must be a valid resource quantity')
    }
  },
  hostPath: (source, at) => {
    if (!source.path) at.at('path').required()
    else validateNoBacksteps(source.path, at.at('path'))
    if (!HOST_PATH_TYPES.includes(source.type ?? '')) at.at('type').unsupported(source.type, HOST_PATH_TYPES)
  },
  gitRepo: needs('repository'),
  gcePersistentDisk: needs('pdName'),
  awsElasticBlockStore: needs('volumeID'),
  secret: (source, at) => {
    if (!source.secretName) at.at('secretName').required()
    validateMode(source.defaultMode, at.at('defaultMode'))
    validateItems(source.items, at.at('items'))
  },
  nfs: (source, at) => {
    if (!source.server) at.at('server').required()
    if (!source.path) at.at('path').required()
    else if (!source.path.startsWith('/')) at.at('path').invalid(source.path, 'must be an absolute path')
  },
  iscsi: needs('targetPortal', 'iqn'),
  glusterfs: needs('endpoints', 'path'),
  flocker: (source, at) => {
    if (!source.datasetName && !source.datasetUUID) at.required('one of datasetName and datasetUUID is required')
  },
  persistentVolumeClaim: needs('claimName'),
  rbd: needs('monitors', 'image'),
  cinder: needs('volumeID'),
  cephfs: needs('monitors'),
  quobyte: needs('registry', 'volume'),
  downwardAPI: (source, at) => {
    validateMode(source.defaultMode, at.at('defaultMode'))
    validateDownwardFiles(source.items, at)
  },
  fc: () => {},
  flexVolume: needs('driver'),
  configMap: (source, at) => {
    if (!source.name) at.at('name').required()
    validateMode(source.defaultMode, at.at('defaultMode'))
    validateItems(source.items, at.at('items'))
  },
  azureFile: needs('secretName', 'shareName'),
  vsphereVolume: needs('volumePath'),
  photonPersistentDisk: needs('pdID'),
  portworxVolume: needs('volumeID'),
  azureDisk: needs('diskName', 'diskURI'),
  storageos: needs('volumeName'),
  projected: validateProjected,
  scaleIO: needs('gateway', 'system', 'volumeName'),
  csi: needs('driver'),
  ephemeral: (source, at) => {
    const claim = source.volumeClaimTemplate
    if (!claim) {
      at.at('volumeClaimTemplate').required()
      return
    }
    const here = at.at('volumeClaimTemplate').at('spec')
    if (!claim.spec?.accessModes?.length) here.at('accessModes').required('at least 1 access mode is required')
    if (!claim.spec?.resources?.requests?.storage) here.at('resources').key('storage').required()
  },
  image: needs('reference'),
}

/** What the pod's containers may mount: the names of the volumes that are fine. */
export interface Volumes {
  names: Set<string>
  /** Those that a PersistentVolumeClaim stands behind. */
  claims: Set<string>
}

/** A volume with a fault is as if it were not there, so mounts of it are refused too. */
export function validateVolumes(volumes: readonly Volume[], at: Path): Volumes {
  const fine: Volumes = { names: new Set(), claims: new Set() }
  at.each(volumes, (volume, here) => {
    const before = at.found
    validateSource(volume, here)
    if (!volume.name) here.at('name').required()
    else here.at('name').judge(volume.name, labelErrors(volume.name))
    if (fine.names.has(volume.name)) here.at('name').duplicate(volume.name)
    if (at.found > before) return
    fine.names.add(volume.name)
    if (volume.persistentVolumeClaim || volume.ephemeral) fine.claims.add(volume.name)
  })
  return fine
}

function validateSource(volume: Volume, at: Path): void {
  let first: string | undefined
  let more: Set<string> | undefined
  for (const key in volume) {
    if (key === 'name' || !SOURCES[key] || volume[key as keyof Volume] === undefined) continue
    if (first === undefined) first = key
    else (more ??= new Set([first])).add(key)
  }
  if (first === undefined) at.required('must specify a volume type')
  else if (!more) SOURCES[first]!(volume[first as keyof Volume], at.at(first))
  let seen = false
  for (const type in more && SOURCES) {
    if (!more!.has(type)) continue
    if (seen) at.at(type).forbidden('may not specify more than 1 volume type')
    else SOURCES[type]!(volume[type as keyof Volume], at.at(type))
    seen = true
  }
}
