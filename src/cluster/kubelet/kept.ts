/** What was written into the files of pods: it lives as long as the pod, or on a disk that outlives it. */
import type { Volume } from 'kubernetes-types/core/v1'
import type { Reader } from '../../api/kind.ts'
import { equal } from '../../lib/equal.ts'
import type { PersistentVolume, PersistentVolumeClaim, Pod } from '../../lib/objects.ts'
import { claimNameOf } from '../../lib/pod-claims.ts'
import type { Written } from '../images/files.ts'

/** The kubelet's private memory. */
export interface Notes {
  note<T>(name: string): T | undefined
  setNote(name: string, value: unknown): void
}

/** By place; null for a removed file. */
type Files = Record<string, string | null>

/** Written files of a pod; another pod of the name does not get them. */
interface PodFiles {
  uid: string
  files: Files
}

const DISK = 'disk:'

const podNote = ({ metadata }: Pod): string => `files/${metadata.namespace}/${metadata.name}`

const diskNote = (disk: string): string => `files-of-${disk}`

const hostDisk = (node: string, path: string): string => `${DISK}${node}:${path.replace(/(?<=.)\/+$/, '')}`

/** The volume that a claim of a pod is bound to. */
export function boundVolume(pod: Pod, claimName: string, read: Reader): PersistentVolume | undefined {
  const claim = read.get<PersistentVolumeClaim>('persistentvolumeclaims', pod.metadata.namespace, claimName)
  const name = claim?.status.phase === 'Bound' ? claim.spec.volumeName : undefined
  return name === undefined ? undefined : read.get<PersistentVolume>('persistentvolumes', undefined, name)
}

/** What holds the data of a volume that outlives the pod: a folder of a node, or something all nodes can reach. */
export function diskOf(pod: Pod, volume: Volume, read: Reader): string | undefined {
  const node = pod.spec.nodeName ?? ''
  if (volume.hostPath) return hostDisk(node, volume.hostPath.path)
  const claim = claimNameOf(pod, volume)
  const bound = claim === undefined ? undefined : boundVolume(pod, claim, read)
  return bound && diskOfVolume(bound, node)
}

function diskOfVolume({ metadata, spec }: PersistentVolume, node: string): string {
  const path = spec.hostPath?.path ?? spec.local?.path
  return path === undefined ? `${DISK}:${metadata.name}` : hostDisk(node, path)
}

function disksOf(pod: Pod, read: Reader): string[] {
  const disks = new Set<string>()
  for (const volume of pod.spec.volumes ?? []) {
    const disk = diskOf(pod, volume, read)
    if (disk !== undefined) disks.add(disk)
  }
  return [...disks]
}

/** Everything written that the pod can see, by place. */
export function readKept(pod: Pod, read: Reader, note: Notes['note']): Written {
  const written: Written = new Map()
  const take = (files: Files | undefined) => {
    for (const place in files) written.set(place, files[place] ?? undefined)
  }
  const own = note<PodFiles>(podNote(pod))
  if (own?.uid === pod.metadata.uid) take(own?.files)
  for (const disk of disksOf(pod, read)) take(note<Files>(diskNote(disk)))
  return written
}

/** Puts what the pod can see in place of what was kept. */
export function writeKept(pod: Pod, written: Written, read: Reader, { note, setNote }: Notes): void {
  const byNote = new Map<string, Files>([[podNote(pod), {}]])
  for (const disk of disksOf(pod, read)) byNote.set(diskNote(disk), {})
  for (const [place, content] of written) {
    const name = place.startsWith(DISK) ? diskNote(place.slice(0, place.indexOf('|'))) : podNote(pod)
    const files = byNote.get(name)
    if (files) files[place] = content ?? null
  }
  for (const [name, files] of byNote) {
    const value = name === podNote(pod) ? { uid: pod.metadata.uid!, files } : files
    const next = Object.keys(files).length > 0 ? value : undefined
    if (!equal(next, note(name))) setNote(name, next)
  }
}

/** The pod has gone. */
export function forgetKept(key: string, { note, setNote }: Notes): void {
  if (note(`files/${key}`) !== undefined) setNote(`files/${key}`, undefined)
}

/** What was on a volume is deleted with it, on every node. */
export function wipe(volume: PersistentVolume, nodes: readonly string[], { note, setNote }: Notes): void {
  for (const node of nodes) {
    const name = diskNote(diskOfVolume(volume, node))
    if (note(name) !== undefined) setNote(name, undefined)
  }
}
