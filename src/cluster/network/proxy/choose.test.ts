import { describe, expect, test } from 'vitest'
import { readerOf } from '../../../../test/reader-of.ts'
import type { Node, Service } from '../../../lib/objects.ts'
import { prng } from '../../../lib/prng.ts'
import { choose } from './choose.ts'
import type { Endpoint } from './endpoints.ts'
import type { Mode } from './mode.ts'
import type { Packet, Route } from './route.ts'

const endpoint = (ip: string, pod?: string): Endpoint => ({
  ip,
  port: 80,
  ready: true,
  serving: true,
  terminating: false,
  ...(pod ? { pod } : {}),
})
const A = endpoint('10.244.1.2', 'default/a')
const B = endpoint('10.244.1.3')
const C = endpoint('10.244.1.4')

/** Connections one after the other, as a node remembers them. */
function connections(spec: object = {}, mode: Mode = 'iptables') {
  const notes = new Map<string, unknown>()
  const memory = {
    note: <T>(name: string) => notes.get(name) as T | undefined,
    setNote: (name: string, value: unknown) => void notes.set(name, JSON.parse(JSON.stringify(value))),
  }
  let count = 0
  let readySince = '1970-01-01T00:00:00Z'
  return {
    notes,
    /** Pod a is Ready since. */
    ready: (since: string) => (readySince = since),
    open(
      endpoints: Endpoint[],
      { seconds = 0, from = '10.244.1.99', node = 'n1', uid = 'one', ip = '10.96.0.9', all = endpoints } = {},
    ) {
      const service = { metadata: { name: 'web', namespace: 'default', uid }, spec, status: {} } as unknown as Service
      const conditions = [{ type: 'Ready', status: 'True', lastTransitionTime: readySince }]
      const metadata = { name: 'a', namespace: 'default' }
      const read = readerOf([{ apiVersion: 'v1', kind: 'Pod', metadata, spec: {}, status: { conditions } }])
      const route = {
        kind: 'service',
        service,
        port: { port: 80 },
        endpoints,
        categories: { cluster: all },
      } as Route & { kind: 'service' }
      const packet = { node: { metadata: { name: node } } as Node, source: from, ip, port: 80 } as Packet
      const rng = prng('choose', count++)
      return choose(route, packet, mode, { rng, now: seconds * 1000, memory, read }).endpoint
    },
  }
}

/** How far counts are from equal ones. */
function chiSquare(counts: number[]): number {
  const expected = counts.reduce((a, b) => a + b) / counts.length
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0)
}

/** What chance exceeds once in a thousand, for 1, 2, 4, 9 and 99 degrees of freedom. */
const BOUNDS: Record<number, number> = { 2: 10.83, 3: 13.82, 5: 18.47, 10: 27.88, 100: 148.2 }

describe('by chance', () => {
  test.each([2, 3, 5, 10, 100])('each of %i endpoints has the same', n => {
    const endpoints = Array.from({ length: n }, (_, i) => endpoint(`10.244.1.${i + 1}`))
    const counts = new Map(endpoints.map(each => [each, 0]))
    const { open } = connections()
    for (let i = 0; i < n * 1000; i++) {
      const chosen = open(endpoints)
      counts.set(chosen, counts.get(chosen)! + 1)
    }
    expect(chiSquare([...counts.values()])).toBeLessThan(BOUNDS[n]!)
  })
  test('without memory: what follows what is by chance too', () => {
    const endpoints = [A, B, C]
    const pairs = new Map<string, number>()
    const { open } = connections()
    let last = open(endpoints)
    for (let i = 0; i < 9000; i++) {
      const next = open(endpoints)
      const pair = `${last.ip} ${next.ip}`
      pairs.set(pair, (pairs.get(pair) ?? 0) + 1)
      last = next
    }
    // Nine pairs, eight degrees of freedom, once in a thousand.
    expect(chiSquare([...pairs.values()])).toBeLessThan(26.12)
  })
})

describe('ipvs takes turns', () => {
  test('each once, then from the first again', () => {
    const { open } = connections({}, 'ipvs')
    expect(Array.from({ length: 5 }, () => open([A, B, C]))).toEqual([A, B, C, A, B])
  })
  test('goes on behind one that has gone', () => {
    const { open } = connections({}, 'ipvs')
    open([A, B, C])
    open([A, B, C])
    expect(open([A, C])).toBe(C)
  })
  test('each address of the Service and each node has a turn of its own', () => {
    const { open } = connections({}, 'ipvs')
    open([A, B, C])
    expect(open([A, B, C], { ip: '172.18.0.1' })).toBe(A)
    expect(open([A, B, C], { node: 'n2' })).toBe(A)
    expect(open([A, B, C])).toBe(B)
  })
})

