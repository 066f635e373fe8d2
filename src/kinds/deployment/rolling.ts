/** One step of a rolling update. Modelled on pkg/controller/deployment/rolling.go. */
import type { Deployment, ReplicaSet } from '../../lib/objects.ts'
import { maxSurge, minAvailable } from './fenceposts.ts'
import type { Plan, Scaling } from './plan.ts'
import { isRunning, type ReplicaSets, sizeOf } from './replica-sets.ts'

/** The new ReplicaSet grows as far as the surge lets it; if it cannot, the old ones shrink. */
export function rolling(d: Deployment, { newest, old }: ReplicaSets): Plan {
  const oldTotal = total(old)
  const size = newest ? sizeOf(newest) : 0
  const next = newSize(d, size, oldTotal + size)
  if (newest && next !== size) return { scale: [{ rs: newest, replicas: next }] }
  const available = newest?.status.availableReplicas ?? 0
  const scale = shrinkOld(d, old.filter(isRunning), next, available)
  return newest ? { scale } : { create: next, scale }
}

const total = (replicaSets: readonly ReplicaSet[]): number => replicaSets.reduce((sum, rs) => sum + sizeOf(rs), 0)

/** What the new ReplicaSet of `size` may grow (or has to shrink) to when there are `all` pods. */
function newSize(d: Deployment, size: number, all: number): number {
  const replicas = d.spec.replicas!
  if (size >= replicas) return replicas
  const room = replicas + maxSurge(d) - all
  return room <= 0 ? size : size + Math.min(room, replicas - size)
}

/** First old pods that are not available go, then as many available ones as can be spared; the oldest ReplicaSet first. */
function shrinkOld(d: Deployment, old: ReplicaSet[], newSize: number, newAvailable: number): Scaling[] {
  const scale: Scaling[] = []
  const sizes = new Map(old.map(rs => [rs, sizeOf(rs)]))
  const shrink = (rs: ReplicaSet, by: number): number => {
    if (by <= 0) return 0
    const replicas = sizes.get(rs)! - by
    sizes.set(rs, replicas)
    scale.push({ rs, replicas })
    return by
  }
  // More available than wanted: a size whose pods have not been counted since it was last changed.
  if (old.some(rs => (rs.status.availableReplicas ?? 0) > sizeOf(rs))) return scale
  let removable = total(old) + newSize - minAvailable(d) - (newSize - newAvailable)
  if (removable <= 0) return scale
  let available = newAvailable
  for (const rs of old) {
    const own = rs.status.availableReplicas ?? 0
    available += own
    removable -= shrink(rs, Math.min(removable, sizes.get(rs)! - own))
  }
  let spare = available - minAvailable(d)
  for (const rs of old) spare -= shrink(rs, Math.min(spare, sizes.get(rs)!))
  return scale
}
