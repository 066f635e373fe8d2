import { expect, test } from 'vitest'
import { age, formatGoDuration, humanDuration, parseGoDuration } from './duration.ts'

const S = 1000
const M = 60 * S
const H = 60 * M
const D = 24 * H

test.each([
  ['0', 0],
  ['5s', 5 * S],
  ['1m30s', 90 * S],
  ['1.5h', 90 * M],
  ['.5s', 500],
  ['-2m', -2 * M],
  ['100us', 0],
  ['', undefined],
  ['5', undefined],
  ['s', undefined],
  ['5 s', undefined],
  ['-', undefined],
])('parseGoDuration(%j)', (text, ms) => expect(parseGoDuration(text)).toBe(ms))

test.each([
  [0, '0s'],
  [812, '812ms'],
  [1500, '1.5s'],
  [90 * S, '1m30s'],
  [H, '1h0m0s'],
  [-2 * M, '-2m0s'],
])('formatGoDuration(%d)', (ms, text) => expect(formatGoDuration(ms)).toBe(text))

test.each([
  [-3 * S, '<invalid>'],
  [-1 * S, '0s'],
  [0, '0s'],
  [999, '0s'],
  [119 * S, '119s'],
  [2 * M, '2m'],
  [2 * M + 3 * S, '2m3s'],
  [9 * M + 59 * S, '9m59s'],
  [10 * M + 5 * S, '10m'],
  [179 * M, '179m'],
  [3 * H, '3h'],
  [7 * H + 59 * M, '7h59m'],
  [8 * H + 59 * M, '8h'],
  [47 * H, '47h'],
  [2 * D, '2d'],
  [7 * D + 23 * H, '7d23h'],
  [8 * D + 5 * H, '8d'],
  [729 * D, '729d'],
  [731 * D, '2y1d'],
  [8 * 365 * D, '8y'],
])('humanDuration(%d)', (ms, text) => expect(humanDuration(ms)).toBe(text))

test('age of nothing is unknown', () => {
  expect(age(undefined, 5)).toBe('<unknown>')
  expect(age('2026-01-01T00:00:00Z', Date.UTC(2026, 0, 1, 0, 0, 42))).toBe('42s')
})
