import { expect, test } from 'vitest'
import type { Pod } from '../../lib/objects.ts'
import { hopeless, type Shortage, victims } from './preemption.ts'

const pod = (name: string, qosClass: string, cpu: string, priority = 0) =>
  ({
    metadata: { name },
    spec: { priority, containers: [{ name, resources: { requests: { cpu } } }] },
    status: { qosClass },
  }) as unknown as Pod

const vip = pod('vip', 'Burstable', '2', 2_000_000_000)
const short = (used: number): Shortage[] => [{ resource: 'cpu', requested: 2000, used, capacity: 4000 }]
const others = [
  pod('small', 'Burstable', '500m'),
  pod('large', 'Burstable', '1500m'),
  pod('sure', 'Guaranteed', '1'),
  pod('system', 'Guaranteed', '1', 2_000_001_000),
]

test.each<[used: number, gone: string[]]>([
  [3500, ['large']],
  [4000, ['large', 'small']],
  [5000, ['large', 'small', 'sure']],
])('%i of 4000m are used', (used, gone) => {
  expect(victims(vip, short(used), others).map(({ metadata }) => metadata.name)).toEqual(gone)
  expect(hopeless(vip, short(used), others)).toBeUndefined()
})

test('more than all the others have', () => {
  expect(hopeless(vip, short(5500), others)?.message).toMatch(/to reclaim resources: \[\(res: cpu, q: 500\), \]$/)
})
