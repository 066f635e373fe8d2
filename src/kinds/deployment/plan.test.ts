import { describe, expect, it } from 'vitest'
import type { Deployment, ReplicaSet } from '../../lib/objects.ts'
import { withSizes } from './annotations.ts'
import { plan } from './plan.ts'
import { type ReplicaSets, sizeOf } from './replica-sets.ts'

interface Shape {
  replicas: number
  surge?: number | string
  unavailable?: number | string
  recreate?: boolean
  paused?: boolean
}

function deployment({ replicas, surge = '25%', unavailable = '25%', recreate, paused }: Shape): Deployment {
  const rollingUpdate = { maxSurge: surge, maxUnavailable: unavailable }
  const strategy = recreate ? { type: 'Recreate' } : { type: 'RollingUpdate', rollingUpdate }
  return { metadata: { name: 'd' }, spec: { replicas, strategy, paused }, status: {} } as Deployment
}

function replicaSet(name: string, at: number, replicas: number, available: number, d: Deployment): ReplicaSet {
  return {
    metadata: { name, creationTimestamp: `2026-01-01T00:00:0${at}Z`, annotations: withSizes(undefined, d) },
    spec: { replicas },
    status: { replicas, availableReplicas: available },
  } as unknown as ReplicaSet
}

/** Plans until nothing changes any more; `usable` says how many pods of a ReplicaSet can become available at most. */
function settle(
  d: Deployment,
  start: ReplicaSets,
  usable: Record<string, number> = {},
): { sets: ReplicaSets; log: string[] } {
  let { newest, old } = start
  const log: string[] = []
  for (let round = 0; round < 100; round++) {
    const { create, scale } = plan(d, { newest, old }, false)
    if (create !== undefined) {
      newest = replicaSet('new', 9, create, 0, d)
      log.push(`new 0->${create}`)
    }
    for (const { rs, replicas } of scale) {
      const now = [...old, newest!].find(each => each?.metadata.name === rs.metadata.name)!
      if (sizeOf(now) !== replicas) log.push(`${rs.metadata.name} ${sizeOf(now)}->${replicas}`)
      const next = {
        ...now,
        metadata: { ...now.metadata, annotations: withSizes(undefined, d) },
        spec: { ...now.spec, replicas },
      }
      old = old.map(each => (each === now ? next : each))
      if (now === newest) newest = next
    }
    if (create === undefined && scale.length === 0) return { sets: { newest, old }, log }
    const observe = (rs: ReplicaSet): ReplicaSet => {
      const available = Math.min(sizeOf(rs), usable[rs.metadata.name] ?? Number.POSITIVE_INFINITY)
      return { ...rs, status: { ...rs.status, replicas: sizeOf(rs), availableReplicas: available } }
    }
    old = old.map(observe)
    newest = newest && observe(newest)
  }
  throw new Error('the rollout never comes to rest')
}

const sizes = ({ newest, old }: ReplicaSets) => [...old, newest!].map(sizeOf)
const stuck = { new: 0 }

describe('a rolling update that cannot get on', () => {
  it.each([
    [{ replicas: 1 }, [1, 1], 'new 0->1'],
    [{ replicas: 3 }, [3, 1], 'new 0->1'],
    [{ replicas: 4 }, [3, 2], 'new 0->1, old 4->3, new 1->2'],
    [{ replicas: 9 }, [7, 5], 'new 0->3, old 9->7, new 3->5'],
    [{ replicas: 5, surge: 2, unavailable: 0 }, [5, 2], 'new 0->2'],
    [{ replicas: 5, surge: 0, unavailable: 2 }, [3, 2], 'new 0->0, old 5->3, new 0->2'],
    [{ replicas: 6, surge: 3, unavailable: 2 }, [4, 5], 'new 0->3, old 6->4, new 3->5'],
    [{ replicas: 10, surge: '30%', unavailable: '20%' }, [8, 5], 'new 0->3, old 10->8, new 3->5'],
    [{ replicas: 3, surge: '0%', unavailable: '10%' }, [2, 1], 'new 0->0, old 3->2, new 0->1'],
    [{ replicas: 3, surge: '100%', unavailable: 0 }, [3, 3], 'new 0->3'],
    [{ replicas: 4, surge: 0, unavailable: '100%' }, [0, 4], 'new 0->0, old 4->0, new 0->4'],
    [{ replicas: 7, surge: 1, unavailable: '50%' }, [4, 4], 'new 0->1, old 7->4, new 1->4'],
  ] as [Shape, number[], string][])('%o', (shape, expected, steps) => {
    const d = deployment(shape)
    const { sets, log } = settle(d, { old: [replicaSet('old', 1, shape.replicas, shape.replicas, d)] }, stuck)
    expect(sizes(sets)).toEqual(expected)
    expect(log.join(', ')).toBe(steps)
  })
})

