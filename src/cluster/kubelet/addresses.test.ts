import { describe, expect, it } from 'vitest'
import { parseIp4 } from '../../lib/ip.ts'
import { type Counter, nextAddress } from './addresses.ts'

const set =
  (...ips: string[]) =>
  () =>
    new Set(ips.map(ip => parseIp4(ip)!))

describe('pod addresses', () => {
  it.each<[string, string | undefined, Counter | undefined, () => Set<number>, string | undefined]>([
    ['the first', '10.244.1.0/24', undefined, set(), '10.244.1.2'],
    ['the next', '10.244.1.0/24', { last: 2 }, set(), '10.244.1.3'],
    ['never asks who uses what in the first round', '10.244.1.0/24', { last: 2 }, set('10.244.1.3'), '10.244.1.3'],
    ['the last', '10.244.1.0/24', { last: 252 }, set(), '10.244.1.253'],
    ['around', '10.244.1.0/24', { last: 253 }, set('10.244.1.2', '10.244.1.3'), '10.244.1.4'],
    ['skips used ones', '10.244.1.0/24', { last: 10, wrapped: true }, set('10.244.1.11'), '10.244.1.12'],
    [
      'all used',
      '10.244.1.0/29',
      { last: 5, wrapped: true },
      set('10.244.1.2', '10.244.1.3', '10.244.1.4', '10.244.1.5'),
      undefined,
    ],
    ['no podCIDR', undefined, undefined, set(), undefined],
  ])('%s', (_, cidr, counter, used, ip) => {
    expect(nextAddress(cidr, counter, used)?.ip).toBe(ip)
  })

  it('does not give an address back at once', () => {
    let counter: Counter | undefined
    const seen = new Set<string>()
    for (let i = 0; i < 252; i++) {
      const next = nextAddress('10.244.1.0/24', counter, set())!
      counter = next.counter
      seen.add(next.ip)
    }
    expect(seen.size).toBe(252)
  })
})
