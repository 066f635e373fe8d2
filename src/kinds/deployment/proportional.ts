/** Scaling of a Deployment, also in the middle of a rollout. Modelled on pkg/controller/deployment/sync.go. */
import type { Deployment, ReplicaSet } from '../../lib/objects.ts'
import { desiredReplicas, maxReplicas } from './annotations.ts'
import { isRollingUpdate, maxSurge } from './fenceposts.ts'
import type { Scaling } from './plan.ts'
import { byAge, isRunning, type ReplicaSets, sizeOf } from './replica-sets.ts'

/** True when spec.replicas is no longer what the running ReplicaSets were last sized for. */
export function isScaled(d: Deployment, { newest, old }: ReplicaSets): boolean {
  const differs = (rs: ReplicaSet) => isRunning(rs) && (desiredReplicas(rs) ?? d.spec.replicas) !== d.spec.replicas
  return old.some(differs) || (newest !== undefined && differs(newest))
}

/** A single ReplicaSet gets everything; several share, in proportion to their sizes. */
export function proportional(d: Deployment, { newest, old }: ReplicaSets): Scaling[] {
  const replicas = d.spec.replicas!
  const all = newest ? [...old, newest] : old
  const running = all.filter(isRunning)
  if (running.length <= 1) {
    const rs = running[0] ?? newest ?? old.at(-1)
    return rs ? [{ rs, replicas }] : []
  }
  if (newest && isSaturated(d, newest)) return old.filter(isRunning).map(rs => ({ rs, replicas: 0 }))
  return isRollingUpdate(d) ? share(d, running) : []
}

const isSaturated = ({ spec }: Deployment, rs: ReplicaSet): boolean =>
  sizeOf(rs) === spec.replicas &&
  desiredReplicas(rs) === spec.replicas &&
  (rs.status.availableReplicas ?? 0) === spec.replicas

/** The largest ReplicaSet comes first and gets what rounding leaves over. */
function share(d: Deployment, running: ReplicaSet[]): Scaling[] {
  const replicas = d.spec.replicas!
  const allowed = replicas > 0 ? replicas + maxSurge(d) : 0
  const toAdd = allowed - running.reduce((sum, rs) => sum + sizeOf(rs), 0)
  const newerFirst = toAdd > 0 ? -1 : 1
  const sorted = [...running].sort((a, b) => sizeOf(b) - sizeOf(a) || newerFirst * byAge(a, b))
  let left = toAdd
  const scale = sorted.map(rs => {
    const part = proportion(d, rs, left, toAdd)
    left -= part
    return { rs, replicas: sizeOf(rs) + part }
  })
  scale[0]!.replicas = Math.max(0, scale[0]!.replicas + left)
  return scale
}

/** How much of `left` one ReplicaSet gets (less than nothing when `toAdd` is negative). */
function proportion(d: Deployment, rs: ReplicaSet, left: number, toAdd: number): number {
  if (left === 0) return 0
  const part = fraction(d, rs)
  return toAdd > 0 ? Math.min(part, left) : Math.max(part, left)
}

function fraction(d: Deployment, rs: ReplicaSet): number {
  const size = sizeOf(rs)
  if (d.spec.replicas === 0) return -size
  const before = maxReplicas(rs) || (d.status.replicas ?? 0)
  if (before === 0) return 0
  return Math.round((size * (d.spec.replicas! + maxSurge(d))) / before) - size
}
