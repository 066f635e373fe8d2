import { describe, expect, it } from 'vitest'
import { type BackOff, backedOffUntil, backOffText, nextBackOff, patience } from './back-off.ts'

describe('crash back-off', () => {
  it('doubles from 10 s to 5 minutes', () => {
    let backOff: BackOff | undefined
    const delays: string[] = []
    for (let now = 0; delays.length < 8; now += 300_000) {
      backOff = nextBackOff(backOff, now, now)
      delays.push(backOffText(backOff.delay))
    }
    expect(delays).toEqual(['10s', '20s', '40s', '1m20s', '2m40s', '5m0s', '5m0s', '5m0s'])
  })

  it.each<[string, BackOff | undefined, number, number, number | undefined]>([
    ['the first end waits for nothing', undefined, 1000, 1000, undefined],
    ['counts from the end', { delay: 10_000, at: 0 }, 5000, 6000, 15_000],
    ['is over', { delay: 10_000, at: 0 }, 5000, 15_000, undefined],
    ['is forgotten after ten minutes', { delay: 300_000, at: 0 }, 600_001, 600_002, undefined],
  ])('%s', (_, backOff, endedAt, now, until) => {
    expect(backedOffUntil(backOff, endedAt, now)).toBe(until)
  })

  it('begins anew after ten minutes', () => {
    expect(nextBackOff({ delay: 300_000, at: 0 }, 700_000, 700_001).delay).toBe(10_000)
  })
})

it('loses patience after 25 tries', () => {
  expect([1, 24, 25].map(tries => patience(tries, 10_000))).toEqual([10_000, 10_000, 300_000])
})
