import { describe, expect, it } from 'vitest'
import type { Pod, ReplicaSet } from '../../lib/objects.ts'
import { count, statusOf } from './status.ts'

const NOW = Date.parse('2026-01-01T00:01:00Z')

function pod(labels: Record<string, string>, readySeconds?: number, more: object = {}): Pod {
  const conditions =
    readySeconds === undefined
      ? []
      : [{ type: 'Ready', status: 'True', lastTransitionTime: new Date(NOW - readySeconds * 1000).toISOString() }]
  return { metadata: { labels }, status: { phase: 'Running', conditions }, ...more } as unknown as Pod
}

const labels = { app: 'web', tier: 'front' }

const replicaSet = (minReadySeconds = 0, status: object = { replicas: 0 }) =>
  ({
    metadata: { generation: 3 },
    spec: { minReadySeconds, template: { metadata: { labels } } },
    status,
  }) as unknown as ReplicaSet

describe('counts', () => {
  const pods = [
    pod(labels, 30),
    pod({ app: 'web' }, 5),
    pod(labels),
    pod(labels, 30, { metadata: { labels, deletionTimestamp: '2026-01-01T00:01:30Z' } }),
    pod(labels, undefined, { status: { phase: 'Failed' } }),
  ]

  it('tells pods apart', () => {
    expect(count(replicaSet(), pods, NOW)).toEqual({
      active: 3,
      fullyLabeled: 2,
      ready: 2,
      available: 2,
      terminating: 1,
    })
  })

  it('pods are available after minReadySeconds, and the next moment is told', () => {
    const counts = count(replicaSet(10), pods, NOW)
    expect(counts).toMatchObject({ ready: 2, available: 1, nextAt: NOW + 5000 })
    expect(count(replicaSet(10), pods, NOW + 5000)).toMatchObject({ available: 2 })
  })
})

describe('status', () => {
  const counts = { active: 2, fullyLabeled: 2, ready: 0, available: 0, terminating: 0 }

  it('leaves out what is zero, but not replicas and terminatingReplicas', () => {
    expect(statusOf(replicaSet(), counts, undefined, NOW)).toEqual({
      replicas: 2,
      fullyLabeledReplicas: 2,
      terminatingReplicas: 0,
      observedGeneration: 3,
    })
  })

  it('a failure keeps its first message and goes when it is over', () => {
    const first = statusOf(replicaSet(), counts, { reason: 'FailedCreate', message: 'no' }, NOW)
    expect(first.conditions).toEqual([
      {
        type: 'ReplicaFailure',
        status: 'True',
        reason: 'FailedCreate',
        message: 'no',
        lastTransitionTime: '2026-01-01T00:01:00Z',
      },
    ])
    const second = statusOf(replicaSet(0, first), counts, { reason: 'FailedCreate', message: 'still no' }, NOW + 9000)
    expect(second.conditions).toEqual(first.conditions)
    expect(statusOf(replicaSet(0, second), counts, undefined, NOW).conditions).toBeUndefined()
  })
})
