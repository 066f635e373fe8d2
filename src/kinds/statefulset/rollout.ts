import type { Rollout } from '../../api/kind.ts'
import type { StatefulSet } from '../../lib/objects.ts'
import { Refusal } from '../../lib/refusal.ts'
import { history, restart, undo } from '../controllerrevision/rollout.ts'

/** What `rollout` does with StatefulSets. Modelled on k8s.io/kubectl pkg/polymorphichelpers. */
export const rollout: Rollout<StatefulSet> = { status, history, undo, restart }

function status({ metadata, spec, status }: StatefulSet): { message: string; done: boolean } {
  if (spec.updateStrategy?.type !== 'RollingUpdate') {
    throw new Refusal('rollout status is only available for RollingUpdate strategy type')
  }
  const { observedGeneration = 0, readyReplicas = 0, updatedReplicas = 0 } = status
  const wait = (message: string) => ({ message, done: false })
  if (observedGeneration === 0 || (metadata.generation ?? 0) > observedGeneration) {
    return wait('Waiting for statefulset spec update to be observed...')
  }
  const replicas = spec.replicas!
  if (readyReplicas < replicas) return wait(`Waiting for ${replicas - readyReplicas} pods to be ready...`)
  // Every StatefulSet has a partition: 0 by default.
  const wanted = replicas - (spec.updateStrategy.rollingUpdate?.partition ?? 0)
  if (updatedReplicas < wanted) {
    const counts = `${updatedReplicas} out of ${wanted} new pods have been updated`
    return wait(`Waiting for partitioned roll out to finish: ${counts}...`)
  }
  return { message: `partitioned roll out complete: ${updatedReplicas} new pods have been updated...`, done: true }
}
