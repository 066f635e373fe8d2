import { describe, expect, it } from 'vitest'
import type { Node } from '../../lib/objects.ts'
import { noticedAt, zonePlan } from './health.ts'

const START = Date.parse('2026-01-01T00:00:00Z')
const node = (zone: string, status?: string): Node =>
  ({
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name: 'n', creationTimestamp: '2026-01-01T00:00:00Z', labels: { 'topology.kubernetes.io/zone': zone } },
    spec: {},
    status: { conditions: status ? [{ type: 'Ready', status }] : [] },
  }) as unknown as Node

describe('noticedAt', () => {
  it.each([
    ['just after a lease', 100, 150],
    ['just before the next', 109.9, 150],
    ['on it', 110, 160],
  ])('%s', (_, stopped, noticed) =>
    expect(noticedAt(node('a', 'True'), START + stopped * 1000)).toBe(START + noticed * 1000),
  )

  it('gives a node that has never answered a minute', () => {
    expect(noticedAt(node('a'), START)).toBe(START + 60_000)
  })
})

describe('zonePlan', () => {
  const zones = (text: string) =>
    zonePlan(
      text.split(' ').flatMap(part => {
        const [zone, ready, not] = part.split('/')
        return [
          ...Array.from({ length: Number(ready) }, () => node(zone!, 'True')),
          ...Array.from({ length: Number(not) }, () => node(zone!, 'Unknown')),
        ]
      }),
    )
  const STOP = Number.POSITIVE_INFINITY
  it.each<[string, string, Record<string, number>, boolean]>([
    ['all well', 'a/2/0 b/1/0', { a: 10_000, b: 10_000 }, false],
    ['a whole zone is down', 'a/2/0 b/0/3', { a: 10_000, b: 10_000 }, false],
    ['most of a small zone is down', 'a/2/3 b/1/0', { a: STOP, b: 10_000 }, false],
    ['two of three are too few to tell', 'a/1/2', { a: 10_000 }, false],
    ['half a zone', 'a/3/3', { a: 10_000 }, false],
    ['most of a large zone is down', 'a/20/40', { a: 100_000 }, false],
    ['everything is down', 'a/0/1 b/0/2', { a: 10_000, b: 10_000 }, true],
  ])('%s', (_, text, pace, allDown) => {
    const plan = zones(text)
    expect(plan.allDown).toBe(allDown)
    expect(Object.fromEntries([...plan.pace].map(([zone, ms]) => [zone.slice(1), ms]))).toEqual(pace)
  })
})
