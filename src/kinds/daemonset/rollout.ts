import type { Rollout } from '../../api/kind.ts'
import type { DaemonSet } from '../../lib/objects.ts'
import { Refusal } from '../../lib/refusal.ts'
import { history, restart, undo } from '../controllerrevision/rollout.ts'

/** What `rollout` does with DaemonSets. Modelled on k8s.io/kubectl pkg/polymorphichelpers. */
export const rollout: Rollout<DaemonSet> = { status, history, undo, restart }

function status({ metadata, spec, status }: DaemonSet): { message: string; done: boolean } {
  if (spec.updateStrategy?.type !== 'RollingUpdate') {
    throw new Refusal('rollout status is only available for RollingUpdate strategy type')
  }
  const { desiredNumberScheduled: desired, updatedNumberScheduled: updated = 0, numberAvailable = 0 } = status
  if ((metadata.generation ?? 0) > (status.observedGeneration ?? 0)) {
    return { message: 'Waiting for daemon set spec update to be observed...', done: false }
  }
  const waiting = (what: string) => {
    return { message: `Waiting for daemon set "${metadata.name}" rollout to finish: ${what}...`, done: false }
  }
  if (updated < desired) return waiting(`${updated} out of ${desired} new pods have been updated`)
  if (numberAvailable < desired) return waiting(`${numberAvailable} of ${desired} updated pods are available`)
  return { message: `daemon set "${metadata.name}" successfully rolled out`, done: true }
}
