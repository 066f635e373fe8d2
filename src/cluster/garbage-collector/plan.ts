import type { KubeObject, OwnerReference } from '../../lib/objects.ts'

export const FOREGROUND = 'foregroundDeletion'
export const ORPHAN = 'orphan'

/** `waiting`: it is being deleted and stays until its dependents have gone. */
export type OwnerState = 'alive' | 'waiting' | 'absent'

export type Decision = { act: 'keep' } | { act: 'release'; from: string[] } | { act: 'delete'; policy: Policy }

type Policy = 'Background' | 'Foreground' | 'Orphan'

export const isDeleting = ({ metadata }: KubeObject, finalizer: string): boolean =>
  metadata.deletionTimestamp !== undefined && (metadata.finalizers?.includes(finalizer) ?? false)

/**
 * What becomes of a dependent (pkg/controller/garbagecollector, attemptToDeleteItem): one living owner keeps it, and it
 * lets go of the others; without one it is deleted.
 */
export function plan(
  dependent: KubeObject,
  stateOf: (owner: OwnerReference) => OwnerState,
  hasDependents: () => boolean,
): Decision {
  const { deletionTimestamp, ownerReferences = [], finalizers = [] } = dependent.metadata
  if (ownerReferences.length === 0) return { act: 'keep' }
  if (deletionTimestamp && !finalizers.includes(FOREGROUND)) return { act: 'keep' }
  const states = ownerReferences.map(stateOf)
  const gone = ownerReferences.filter((_, i) => states[i] !== 'alive').map(owner => owner.uid)
  if (gone.length < ownerReferences.length) return gone.length > 0 ? { act: 'release', from: gone } : { act: 'keep' }
  if (deletionTimestamp) return { act: 'keep' }
  if (states.includes('waiting') && hasDependents()) return { act: 'delete', policy: 'Foreground' }
  if (finalizers.includes(ORPHAN)) return { act: 'delete', policy: 'Orphan' }
  return { act: 'delete', policy: finalizers.includes(FOREGROUND) ? 'Foreground' : 'Background' }
}
