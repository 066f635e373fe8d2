import { describe, expect, test } from 'vitest'
import type { EndpointSlice } from '../../lib/objects.ts'
import type { Endpoint, PortGroup } from './packing.ts'
import { identity, planSlices } from './packing.ts'

const ports = [{ name: '', port: 80, protocol: 'TCP' }]
const other = [{ name: '', port: 81, protocol: 'TCP' }]

const endpoint = (n: number, ready = true): Endpoint => ({
  addresses: [`10.244.${Math.floor(n / 250)}.${n % 250}`],
  conditions: { ready, serving: ready, terminating: false },
  targetRef: { kind: 'Pod', name: `pod-${n}`, uid: `uid-${n}` },
})
const range = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => endpoint(from + i))
const slice = (name: string, endpoints: Endpoint[], of: typeof ports | null = ports) =>
  ({ metadata: { name }, addressType: 'IPv4', endpoints, ports: of }) as unknown as EndpointSlice
const group = (endpoints: Endpoint[], of = ports): PortGroup => ({
  ports: of,
  endpoints: new Map(endpoints.map(e => [identity(e), e])),
})

/** `create 100` | `update a 50` | `remove b`, sorted. */
function plan(existing: EndpointSlice[], groups: PortGroup[], stale: string[] = [], placeholder = true): string[] {
  const { create, update, remove } = planSlices(existing, groups, {
    stale: s => stale.includes(s.metadata.name),
    placeholder,
  })
  return [
    ...create.map(({ endpoints }) => `create ${endpoints.length}`),
    ...update.map(({ slice: s, content }) => `update ${s.metadata.name} ${content.endpoints.length}`),
    ...remove.map(s => `remove ${s.metadata.name}`),
  ].sort()
}

describe('planSlices', () => {
  const full = [slice('a', range(0, 100)), slice('b', range(100, 200))]
  const table: [what: string, existing: EndpointSlice[], groups: PortGroup[], expected: string[]][] = [
    ['a Service without endpoints has an empty slice', [], [], ['create 0']],
    ['which stays', [slice('a', [], null)], [], []],
    ['and is filled', [slice('a', [], null)], [group(range(0, 3))], ['update a 3']],
    ['at most 100 in a slice', [], [group(range(0, 250))], ['create 100', 'create 100', 'create 50']],
    ['nothing changed', full, [group(range(0, 200))], []],
    [
      'one Pod of 200 unready: one slice',
      full,
      [group([...range(0, 150), endpoint(150, false), ...range(151, 200)])],
      ['update b 100'],
    ],
    [
      'one Pod replaced: its slice takes the new one',
      full,
      [group([...range(1, 200), endpoint(999)])],
      ['update a 100'],
    ],
    [
      'one more goes to the fullest that has room',
      [slice('a', range(0, 40)), slice('b', range(100, 190))],
      [group([...range(0, 40), ...range(100, 191)])],
      ['update b 91'],
    ],
    [
      'what no slice has room for fills one up and gets a new one',
      [slice('a', range(0, 95))],
      [group(range(0, 110))],
      ['create 10', 'update a 100'],
    ],
    ['all gone: the slice is emptied', [slice('a', range(0, 5))], [], ['update a 0']],
    ['all of several gone: one stays', full, [], ['remove b', 'update a 0']],
    ['an emptied slice of several goes', full, [group(range(0, 100))], ['remove b']],
    ['other port numbers take the slice over', [slice('a', range(0, 5))], [group(range(0, 5), other)], ['update a 5']],
    [
      'two port sets, two slices',
      [slice('a', range(0, 5))],
      [group(range(0, 3)), group(range(3, 5), other)],
      ['create 2', 'update a 3'],
    ],
    [
      'Pods without the port share a slice without ports',
      [slice('a', range(0, 2), null)],
      [group(range(0, 2), [])],
      [],
    ],
  ]
  test.each(table)('%s', (_, existing, groups, expected) => {
    expect(plan(existing, groups)).toEqual(expected)
  })
  test('labels changed: every slice is written', () => {
    expect(plan(full, [group(range(0, 200))], ['a', 'b'])).toEqual(['update a 100', 'update b 100'])
  })
  test('without placeholder nothing is left', () => {
    expect(plan([slice('a', range(0, 5))], [], [], false)).toEqual(['remove a'])
  })
  test('tells what came and what changed', () => {
    const { changed } = planSlices([slice('a', range(0, 3))], [group([endpoint(0), endpoint(1, false), endpoint(7)])], {
      stale: () => false,
      placeholder: true,
    })
    expect(changed.map(({ before, after }) => [before?.conditions?.ready, after.targetRef?.name])).toEqual([
      [true, 'pod-1'],
      [undefined, 'pod-7'],
    ])
  })
})
