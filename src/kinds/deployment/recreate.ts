/** One step of strategy Recreate. Modelled on pkg/controller/deployment/recreate.go. */
import type { Deployment } from '../../lib/objects.ts'
import type { Plan } from './plan.ts'
import { isRunning, type ReplicaSets, sizeOf } from './replica-sets.ts'

/** All old pods go; when none remains, also none that is still terminating, the new ones come. */
export function recreate(d: Deployment, { newest, old }: ReplicaSets, oldPodsRemain: boolean): Plan {
  const running = old.filter(isRunning)
  if (running.length > 0) return { scale: running.map(rs => ({ rs, replicas: 0 })) }
  if (oldPodsRemain) return { scale: [] }
  const replicas = d.spec.replicas!
  if (!newest) return { create: replicas, scale: [] }
  return { scale: sizeOf(newest) === replicas ? [] : [{ rs: newest, replicas }] }
}
