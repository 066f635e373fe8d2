import type { Change } from '../store/store.ts'

/** `namespace/name` of a changed object, for its own controller: what that wrote itself, the status, is nothing new. */
export function ownKeys({ type, object, previous }: Change): string[] {
  const { metadata } = object
  const before = previous?.metadata
  const same =
    type === 'MODIFIED' &&
    metadata.generation === before?.generation &&
    metadata.deletionTimestamp === before?.deletionTimestamp
  return same ? [] : [`${metadata.namespace}/${metadata.name}`]
}

/** The parts of such a key. */
export function keyParts(key: string): [namespace: string, name: string] {
  const slash = key.indexOf('/')
  return [key.slice(0, slash), key.slice(slash + 1)]
}
