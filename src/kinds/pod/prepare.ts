import type { Admission } from '../../api/kind.ts'
import type { Labels, Node, Pod } from '../../lib/objects.ts'
import { rfc3339 } from '../../lib/time.ts'
import { fillLimits } from '../limitrange/admission.ts'
import { admitPriority } from './priority.ts'
import { qosClass } from './qos.ts'
import { admitServiceAccount } from './service-account.ts'
import { admitTolerations } from './tolerations.ts'

/** What admission and the strategy (pkg/registry/core/pod) make of a Pod before it is judged. */
export function preparePod(next: Pod, previous: Pod | undefined, admission: Admission): void {
  if (previous) {
    if (admission.subresource) return
    next.spec.priority ??= previous.spec.priority
    next.spec.preemptionPolicy ??= previous.spec.preemptionPolicy
    admitTolerations(next.spec)
    return
  }
  fillLimits(next, admission.read)
  admitServiceAccount(next, admission)
  admitPriority(next, admission)
  admitTolerations(next.spec)
  next.status = { phase: 'Pending', qosClass: qosClass(next.spec) }
  const { nodeName } = next.spec
  if (nodeName) {
    const labels = topologyLabels(admission.read.get<Node>('nodes', undefined, nodeName))
    if (labels) next.metadata.labels = { ...next.metadata.labels, ...labels }
  }
  if (next.spec.schedulingGates?.length) holdBack(next, admission)
}

/** Where a node stands; its pods carry the same labels (admission plugin PodTopologyLabels). */
export function topologyLabels(node: Node | undefined): Labels | undefined {
  const { 'topology.kubernetes.io/region': region, 'topology.kubernetes.io/zone': zone } = node?.metadata.labels ?? {}
  if (region === undefined && zone === undefined) return undefined
  const labels: Labels = {}
  if (region !== undefined) labels['topology.kubernetes.io/region'] = region
  if (zone !== undefined) labels['topology.kubernetes.io/zone'] = zone
  return labels
}

function holdBack(pod: Pod, { now }: Admission): void {
  pod.status.conditions = [
    {
      type: 'PodScheduled',
      status: 'False',
      reason: 'SchedulingGated',
      message: 'Scheduling is blocked due to non-empty scheduling gates',
      lastProbeTime: null as unknown as string,
      lastTransitionTime: rfc3339(now),
      ...{ observedGeneration: 1 },
    },
  ]
}
