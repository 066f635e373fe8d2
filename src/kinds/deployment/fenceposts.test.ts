import { describe, expect, it } from 'vitest'
import type { Deployment } from '../../lib/objects.ts'
import { maxSurge, minAvailable } from './fenceposts.ts'

const rolling = (replicas: number, surge: number | string, unavailable: number | string) =>
  ({
    spec: {
      replicas,
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: surge, maxUnavailable: unavailable } },
    },
  }) as Deployment

describe('fenceposts', () => {
  it.each([
    // replicas, surge, unavailable, may exist above, must be available
    [1, '25%', '25%', 1, 1],
    [2, '25%', '25%', 1, 2],
    [3, '25%', '25%', 1, 3],
    [4, '25%', '25%', 1, 3],
    [5, '25%', '25%', 2, 4],
    [8, '25%', '25%', 2, 6],
    [10, '25%', '25%', 3, 8],
    [10, '30%', '20%', 3, 8],
    [3, '0%', '10%', 0, 2],
    [3, '100%', 0, 3, 3],
    [4, 0, '100%', 0, 0],
    [7, 1, '50%', 1, 4],
    [5, 2, 0, 2, 5],
    [5, 0, 2, 0, 3],
    [6, 3, 2, 3, 4],
    [2, 0, 5, 0, 0],
    [0, '25%', '25%', 0, 0],
    [0, 2, 1, 2, 0],
  ])('%i replicas, surge %s, unavailable %s', (replicas, surge, unavailable, above, available) => {
    const d = rolling(replicas, surge, unavailable)
    expect(maxSurge(d)).toBe(above)
    expect(minAvailable(d)).toBe(available)
  })

  it('Recreate has no surge, and only all of it is enough', () => {
    const d = { spec: { replicas: 4, strategy: { type: 'Recreate' } } } as Deployment
    expect(maxSurge(d)).toBe(0)
    expect(minAvailable(d)).toBe(4)
  })
})
