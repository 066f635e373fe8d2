/** How far a rolling update may stray from the wanted number. Modelled on pkg/controller/deployment/util. */
import { scaled } from '../../lib/int-or-percent.ts'
import type { Deployment } from '../../lib/objects.ts'

export const isRollingUpdate = ({ spec }: Deployment): boolean => spec.strategy?.type === 'RollingUpdate'

/** Surge rounds up and unavailable down; a rollout that may do neither could not move, so then one may be unavailable. */
export function fenceposts(d: Deployment): { surge: number; unavailable: number } {
  if (!isRollingUpdate(d)) return { surge: 0, unavailable: 0 }
  const replicas = d.spec.replicas!
  const { maxSurge = '25%', maxUnavailable = '25%' } = d.spec.strategy!.rollingUpdate ?? {}
  const surge = scaled(maxSurge, replicas, true)
  const unavailable = scaled(maxUnavailable, replicas, false)
  return surge === 0 && unavailable === 0 ? { surge, unavailable: 1 } : { surge, unavailable }
}

/** Pods that may exist above spec.replicas. */
export const maxSurge = (d: Deployment): number => fenceposts(d).surge

/** Pods that have to be available at all times. */
export function minAvailable(d: Deployment): number {
  const replicas = d.spec.replicas!
  return replicas - Math.min(fenceposts(d).unavailable, replicas)
}
