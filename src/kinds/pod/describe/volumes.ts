import type { ProjectedVolumeSource, Volume } from 'kubernetes-types/core/v1'
import type { Describe } from '../../../lib/describe.ts'
import { parseQuantity } from '../../../lib/quantity.ts'

type Lines = [label: string, value: unknown][]

/** What kubectl calls a kind of volume, and the fields it shows of it: `Label=field`, or the field alone. */
const SOURCES: [source: string, type: string, fields: string][] = [
  ['hostPath', 'HostPath (bare host directory volume)', 'Path HostPathType=type'],
  ['emptyDir', "EmptyDir (a temporary directory that shares a pod's lifetime)", 'Medium SizeLimit'],
  ['gitRepo', 'GitRepo (a volume that is pulled from git when the pod is created)', 'Repository Revision'],
  ['secret', 'Secret (a volume populated by a Secret)', 'SecretName Optional?'],
  ['configMap', 'ConfigMap (a volume populated by a ConfigMap)', 'Name Optional?'],
  ['nfs', 'NFS (an NFS mount that lasts the lifetime of a pod)', 'Server Path ReadOnly?'],
  [
    'persistentVolumeClaim',
    'PersistentVolumeClaim (a reference to a PersistentVolumeClaim in the same namespace)',
    'ClaimName ReadOnly?',
  ],
  [
    'gcePersistentDisk',
    'GCEPersistentDisk (a Persistent Disk resource in Google Compute Engine)',
    'PDName=pdName FSType=fsType Partition# ReadOnly?',
  ],
  [
    'awsElasticBlockStore',
    'AWSElasticBlockStore (a Persistent Disk resource in AWS)',
    'VolumeID FSType=fsType Partition# ReadOnly?',
  ],
  [
    'iscsi',
    "ISCSI (an ISCSI Disk resource that is attached to a kubelet's host machine and then exposed to the pod)",
    'TargetPortal IQN=iqn Lun# ISCSIInterface=iscsiInterface FSType=fsType ReadOnly?',
  ],
  ['csi', 'CSI (a Container Storage Interface (CSI) volume source)', 'Driver FSType=fsType ReadOnly?'],
  ['image', 'Image (a container image or OCI artifact)', 'Reference PullPolicy'],
]

export function describeVolumes(text: Describe, volumes: readonly Volume[] = [], indent = ''): void {
  if (volumes.length === 0) text.write(0, `${indent}Volumes:\t<none>\n`)
  else text.write(0, `${indent}Volumes:\n`)
  for (const volume of volumes) {
    text.write(1, `${indent === '' ? '' : ' '}${volume.name}:\n`)
    const lines = sourceLines(volume)
    if (lines) for (const [label, value] of lines) text.line(2, label, String(value))
    else text.write(1, '<unknown>\n')
    for (const file of volume.downwardAPI?.items ?? []) {
      text.write(3, `${(file.fieldRef?.fieldPath ?? file.resourceFieldRef?.resource) || ''} -> ${file.path}\n`)
    }
  }
}

export function sourceLines(volume: Volume): Lines | undefined {
  if (volume.projected) return projectedLines(volume.projected)
  if (volume.downwardAPI) {
    return [['Type', 'DownwardAPI (a volume populated by information about the pod)\n    Items:']]
  }
  for (const [source, type, fields] of SOURCES) {
    const value = (volume as Record<string, any>)[source]
    if (!value) continue
    return [['Type', type], ...fields.split(' ').map(field => fieldLine(field, value))]
  }
  return undefined
}

/** `?` stands for a truth value, `#` for a number; others are text. */
function fieldLine(field: string, source: Record<string, any>): Lines[number] {
  const [label, name = label![0]!.toLowerCase() + label!.slice(1)] = field.replace(/[?#]$/, '').split('=')
  if (label === 'SizeLimit')
    return [label, (parseQuantity(source.sizeLimit ?? '') ?? 0) > 0 ? source.sizeLimit : '<unset>']
  const missing = field.endsWith('?') ? false : field.endsWith('#') ? 0 : ''
  return [label!, source[name] ?? missing]
}

function projectedLines({ sources = [] }: ProjectedVolumeSource): Lines {
  const lines: Lines = [['Type', 'Projected (a volume that contains injected data from multiple sources)']]
  for (const { secret, downwardAPI, configMap, serviceAccountToken } of sources) {
    if (secret) {
      lines.push(['SecretName', secret.name ?? ''], ['SecretOptionalName', secret.optional ?? '<nil>'])
    } else if (downwardAPI) lines.push(['DownwardAPI', true])
    else if (configMap) lines.push(['ConfigMapName', configMap.name ?? ''], ['Optional', configMap.optional ?? false])
    else if (serviceAccountToken) lines.push(['TokenExpirationSeconds', serviceAccountToken.expirationSeconds ?? 3600])
  }
  return lines
}
