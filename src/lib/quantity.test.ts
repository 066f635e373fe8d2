import { expect, test } from 'vitest'
import { bytes, canonicalQuantity, formatQuantity, milliCpu, parseQuantity } from './quantity.ts'

test.each([
  ['1', 1],
  ['500m', 0.5],
  ['0.1', 0.1],
  ['1k', 1000],
  ['1Ki', 1024],
  ['1.5Gi', 1.5 * 2 ** 30],
  ['1e3', 1000],
  ['1E3', 1000],
  ['1E', 1e18],
  ['5.', 5],
  ['.5', 0.5],
  ['-1', -1],
  ['', undefined],
  ['abc', undefined],
  ['1.2.3', undefined],
  ['1Kb', undefined],
  ['1 Gi', undefined],
  ['1i', undefined],
])('parseQuantity(%j)', (text, value) => expect(parseQuantity(text)).toBe(value))

test.each([
  ['1', 1000],
  ['0.1', 100],
  ['250m', 250],
  ['1u', 1],
  ['2', 2000],
  [undefined, 0],
])('milliCpu(%j)', (text, milli) => expect(milliCpu(text)).toBe(milli))

test.each([
  ['128Mi', 134217728],
  ['1G', 1e9],
  ['0.5', 1],
  ['100m', 1],
])('bytes(%j)', (text, value) => expect(bytes(text)).toBe(value))

test.each([
  ['0.5', '500m'],
  ['1000m', '1'],
  ['1500m', '1500m'],
  ['0.1m', '100u'],
  ['1000', '1k'],
  ['1024', '1024'],
  ['1024Mi', '1Gi'],
  ['1536Mi', '1536Mi'],
  ['1.5Gi', '1536Mi'],
  ['0.5Ki', '512'],
  ['1000Ki', '1000Ki'],
  ['1e3', '1e3'],
  ['12e6', '12e6'],
  ['5e4', '50e3'],
  ['0', '0'],
  ['0Gi', '0'],
  ['-0.5', '-500m'],
  ['+2', '2'],
  ['0.0000000001', '1n'],
  ['nonsense', 'nonsense'],
])('canonicalQuantity(%j)', (text, canonical) => expect(canonicalQuantity(text)).toBe(canonical))

test.each([
  [0.85, 'decimal', '850m'],
  [1.1, 'decimal', '1100m'],
  [2, 'decimal', '2'],
  [0, 'binary', '0'],
  [512, 'binary', '512'],
  [134217728, 'binary', '128Mi'],
] as const)('formatQuantity(%d, %s)', (value, format, text) => expect(formatQuantity(value, format)).toBe(text))
