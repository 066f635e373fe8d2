import { expect, test } from 'vitest'
import type { ServiceCIDR } from '../../lib/objects.ts'
import { isWithin, rangeOf } from './ranges.ts'
import { validate } from './validate.ts'

test.each<[text: string, count: number, first: number]>([
  ['10.96.0.0/16', 65534, 256],
  ['10.97.0.0/24', 254, 16],
  ['10.97.0.0/28', 14, 0],
  ['10.97.0.0/30', 2, 0],
  ['10.97.0.0/32', 0, 0],
])('%s has %i addresses, of which the first %i are given out last', (text, count, first) => {
  expect(rangeOf(text)).toMatchObject({ count, static: first })
})

test.each<[inner: string, outer: string, within: boolean]>([
  ['10.96.0.0/16', '10.96.0.0/12', true],
  ['10.96.0.0/16', '10.96.0.0/16', true],
  ['10.96.0.0/12', '10.96.0.0/16', false],
  ['10.97.0.0/24', '10.96.0.0/16', false],
  ['fd00::/108', 'fd00::/108', true],
])('%s in %s: %s', (inner, outer, within) => {
  expect(isWithin(inner, outer)).toBe(within)
})

const made = (cidrs: string[]) => ({ spec: { cidrs } }) as ServiceCIDR

test.each<[cidrs: string[], detail: string | undefined]>([
  [['10.97.0.0/24'], undefined],
  [['10.97.0.0/24', 'fd00::/108'], undefined],
  [[], 'at least one CIDR required'],
  [['10.97.0.0'], 'must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)'],
  [['10.97.0.1/24'], 'must not have bits set beyond the prefix length (e.g. "10.97.0.0/24" instead of "10.97.0.1/24")'],
  [
    ['10.97.0.0/24', '10.98.0.0/24'],
    'may specify no more than one IP for each IP family, i.e 192.168.0.0/24 and 2001:db8::/64',
  ],
])('%j', (cidrs, detail) => {
  expect(validate(made(cidrs), undefined)[0]?.detail).toBe(detail)
})

test('ranges stay as they are', () => {
  expect(validate(made(['10.98.0.0/24']), made(['10.97.0.0/24']))).toMatchObject([{ detail: 'field is immutable' }])
})
