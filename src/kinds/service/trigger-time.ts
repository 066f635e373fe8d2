import type { Labels, Pod, Service } from '../../lib/objects.ts'
import { readyCondition } from './pod-endpoint.ts'

export const TRIGGER_TIME = 'endpoints.kubernetes.io/last-change-trigger-time'

/**
 * When that happened which made a write of endpoints necessary: the earliest change of readiness among the Pods that came,
 * went ready or unready; the Service's creation for the first write; undefined when it cannot be told (then the annotation
 * is removed). Modelled on k8s.io/endpointslice util/trigger_time_tracker.go, without memory of its own.
 */
export function triggerTime(
  service: Service,
  first: boolean,
  changed: readonly { pod: Pod; wasReady: boolean }[],
): string | undefined {
  if (first) return service.metadata.creationTimestamp
  let earliest: string | undefined
  for (const { pod, wasReady } of changed) {
    const condition = readyCondition(pod)
    if ((condition?.status === 'True') === wasReady) continue
    const at = condition?.lastTransitionTime
    if (at && (earliest === undefined || at < earliest)) earliest = at
  }
  return earliest
}

/** Annotations with the trigger time, or without one; undefined when none are left. */
export function withTriggerTime(annotations: Labels | undefined, at: string | undefined): Labels | undefined {
  const { [TRIGGER_TIME]: _, ...others } = annotations ?? {}
  if (at !== undefined) return { ...others, [TRIGGER_TIME]: at }
  return Object.keys(others).length > 0 ? others : undefined
}
