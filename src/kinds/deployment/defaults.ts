import { equal } from '../../lib/equal.ts'
import type { Deployment } from '../../lib/objects.ts'
import { defaultPodTemplate } from '../pod/defaults.ts'
import { REVISION } from './annotations.ts'

/** Modelled on pkg/apis/apps/v1/defaults.go, SetDefaults_Deployment. */
export function defaults(next: Deployment): void {
  next.spec ??= {} as Deployment['spec']
  const { spec } = next
  spec.replicas ??= 1
  spec.template ??= {}
  spec.revisionHistoryLimit ??= 10
  spec.progressDeadlineSeconds ??= 600
  // Fields that Go leaves out when they are zero.
  if (!spec.minReadySeconds) delete spec.minReadySeconds
  if (!spec.paused) delete spec.paused
  spec.strategy ??= {}
  const { strategy } = spec
  strategy.type ||= 'RollingUpdate'
  if (strategy.type === 'RollingUpdate') {
    strategy.rollingUpdate ??= {}
    strategy.rollingUpdate.maxUnavailable ??= '25%'
    strategy.rollingUpdate.maxSurge ??= '25%'
  }
  defaultPodTemplate(spec.template)
}

export function prepare(next: Deployment, previous: Deployment | undefined): void {
  if (previous) raiseGeneration(next, previous)
  else next.status = {}
}

/** Annotations count as a change too, as they go on to the ReplicaSets; not so the revision, which the controller writes. */
function raiseGeneration({ metadata }: Deployment, { metadata: old }: Deployment): void {
  const others = ({ annotations }: Deployment['metadata']) => ({ ...annotations, [REVISION]: undefined })
  if (!equal(others(metadata), others(old))) metadata.generation = (old.generation ?? 0) + 1
}
