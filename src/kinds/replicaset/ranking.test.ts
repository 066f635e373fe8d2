import { describe, expect, it } from 'vitest'
import type { Pod } from '../../lib/objects.ts'
import { firstToGo } from './ranking.ts'

const NOW = Date.parse('2026-01-01T01:00:00Z')

interface Shape {
  node?: string
  phase?: string
  ready?: boolean
  /** Seconds before now. */
  readyFor?: number
  createdFor?: number
  cost?: number
  restarts?: number
}

const ago = (seconds: number) => new Date(NOW - seconds * 1000).toISOString()

function pod(name: string, shape: Shape = {}): Pod {
  const { node = 'n1', phase = 'Running', ready = true, readyFor = 60, createdFor = 60, cost, restarts = 0 } = shape
  return {
    metadata: {
      name,
      uid: name,
      creationTimestamp: ago(createdFor),
      ...(cost !== undefined && { annotations: { 'controller.kubernetes.io/pod-deletion-cost': String(cost) } }),
    },
    spec: { nodeName: node || undefined },
    status: {
      phase,
      conditions: [{ type: 'Ready', status: ready ? 'True' : 'False', lastTransitionTime: ago(readyFor) }],
      containerStatuses: [{ restartCount: restarts }],
    },
  } as unknown as Pod
}

const order = (pods: Pod[], related: Pod[] = []) =>
  firstToGo(pods, related, pods.length - 1, NOW).map(each => each.metadata.name)

describe('which pod goes first', () => {
  it.each([
    ['on no node', { node: '' }, {}],
    ['pending', { phase: 'Pending' }, { phase: 'Running' }],
    ['unknown before running', { phase: 'Unknown' }, { phase: 'Running' }],
    ['not ready', { ready: false }, { ready: true }],
    ['cheaper', { cost: -5 }, { cost: 0 }],
    ['no cost before a positive one', {}, { cost: 100 }],
    ['ready for much less long', { readyFor: 3 }, { readyFor: 40 }],
    ['more restarts', { restarts: 2 }, { restarts: 1 }],
    ['created much later', { createdFor: 3 }, { createdFor: 40 }],
    ['not ready, though cheaper one is there', { ready: false, cost: 10 }, { cost: -10 }],
    ['pending, though on a node', { phase: 'Pending', cost: 10 }, { ready: false }],
  ] as [string, Shape, Shape][])('%s', (_, first, second) => {
    // Names are uids too: neither order of them may decide.
    expect(order([pod('a', first), pod('b', second)])).toEqual(['a'])
    expect(order([pod('b', first), pod('a', second)])).toEqual(['b'])
  })

  it('ages of the same power of two are equal, then the uid decides', () => {
    expect(order([pod('b', { readyFor: 40 }), pod('a', { readyFor: 50 })])).toEqual(['a'])
    expect(order([pod('a', { readyFor: 50 }), pod('b', { readyFor: 40 })])).toEqual(['a'])
  })

  it('of equals the one on the node with more pods of the same owner', () => {
    const alone = pod('a', { node: 'n2' })
    const crowd = [pod('b', { node: 'n1' }), pod('c', { node: 'n1' }), pod('d', { node: 'n1' })]
    expect(firstToGo([alone, ...crowd], [alone, ...crowd], 2, NOW).every(each => each !== alone)).toBe(true)
    // Without an owner nobody counts.
    expect(firstToGo([alone, ...crowd], [], 1, NOW)).toEqual([alone])
  })

  it('all of them when all are too many', () => {
    expect(firstToGo([pod('b'), pod('a')], [], 2, NOW)).toHaveLength(2)
  })
})
