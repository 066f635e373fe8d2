import type { View } from '../../api/kind.ts'
import { Describe } from '../../lib/describe.ts'
import { age } from '../../lib/duration.ts'
import type { PersistentVolume } from '../../lib/objects.ts'
import { accessModesText } from '../access-modes.ts'
import { describeEventsOf } from '../event.ts'
import { sourceLines } from '../pod/describe/volumes.ts'

/** Modelled on k8s.io/kubectl pkg/describe, PersistentVolumeDescriber. */
export function describe(volume: PersistentVolume, view: View): string {
  const { metadata, spec, status } = volume
  const { claimRef } = spec
  const text = new Describe()
    .line(0, 'Name', metadata.name)
    .labels(metadata.labels)
    .annotations(metadata.annotations)
    .line(0, 'Finalizers', `[${(metadata.finalizers ?? []).join(' ')}]`)
    .line(0, 'StorageClass', spec.storageClassName ?? '')
  if (metadata.deletionTimestamp)
    text.line(0, 'Status', `Terminating (lasts ${age(metadata.deletionTimestamp, view.now)})`)
  else text.line(0, 'Status', status.phase ?? '')
  text
    .line(0, 'Claim', claimRef ? `${claimRef.namespace}/${claimRef.name}` : '')
    .line(0, 'Reclaim Policy', spec.persistentVolumeReclaimPolicy!)
    .line(0, 'Access Modes', accessModesText(spec.accessModes))
    .line(0, 'VolumeMode', spec.volumeMode ?? '')
    .line(0, 'Capacity', spec.capacity!['storage'] as string)
  describeAffinity(text, spec.nodeAffinity)
  text.line(0, 'Message', status.message ?? '').write(0, 'Source:\n')
  const lines = csiLines(spec) ?? sourceLines(spec as Parameters<typeof sourceLines>[0]) ?? localLines(spec)
  if (lines) for (const [label, value] of lines) text.line(2, label, String(value))
  else text.write(1, '<unknown>\n')
  if (spec.csi) describeAttributes(text, spec.csi.volumeAttributes)
  return text.write(0, describeEventsOf(volume, view)).toString()
}

function csiLines({ csi }: PersistentVolume['spec']): [string, string][] | undefined {
  if (!csi) return undefined
  return [
    ['Type', 'CSI (a Container Storage Interface (CSI) volume source)'],
    ['Driver', csi.driver],
    ['FSType', csi.fsType ?? ''],
    ['VolumeHandle', csi.volumeHandle],
    ['ReadOnly', String(csi.readOnly ?? false)],
  ]
}

function describeAttributes(text: Describe, attributes: Record<string, string> = {}): void {
  const pairs = Object.keys(attributes)
    .sort()
    .map(key => `${key}=${attributes[key]}`)
  const margin = '    VolumeAttributes:      '
  text.write(0, `${margin}${pairs.join(`\n${' '.repeat(margin.length)}`) || '<none>'}\n`)
}

function localLines({ local }: PersistentVolume['spec']): [string, string][] | undefined {
  if (!local) return undefined
  return [
    ['Type', 'LocalVolume (a persistent volume backed by local storage on a node)'],
    ['Path', local.path],
  ]
}

function describeAffinity(text: Describe, affinity: PersistentVolume['spec']['nodeAffinity']): void {
  if (!affinity?.required) {
    text.write(0, 'Node Affinity:\t<none>\n')
    return
  }
  text.write(0, 'Node Affinity:\t\n')
  const terms = affinity.required.nodeSelectorTerms
  if (terms.length === 0) text.write(1, 'Required Terms:\t<none>\n')
  else text.write(1, 'Required Terms:\t\n')
  terms.forEach(({ matchExpressions = [] }, i) => {
    if (matchExpressions.length === 0) text.write(2, `Term ${i}:\t<none>\n`)
    matchExpressions.forEach(({ key, operator, values }, j) => {
      const list = values?.length ? ` [${values.join(', ')}]` : ''
      text.write(2, `${j === 0 ? `Term ${i}:` : ''}\t${key} ${operator.toLowerCase()}${list}\n`)
    })
  })
}