describe('sessionAffinity ClientIP', () => {
  const sticky = { sessionAffinity: 'ClientIP', sessionAffinityConfig: { clientIP: { timeoutSeconds: 60 } } }
  const all = [A, B, C]
  /** Whether a client that has been stays for 20 connections; by chance it would in one of 3^20. */
  const stays = (to: ReturnType<typeof connections>, where: Endpoint, how: object) =>
    Array.from({ length: 20 }, () => to.open(all, how)).every(each => each === where)

  test.each(['iptables', 'nftables', 'ipvs'] as const)('%s: a client stays where it was', mode => {
    const to = connections(sticky, mode)
    const first = to.open(all)
    expect(stays(to, first, { seconds: 59 })).toBe(true)
  })
  test('every connection restarts the time-out', () => {
    const to = connections(sticky)
    const first = to.open(all)
    for (let seconds = 50; seconds <= 500; seconds += 50) expect(to.open(all, { seconds })).toBe(first)
  })
  test('after the time-out it is drawn anew', () => {
    const drawn = new Set(
      Array.from({ length: 40 }, (_, i) => {
        const to = connections(sticky)
        for (let skip = 0; skip < i; skip++) to.open(all)
        const first = to.open(all, { from: '9.9.9.9' })
        return to.open(all, { from: '9.9.9.9', seconds: 60 }) === first
      }),
    )
    expect(drawn).toEqual(new Set([true, false]))
  })
  test('default: three hours', () => {
    const to = connections({ sessionAffinity: 'ClientIP' })
    const first = to.open(all)
    expect(stays(to, first, { seconds: 10_799 })).toBe(true)
  })
  test('by client, by node, and by Service', () => {
    const to = connections(sticky)
    const first = to.open(all)
    for (const how of [{ from: '10.244.1.98' }, { node: 'n2' }, { uid: 'two' }]) {
      const others = Array.from({ length: 30 }, (_, i) => connections(sticky).open(i % 2 ? all : [C, B, A], how))
      expect(new Set(others).size).toBeGreaterThan(0)
    }
    to.open([C], { from: '10.244.1.98', all })
    to.open([C], { node: 'n2' })
    expect(to.open(all)).toBe(first)
    expect(to.open(all, { from: '10.244.1.98' })).toBe(C)
    expect(to.open(all, { node: 'n2' })).toBe(C)
  })
  test('an endpoint that has gone is replaced, and the new one stays', () => {
    const to = connections(sticky)
    to.open([A])
    const next = to.open([B, C])
    expect(stays(to, next, {})).toBe(true)
  })
  test('an endpoint that comes does not take clients', () => {
    const to = connections(sticky)
    to.open([B])
    expect(stays(to, B, {})).toBe(true)
  })
  test('an endpoint that was not ready meanwhile has forgotten', () => {
    const to = connections(sticky)
    to.open([A])
    expect(to.open(all, { seconds: 10 })).toBe(A)
    to.ready('1970-01-01T00:00:20Z')
    const after = Array.from({ length: 60 }, () => to.open([A, B, C], { seconds: 30 }))
    // The first draws, the rest follow it.
    expect(new Set(after).size).toBe(1)
    const draws = Array.from({ length: 30 }, (_, i) => {
      const other = connections(sticky)
      for (let skip = 0; skip < i; skip++) other.open([C], { from: '1.1.1.1' })
      other.open([A])
      other.ready('1970-01-01T00:00:20Z')
      return other.open(all, { seconds: 30 })
    })
    expect(new Set(draws).size).toBeGreaterThan(1)
  })
  test('lists are asked in their order: one path may lead away from where another led', () => {
    const to = connections(sticky)
    to.open([C], { all })
    expect(to.open([A], { all })).toBe(A)
    expect(to.open([A, C], { all })).toBe(A)
  })
  test('what is too old is forgotten, so that memory does not grow', () => {
    const to = connections(sticky)
    for (let i = 0; i < 50; i++) to.open(all, { from: `10.0.0.${i}`, seconds: i * 10 })
    const [remembered] = [...to.notes.values()] as { clients: object }[]
    expect(Object.keys(remembered!.clients).length).toBeLessThanOrEqual(6)
  })
})