describe('a rolling update that gets on', () => {
  it.each([1, 2, 3, 4, 5, 10, 33])('%i replicas never leave the fence', replicas => {
    const d = deployment({ replicas })
    const { sets } = settle(d, { old: [replicaSet('old', 1, replicas, replicas, d)] })
    expect(sizes(sets)).toEqual([0, replicas])
  })

  it('takes what is not available first, and in one step with the new ReplicaSet', () => {
    const d = deployment({ replicas: 4 })
    const old = [replicaSet('good', 1, 3, 3, d), replicaSet('bad', 2, 2, 0, d)]
    const { sets, log } = settle(d, { old }, { bad: 0, new: 0 })
    expect(log).toEqual(['new 0->0', 'bad 2->0', 'new 0->2'])
    expect(sizes(sets)).toEqual([3, 0, 2])
  })

  it('leaves available pods of a middle ReplicaSet', () => {
    const d = deployment({ replicas: 10, surge: 3, unavailable: 2 })
    const old = [replicaSet('first', 1, 6, 6, d), replicaSet('second', 2, 7, 2, d)]
    expect(sizes(settle(d, { old }, { second: 2, new: 0 }).sets)).toEqual([6, 2, 5])
  })
})

it('waits until an old ReplicaSet that was scaled has counted its pods again', () => {
  const d = deployment({ replicas: 6, surge: 3, unavailable: 2 })
  const sets = { old: [replicaSet('old', 1, 5, 14, d)], newest: replicaSet('new', 9, 4, 0, d) }
  expect(plan(d, sets, false)).toEqual({ scale: [] })
})

describe('Recreate', () => {
  const d = deployment({ replicas: 4, recreate: true })
  const old = [replicaSet('old', 1, 4, 4, d)]

  it('removes all old pods before a new one comes', () => {
    expect(settle(d, { old }).log).toEqual(['old 4->0', 'new 0->4'])
  })

  it('waits for old pods that are terminating', () => {
    const gone = [replicaSet('old', 1, 0, 0, d)]
    expect(plan(d, { old: gone }, true)).toEqual({ scale: [] })
    expect(plan(d, { old: gone }, false)).toEqual({ create: 4, scale: [] })
  })
})

describe('scaling in the middle of a stuck rollout', () => {
  const scaled = (before: Shape, sizes: [number, number], replicas: number, paused?: boolean) => {
    const old = deployment(before)
    const d = deployment({ ...before, replicas, paused })
    const sets = {
      old: [replicaSet('old', 1, sizes[0], sizes[0], old)],
      newest: replicaSet('new', 9, sizes[1], 0, old),
    }
    return { d, sets }
  }
  const ten = { replicas: 10, surge: 3, unavailable: 2 }
  const eight = { replicas: 8 }

  it.each([
    [ten, [8, 5], 15, [11, 7]],
    [{ ...ten, replicas: 15 }, [11, 7], 20, [14, 9]],
    [{ ...ten, replicas: 20 }, [14, 9], 6, [4, 5]],
    [{ replicas: 6, surge: 2, unavailable: 1 }, [5, 3], 12, [9, 5]],
    [{ replicas: 12, surge: 2, unavailable: 1 }, [9, 5], 3, [2, 3]],
    [eight, [6, 4], 12, [9, 6]],
    [{ replicas: 12 }, [9, 6], 9, [7, 5]],
  ] as [Shape, [number, number], number, number[]][])('%o with %j to %i', (before, start, replicas, expected) => {
    const { d, sets } = scaled(before, start, replicas)
    expect(sizes(settle(d, sets, stuck).sets)).toEqual(expected)
  })

  it.each([
    [{ replicas: 9 }, [7, 5], 16, [12, 8]],
    [{ replicas: 16 }, [12, 8], 5, [4, 3]],
  ] as [Shape, [number, number], number, number[]][])(
    'paused: %o with %j to %i',
    (before, start, replicas, expected) => {
      const { d, sets } = scaled(before, start, replicas, true)
      const { scale } = plan(d, sets, false)
      const size = (name: string) => scale.find(({ rs }) => rs.metadata.name === name)!.replicas
      expect([size('old'), size('new')]).toEqual(expected)
    },
  )

  it('three ReplicaSets share too', () => {
    const before = deployment(ten)
    const d = deployment({ ...ten, replicas: 20 })
    const old = [replicaSet('first', 1, 6, 6, before), replicaSet('second', 2, 2, 2, before)]
    const { sets } = settle(d, { old, newest: replicaSet('new', 9, 5, 0, before) }, { second: 2, new: 0 })
    expect(sizes(sets)).toEqual([11, 3, 9])
  })

  it('to nothing, and back to the newest alone', () => {
    const { d, sets } = scaled(ten, [8, 5], 0)
    const nothing = settle(d, sets, stuck).sets
    expect(sizes(nothing)).toEqual([0, 0])
    expect(sizes(settle(deployment({ ...ten, replicas: 4 }), nothing, stuck).sets)).toEqual([0, 4])
  })
})
