import type { KindDefinition } from '../../api/kind.ts'
import { age } from '../../lib/duration.ts'
import type { HorizontalPodAutoscaler } from '../../lib/objects.ts'
import { fromV1, toV1 } from './conversion/index.ts'
import { horizontalController } from './controller.ts'
import { defaults } from './defaults.ts'
import { describe } from './describe.ts'
import { targetsText } from './targets.ts'
import { validate } from './validate.ts'

export const horizontalPodAutoscalers: KindDefinition<HorizontalPodAutoscaler> = {
  group: 'autoscaling',
  version: 'v2',
  scope: 'Namespaced',
  names: {
    kind: 'HorizontalPodAutoscaler',
    plural: 'horizontalpodautoscalers',
    singular: 'horizontalpodautoscaler',
    shortNames: ['hpa'],
    categories: ['all'],
  },
  schema: 'io.k8s.api.autoscaling.v2.HorizontalPodAutoscaler',
  versions: [
    {
      version: 'v1',
      schema: 'io.k8s.api.autoscaling.v1.HorizontalPodAutoscaler',
      toStored: fromV1,
      fromStored: toV1,
    },
  ],
  subresources: { status: true },
  generation: false,
  defaults,
  prepare(next, previous) {
    if (!previous) next.status = { desiredReplicas: 0, currentMetrics: null as never }
  },
  validate,
  tally: ({ metadata }) => [[`autoscalers/${metadata.namespace}`, 1]],
  columns: () => [
    { name: 'Name', value: hpa => hpa.metadata.name },
    { name: 'Reference', value: ({ spec: { scaleTargetRef: ref } }) => `${ref.kind}/${ref.name}` },
    { name: 'Targets', value: targetsText },
    { name: 'MinPods', value: ({ spec }) => String(spec.minReplicas ?? '<unset>') },
    { name: 'MaxPods', value: ({ spec }) => spec.maxReplicas },
    { name: 'Replicas', value: ({ status }) => status.currentReplicas ?? 0 },
    { name: 'Age', value: (hpa, { now }) => age(hpa.metadata.creationTimestamp, now) },
  ],
  describe,
  controllers: [horizontalController],
}
