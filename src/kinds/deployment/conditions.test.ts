import { describe, expect, it } from 'vitest'
import type { Condition, Deployment, ReplicaSet } from '../../lib/objects.ts'
import {
  nextCheck,
  pausedConditions,
  withAvailable,
  withCondition,
  withProgress,
  withReplicaFailure,
} from './conditions.ts'

const NOW = Date.parse('2026-01-01T00:10:00Z')
const EARLIER = '2026-01-01T00:00:00Z'
const PRESENT = '2026-01-01T00:10:00Z'

const condition = (type: string, status: string, reason: string, message = 'old words'): Condition => ({
  type,
  status,
  reason,
  message,
  lastUpdateTime: EARLIER,
  lastTransitionTime: EARLIER,
})

function deployment(status: object = {}, spec: object = {}): Deployment {
  return {
    metadata: { name: 'web', generation: 1 },
    spec: { replicas: 3, progressDeadlineSeconds: 600, ...spec },
    status,
  } as unknown as Deployment
}

const newest = { metadata: { name: 'web-1' }, status: {} } as unknown as ReplicaSet
const done = { observedGeneration: 1, replicas: 3, updatedReplicas: 3, readyReplicas: 3, availableReplicas: 3 }

describe('withCondition', () => {
  const list = [condition('Progressing', 'True', 'A'), condition('Available', 'True', 'B')]

  it('keeps one of the same status and reason, with its message', () => {
    const words = { type: 'Progressing', status: 'True', reason: 'A', message: 'new words' }
    expect(withCondition(list, words, NOW)).toBe(list)
  })

  it('moves a changed one to the end; the transition time changes with the status', () => {
    const next = withCondition(list, { type: 'Progressing', status: 'True', reason: 'C', message: 'm' }, NOW)
    expect(next.map(each => each.type)).toEqual(['Available', 'Progressing'])
    expect(next[1]).toMatchObject({ lastUpdateTime: PRESENT, lastTransitionTime: EARLIER })
    const other = withCondition(list, { type: 'Progressing', status: 'False', reason: 'C', message: 'm' }, NOW)
    expect(other[1]).toMatchObject({ lastTransitionTime: PRESENT })
  })
})

describe('progress', () => {
  const created = condition('Progressing', 'True', 'NewReplicaSetCreated')
  const progress = (d: Deployment, status: object, now = NOW) =>
    withProgress(d.status.conditions ?? [], d, status as Deployment['status'], newest, now)[0]

  it('complete', () => {
    const d = deployment({ conditions: [created] })
    expect(progress(d, done)).toMatchObject({
      status: 'True',
      reason: 'NewReplicaSetAvailable',
      message: 'ReplicaSet "web-1" has successfully progressed.',
    })
  })

  it.each([
    ['more updated', { updatedReplicas: 2 }],
    ['more ready', { updatedReplicas: 1, readyReplicas: 1 }],
    ['more available', { updatedReplicas: 1, availableReplicas: 1 }],
    ['fewer old', { updatedReplicas: 1, replicas: 3 }],
  ])('%s', (_, status) => {
    const d = deployment({ conditions: [created], replicas: 4, updatedReplicas: 1 })
    expect(progress(d, { replicas: 4, ...status })).toMatchObject({
      status: 'True',
      reason: 'ReplicaSetUpdated',
      message: 'ReplicaSet "web-1" is progressing.',
      lastUpdateTime: PRESENT,
      lastTransitionTime: EARLIER,
    })
  })

  it('late, but not in the last second', () => {
    const d = deployment({ conditions: [created], replicas: 1, updatedReplicas: 1 })
    const status = { replicas: 1, updatedReplicas: 1 }
    expect(progress(d, status)).toEqual(created)
    expect(progress(d, status, NOW + 1)).toMatchObject({
      status: 'False',
      reason: 'ProgressDeadlineExceeded',
      message: 'ReplicaSet "web-1" has timed out progressing.',
    })
  })

  it('a finished rollout is never late', () => {
    const finished = condition('Progressing', 'True', 'NewReplicaSetAvailable')
    const d = deployment({ conditions: [finished], replicas: 3, updatedReplicas: 3 })
    expect(progress(d, { replicas: 3, updatedReplicas: 3 }, NOW + 1e9)).toEqual(finished)
  })

  it('without a deadline nothing is told', () => {
    const d = deployment({ conditions: [created] }, { progressDeadlineSeconds: 2 ** 31 - 1 })
    expect(withProgress([created], d, done, newest, NOW)).toEqual([])
  })

  it('is looked at again a second after the deadline', () => {
    const d = deployment()
    expect(nextCheck(d, { conditions: [created] } as Deployment['status'])).toBe(Date.parse(EARLIER) + 601_000)
    expect(nextCheck(d, { ...done, conditions: [created] } as Deployment['status'])).toBeUndefined()
  })
})

describe('pause', () => {
  const progressing = condition('Progressing', 'True', 'ReplicaSetUpdated')
  const paused = condition('Progressing', 'Unknown', 'DeploymentPaused')
  const late = condition('Progressing', 'False', 'ProgressDeadlineExceeded')

  it.each([
    ['paused', progressing, true, 'DeploymentPaused'],
    ['still paused', paused, true, 'DeploymentPaused'],
    ['resumed', paused, false, 'DeploymentResumed'],
    ['never paused', progressing, false, 'ReplicaSetUpdated'],
    ['late already', late, true, 'ProgressDeadlineExceeded'],
  ] as [string, Condition, boolean, string][])('%s', (_, before, isPaused, reason) => {
    expect(pausedConditions(deployment({ conditions: [before] }, { paused: isPaused }), NOW)[0]!.reason).toBe(reason)
  })
})

describe('availability and failures', () => {
  it('tells whether enough are available', () => {
    expect(withAvailable([], true, NOW)[0]).toMatchObject({ status: 'True', reason: 'MinimumReplicasAvailable' })
    expect(withAvailable([], false, NOW)[0]).toMatchObject({ status: 'False', reason: 'MinimumReplicasUnavailable' })
  })

  it('tells of a ReplicaSet that cannot make pods, the newest first', () => {
    const failing = (message: string) =>
      ({
        status: { conditions: [{ ...condition('ReplicaFailure', 'True', 'FailedCreate', message) }] },
      }) as unknown as ReplicaSet
    const [old, fresh] = [failing('old'), failing('new')]
    const told = withReplicaFailure([], fresh, [old, fresh], NOW)
    expect(told).toMatchObject([{ type: 'ReplicaFailure', message: 'new', lastUpdateTime: EARLIER }])
    expect(withReplicaFailure(told, newest, [old], NOW)).toBe(told)
    expect(withReplicaFailure(told, newest, [newest], NOW)).toEqual([])
  })
})
