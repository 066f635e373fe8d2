import type { Deployment, ReplicaSet } from '../../lib/objects.ts'
import { isRollingUpdate } from './fenceposts.ts'
import { isScaled, proportional } from './proportional.ts'
import { recreate } from './recreate.ts'
import type { ReplicaSets } from './replica-sets.ts'
import { rolling } from './rolling.ts'

export interface Scaling {
  rs: ReplicaSet
  replicas: number
}

/** What one look at a Deployment leads to. */
export interface Plan {
  /** Size of a ReplicaSet to make for the present template. */
  create?: number
  /** In this order; a ReplicaSet may be scaled twice. A size that is kept only refreshes what the ReplicaSet notes of it. */
  scale: Scaling[]
  /** Nothing but the size changed: whether the rollout gets on is not judged now. */
  resized?: true
}

/** Modelled on pkg/controller/deployment/deployment_controller.go, syncDeployment. */
export function plan(d: Deployment, replicaSets: ReplicaSets, oldPodsRemain: boolean): Plan {
  if (d.metadata.deletionTimestamp) return { scale: [], resized: true }
  if (d.spec.paused || isScaled(d, replicaSets)) return { scale: proportional(d, replicaSets), resized: true }
  return isRollingUpdate(d) ? rolling(d, replicaSets) : recreate(d, replicaSets, oldPodsRemain)
}
