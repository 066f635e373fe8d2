import type { Reader } from '../../api/kind.ts'
import type { Pod, ReplicaSet } from '../../lib/objects.ts'
import { term } from '../../lib/term.ts'
import { controllerOf } from '../../lib/owner.ts'
import { isActive } from '../pod/readiness.ts'

/** Active pods of all ReplicaSets that have the same controller as this one; none when nobody controls it. */
export function relatedPods(rs: ReplicaSet, read: Reader): Pod[] {
  const owner = controllerOf(rs)
  if (!owner) return []
  const pods: Pod[] = []
  for (const sibling of read.find<ReplicaSet>('replicasets.apps', term('owner', owner.uid))) {
    for (const pod of read.find<Pod>('pods', term('owner', sibling.metadata.uid!))) if (isActive(pod)) pods.push(pod)
  }
  return pods
}
