import { equal } from '../../lib/equal.ts'
import type { DaemonSet } from '../../lib/objects.ts'
import { defaultPodTemplate } from '../pod/defaults.ts'

/** How often the template has been changed; pods carry the number as a label. */
export const GENERATION = 'deprecated.daemonset.template.generation'

/** Modelled on pkg/apis/apps/v1/defaults.go, SetDefaults_DaemonSet. */
export function defaults(next: DaemonSet): void {
  next.spec ??= {} as DaemonSet['spec']
  const { spec } = next
  spec.template ??= {}
  spec.revisionHistoryLimit ??= 10
  if (!spec.minReadySeconds) delete spec.minReadySeconds
  spec.updateStrategy ??= {}
  const { updateStrategy } = spec
  updateStrategy.type ||= 'RollingUpdate'
  if (updateStrategy.type === 'RollingUpdate') {
    updateStrategy.rollingUpdate ??= {}
    updateStrategy.rollingUpdate.maxUnavailable ??= 1
    updateStrategy.rollingUpdate.maxSurge ??= 0
  }
  defaultPodTemplate(spec.template)
}

/** Modelled on pkg/registry/apps/daemonset/strategy.go. */
export function prepare(next: DaemonSet, previous: DaemonSet | undefined): void {
  if (!previous) {
    next.status = { currentNumberScheduled: 0, numberMisscheduled: 0, desiredNumberScheduled: 0, numberReady: 0 }
  }
  const before = previous ? templateGeneration(previous) : 0
  const changed = !previous || !equal(next.spec.template, previous.spec.template)
  const generation = changed ? before + 1 : before
  next.metadata.annotations = { ...next.metadata.annotations, [GENERATION]: String(generation) }
}

export function templateGeneration({ metadata }: DaemonSet): number {
  const generation = Number(metadata.annotations?.[GENERATION])
  return Number.isInteger(generation) ? generation : 0
}
