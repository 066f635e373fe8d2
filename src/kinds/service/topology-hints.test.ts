import { describe, expect, test } from 'vitest'
import type { Node } from '../../lib/objects.ts'
import type { Endpoint } from '../endpointslice/packing.ts'
import { asksForTopology, setTopologyHints } from './topology-hints.ts'

const ZONE = 'topology.kubernetes.io/zone'
const node = (zone: string | undefined, cpu = '4', labels = {}, ready = 'True') =>
  ({
    metadata: { name: 'n', labels: { ...(zone ? { [ZONE]: zone } : {}), ...labels } },
    status: { allocatable: { cpu }, conditions: [{ type: 'Ready', status: ready }] },
  }) as unknown as Node
const controlPlane = node('z', '4', { 'node-role.kubernetes.io/control-plane': '' })
const endpoints = (zones: string, ready = true): Endpoint[] =>
  [...zones].map((zone, i) => ({
    addresses: [`10.244.0.${10 + i}`],
    conditions: { ready },
    zone: zone === '-' ? undefined : zone,
  }))
/** How many endpoints each zone has been given. */
function given(list: Endpoint[]): string {
  const counts = new Map<string, number>()
  for (const { hints } of list) {
    const zone = hints?.forZones?.[0]?.name ?? '-'
    counts.set(zone, (counts.get(zone) ?? 0) + 1)
  }
  return [...counts]
    .sort()
    .map(([zone, count]) => `${zone}${count}`)
    .join(' ')
}

describe('hints by the shares of the zones', () => {
  const table: [what: string, nodes: Node[], zones: string, expected: string][] = [
    ['each zone its own', [node('a'), node('b')], 'aabb', 'a2 b2'],
    ['the fuller zone gives', [node('a'), node('b')], 'aaab', 'a2 b2'],
    ['not for less than one', [node('a'), node('b'), node('c')], 'aabbccc', 'a2 b2 c3'],
    ['a zone with more CPU has more', [node('a', '6'), node('b', '2')], 'aabb', 'a3 b1'],
    ['a zone without endpoints is given some', [node('a'), node('b')], 'aaaa', 'a2 b2'],
    ['the control plane does not count', [node('a'), node('b'), controlPlane], 'aabb', 'a2 b2'],
    ['nor do nodes that are not ready', [node('a'), node('b'), node('c', '4', {}, 'False')], 'aabb', 'a2 b2'],
    ['endpoints in a zone of no share are given away', [node('a'), node('b')], 'zzab', 'a2 b2'],
    [
      'no zone',
      [node('a'), node(undefined)],
      'aabb',
      'Insufficient Node information: allocatable CPU or zone not specified on one or more nodes',
    ],
    [
      'no CPU',
      [node('a'), node('b', '0')],
      'aabb',
      'Insufficient Node information: allocatable CPU or zone not specified on one or more nodes',
    ],
    ['one zone', [node('a'), node('a')], 'aabb', 'Nodes only ready in one zone'],
    [
      'fewer endpoints than zones',
      [node('a'), node('b')],
      'a',
      'Insufficient number of endpoints (1 endpoints, 2 zones)',
    ],
    [
      'too few for fair shares',
      [node('a', '5'), node('b', '5'), node('c', '1')],
      'aab',
      'Unable to allocate minimum required endpoints to each zone without exceeding overload threshold (3 endpoints, 3 zones)',
    ],
    ['an endpoint without zone', [node('a'), node('b')], 'aab-', 'One or more endpoints do not have a zone specified'],
  ]
  test.each(table)('%s', (_, nodes, zones, expected) => {
    const list = endpoints(zones)
    expect(setTopologyHints(list, nodes) ?? given(list)).toBe(expected)
  })

  test('endpoints that are not ready get none', () => {
    const list = [...endpoints('aabb'), ...endpoints('ab', false)]
    setTopologyHints(list, [node('a'), node('b')])
    expect(given(list)).toBe('-2 a2 b2')
  })
})

test('the older annotation wins', () => {
  const [mode, hints] = ['service.kubernetes.io/topology-mode', 'service.kubernetes.io/topology-aware-hints']
  expect(asksForTopology({ [mode]: 'Auto' })).toBe(true)
  expect(asksForTopology({ [mode]: 'Auto', [hints]: 'Disabled' })).toBe(false)
  expect(asksForTopology({ [hints]: 'auto' })).toBe(true)
  expect(asksForTopology(undefined)).toBe(false)
})
