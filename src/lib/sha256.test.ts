import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { base32, sha256 } from './sha256.ts'

test.each(['', 'abc', 'a'.repeat(55), 'a'.repeat(56), 'a'.repeat(64), 'grün', 'x'.repeat(1000)])('%s', text => {
  expect(Buffer.from(sha256(text)).toString('hex')).toBe(createHash('sha256').update(text).digest('hex'))
})

test.each([
  ['', ''],
  ['f', 'MY'],
  ['foob', 'MZXW6YQ'],
  ['foobar', 'MZXW6YTBOI'],
])('base32 of %s', (text, encoded) => {
  expect(base32(new TextEncoder().encode(text))).toBe(encoded)
})
