import { expect, test } from 'vitest'
import type { HorizontalPodAutoscaler } from '../../../lib/objects.ts'
import { fromV1, toV1 } from './index.ts'

const cpu = { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 60 } } }
const others = [
  { type: 'Resource', resource: { name: 'cpu', target: { type: 'AverageValue', averageValue: '200m' } } },
  {
    type: 'ContainerResource',
    containerResource: { name: 'memory', target: { type: 'Utilization', averageUtilization: 50 }, container: 'web' },
  },
  {
    type: 'Pods',
    pods: {
      metric: { name: 'hits', selector: { matchLabels: { a: 'b' } } },
      target: { type: 'AverageValue', averageValue: '10' },
    },
  },
  {
    type: 'Object',
    object: {
      describedObject: { kind: 'Ingress', name: 'main', apiVersion: 'networking.k8s.io/v1' },
      metric: { name: 'requests' },
      target: { type: 'Value', value: '10k' },
    },
  },
  { type: 'External', external: { metric: { name: 'queue' }, target: { type: 'AverageValue', averageValue: '3' } } },
]
const hpa = {
  apiVersion: 'autoscaling/v2',
  kind: 'HorizontalPodAutoscaler',
  metadata: { name: 'web', annotations: { mine: 'kept' } },
  spec: {
    scaleTargetRef: { kind: 'Deployment', name: 'web' },
    minReplicas: 1,
    maxReplicas: 3,
    metrics: [...others, cpu],
    behavior: { scaleDown: { selectPolicy: 'Min', policies: [{ type: 'Pods', value: 1, periodSeconds: 60 }] } },
  },
  status: {
    currentReplicas: 2,
    desiredReplicas: 2,
    currentMetrics: [
      { type: 'Resource', resource: { name: 'cpu', current: { averageValue: '55m', averageUtilization: 55 } } },
      { type: 'Pods', pods: { metric: { name: 'hits' }, current: { averageValue: '7' } } },
      {
        type: 'Object',
        object: {
          describedObject: { kind: 'Ingress', name: 'main' },
          metric: { name: 'requests' },
          current: { value: '9k' },
        },
      },
      { type: 'External', external: { metric: { name: 'queue' }, current: { value: '0', averageValue: '2' } } },
    ],
    conditions: [{ type: 'AbleToScale', status: 'True', lastTransitionTime: 't', reason: 'R', message: 'm' }],
  },
} as unknown as HorizontalPodAutoscaler

test('what v1 has no fields for stands in annotations', () => {
  const { metadata, spec, status } = toV1(hpa) as any
  expect(spec).toEqual({
    scaleTargetRef: { kind: 'Deployment', name: 'web' },
    minReplicas: 1,
    maxReplicas: 3,
    // The first metric of cpu is an amount, so no percentage is told.
  })
  expect(status).toEqual({ currentReplicas: 2, desiredReplicas: 2, currentCPUUtilizationPercentage: 55 })
  expect(metadata.annotations).toMatchObject({
    mine: 'kept',
    'autoscaling.alpha.kubernetes.io/conditions':
      '[{"type":"AbleToScale","status":"True","lastTransitionTime":"t","reason":"R","message":"m"}]',
    'autoscaling.alpha.kubernetes.io/behavior':
      '{"ScaleUp":null,"ScaleDown":{"StabilizationWindowSeconds":null,"SelectPolicy":"Min","Policies":[{"Type":"Pods","Value":1,"PeriodSeconds":60}],"Tolerance":null}}',
  })
  const metrics: string = metadata.annotations['autoscaling.alpha.kubernetes.io/metrics']
  expect(metrics).toContain('{"type":"Resource","resource":{"name":"cpu","targetAverageValue":"200m"}}')
  expect(metrics).toContain(
    '{"type":"Object","object":{"target":{"kind":"Ingress","name":"main","apiVersion":"networking.k8s.io/v1"},"metricName":"requests","targetValue":"10k"}}',
  )
  const measured: string = metadata.annotations['autoscaling.alpha.kubernetes.io/current-metrics']
  expect(measured).toContain('"resource":{"name":"cpu","currentAverageUtilization":55,"currentAverageValue":"55m"}')
})

test('there and back', () => {
  const { spec } = hpa
  const asked = { ...hpa, spec: { ...spec, metrics: [...others.slice(1), cpu] } } as unknown as HorizontalPodAutoscaler
  expect((toV1(asked) as any).spec.targetCPUUtilizationPercentage).toBe(60)
  expect(fromV1(toV1(asked))).toEqual(asked)
})

test('annotations that say nothing', () => {
  const annotations = { 'autoscaling.alpha.kubernetes.io/metrics': '{', 'autoscaling.alpha.kubernetes.io/behavior': '' }
  const spec = { scaleTargetRef: { kind: 'Deployment', name: 'web' }, maxReplicas: 3 }
  const bare = { apiVersion: 'autoscaling/v1', kind: 'HorizontalPodAutoscaler', metadata: { name: 'x' } }
  const read = fromV1({ ...bare, metadata: { name: 'x', annotations }, spec } as never)
  expect(read).toEqual({ ...bare, spec })
})
