import type { Reader } from '../../api/kind.ts'
import { condition } from '../../lib/conditions.ts'
import { equal } from '../../lib/equal.ts'
import type { Pod } from '../../lib/objects.ts'
import type { Change } from '../../store/store.ts'
import { claimantKeys } from '../claim.ts'
import { isReady, isTerminal } from './readiness.ts'

/** `claimantKeys` of the changes of pods that matter to who keeps a number of them. Whose pod it is, is the cheaper question. */
export function keeperKeys(change: Change, resource: string, kind: string, read: Reader): string[] {
  const keys = claimantKeys(change, resource, kind, read)
  return keys.length > 0 && podChangeMatters(change) ? keys : []
}

/** Of a pod's many changes only those that count, adoption or release may follow from. */
function podChangeMatters({ type, object, previous }: Change): boolean {
  if (type !== 'MODIFIED' || !previous) return true
  const next = object as Pod
  const old = previous as Pod
  return (
    isTerminal(next) !== isTerminal(old) ||
    next.metadata.deletionTimestamp !== old.metadata.deletionTimestamp ||
    readySince(next) !== readySince(old) ||
    !equal(next.metadata.labels, old.metadata.labels) ||
    !equal(next.metadata.ownerReferences, old.metadata.ownerReferences)
  )
}

const readySince = (pod: Pod): string | undefined =>
  isReady(pod) ? (condition(pod.status.conditions, 'Ready')?.lastTransitionTime ?? '') : undefined
