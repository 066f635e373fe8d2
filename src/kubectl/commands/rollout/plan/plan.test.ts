import { describe, expect, test } from 'vitest'
import type { KubeObject } from '../../../../lib/objects.ts'
import { countsOf, newestOf } from './counts.ts'
import { line } from './draw.ts'

const rs = (name: string, revision: string, image: string, status = {}): KubeObject => ({
  apiVersion: 'apps/v1',
  kind: 'ReplicaSet',
  metadata: { name, annotations: { 'deployment.kubernetes.io/revision': revision } },
  spec: { template: { metadata: { labels: { app: 'x', 'pod-template-hash': name } }, spec: { image } } },
  status,
})
const deployment: KubeObject = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'x' },
  spec: { replicas: 4, template: { metadata: { labels: { app: 'x' } }, spec: { image: 'b' } } },
}

describe('counts', () => {
  test('the newest ReplicaSet has the present template', () => {
    expect(newestOf(deployment, [rs('one', '1', 'a'), rs('two', '3', 'b'), rs('three', '2', 'b')])).toBe('two')
    expect(newestOf(deployment, [rs('one', '1', 'a')])).toBeUndefined()
  })

  test('of a Deployment, from its ReplicaSets', () => {
    const old = rs('one', '1', 'a', { replicas: 3, readyReplicas: 3, availableReplicas: 2 })
    const fresh = rs('two', '2', 'b', { replicas: 2, readyReplicas: 1, availableReplicas: 1 })
    expect(countsOf(deployment, [old, fresh], 'two')).toEqual({
      old: 3,
      new: 2,
      ready: 4,
      newReady: 1,
      unavailable: 1,
      wanted: 4,
    })
  })

  test('of a StatefulSet, from its status', () => {
    const status = { replicas: 3, updatedReplicas: 1, readyReplicas: 2, availableReplicas: 2 }
    const set: KubeObject = {
      apiVersion: 'apps/v1',
      kind: 'StatefulSet',
      metadata: { name: 'x' },
      spec: { replicas: 3 },
      status,
    }
    expect(countsOf(set, [], undefined)).toMatchObject({ old: 2, new: 1, unavailable: 1, wanted: 3 })
  })

  test('other kinds have none', () => {
    expect(countsOf({ apiVersion: 'v1', kind: 'Service', metadata: { name: 'x' } }, [], undefined)).toBeUndefined()
  })
})

test.each([
  [{ old: 2, new: 2, newReady: 1 }, 8, '▒▒█░'],
  [{ old: 200, new: 100, newReady: 100 }, 400, '▒'.repeat(20) + '█'.repeat(10)],
  [{ old: 1, new: 399, newReady: 399 }, 400, `▒${'█'.repeat(40)}`],
])('the chart of %j', (counts, most, chart) => {
  const step = { ...counts, at: 1500, ready: 3, unavailable: 0, wanted: 4 }
  expect(line(step, most).split(/\s+/).at(-1)).toBe(chart)
})
