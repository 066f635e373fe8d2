import type { KubeObject } from '../lib/objects.ts'

/** Whether two states of an object share what a kind's index terms and tallies are made of, but for the status. */
export function sameBesideStatus(a: KubeObject, b: KubeObject): boolean {
  const { metadata } = a
  const other = b.metadata
  return (
    a['spec'] === b['spec'] &&
    metadata.labels === other.labels &&
    metadata.annotations === other.annotations &&
    metadata.ownerReferences === other.ownerReferences &&
    metadata.deletionTimestamp === other.deletionTimestamp
  )
}
