import { expect, test } from 'vitest'
import type { Pod, PodSpec } from '../../lib/objects.ts'
import { defaultPullPolicy } from './default-container.ts'
import { defaultPod, defaultPodTemplate } from './defaults.ts'
import { qosClass } from './qos.ts'
import { resourcesOf } from './resources.ts'

test.each([
  ['nginx', 'Always'],
  ['nginx:latest', 'Always'],
  ['nginx:1.27', 'IfNotPresent'],
  ['registry.local:5000/team/web', 'Always'],
  ['registry.local:5000/team/web:2', 'IfNotPresent'],
  ['nginx@sha256:0123', 'IfNotPresent'],
  ['nginx:latest@sha256:0123', 'IfNotPresent'],
  ['', 'IfNotPresent'],
])('pull policy of %j: %s', (image, policy) => {
  expect(defaultPullPolicy(image)).toBe(policy)
})

test('limits become requests in a Pod, not in a template', () => {
  const spec = () => ({ containers: [{ name: 'a', image: 'a', resources: { limits: { cpu: '1' } } }] })
  const template = { spec: spec() }
  defaultPodTemplate(template)
  expect(template.spec.containers[0]!.resources).toEqual({ limits: { cpu: '1' } })
  const pod = { spec: spec() } as unknown as Pod
  defaultPod(pod)
  expect(pod.spec.containers[0]!.resources).toEqual({ limits: { cpu: '1' }, requests: { cpu: '1' } })
  expect(pod.spec.enableServiceLinks).toBe(true)
})

test("the host's network publishes ports", () => {
  const pod = {
    spec: { hostNetwork: true, containers: [{ name: 'a', image: 'a:1', ports: [{ containerPort: 80 }] }] },
  } as unknown as Pod
  defaultPod(pod)
  expect(pod.spec.containers[0]!.ports).toEqual([{ containerPort: 80, hostPort: 80, protocol: 'TCP' }])
})

test('both names of the service account', () => {
  const [old, now] = [
    { serviceAccount: 'robot', containers: [] },
    { serviceAccountName: 'robot', containers: [] },
  ]
  for (const spec of [old, now] as PodSpec[]) {
    defaultPodTemplate({ spec })
    expect([spec.serviceAccount, spec.serviceAccountName]).toEqual(['robot', 'robot'])
  }
})

const fixed = { limits: { cpu: '1', memory: '1Gi' }, requests: { cpu: '1000m', memory: '1024Mi' } }
const quality: [string, object[], object][] = [
  ['BestEffort', [{}], {}],
  ['Guaranteed', [fixed], {}],
  ['Burstable', [fixed, {}], {}],
  ['Burstable', [{ requests: { cpu: '1' } }], {}],
  ['Burstable', [{ limits: { memory: '1Gi' } }], {}],
  ['BestEffort', [{ requests: { 'ephemeral-storage': '1Gi' } }], {}],
  ['Guaranteed', [{}], { resources: fixed }],
  ['Burstable', [fixed], { initContainers: [{ name: 'init' }] }],
]
test.each(quality)('%s', (quality, containers, more) => {
  const spec = { containers: containers.map(resources => ({ name: 'a', resources })), ...more } as PodSpec
  expect(qosClass(spec)).toBe(quality)
})

test('what a pod takes of its node', () => {
  const container = (cpu: string, memory: string, more: object = {}) => ({
    name: 'a',
    resources: { requests: { cpu, memory } },
    ...more,
  })
  const containers = [container('100m', '64Mi'), container('0.2', '1Mi')]
  expect(resourcesOf({ containers })).toEqual({ cpu: 300, memory: 65 * 1024 * 1024 })
  const initContainers = [container('1', '1Mi'), container('50m', '1Mi', { restartPolicy: 'Always' })]
  expect(resourcesOf({ containers, initContainers } as PodSpec)).toEqual({ cpu: 1000, memory: 66 * 1024 * 1024 })
})
