import { expect, test } from 'vitest'
import { unifiedDiff } from './unified-diff.ts'

const numbers = (n: number) => Array.from({ length: n }, (_, i) => `${i + 1}`)

test('equal texts have no difference', () => {
  expect(unifiedDiff('a\nb', 'a\nb')).toBe('')
})

test('a changed line with three lines around it', () => {
  const after = numbers(9).map(n => (n === '5' ? 'five' : n))
  expect(unifiedDiff(numbers(9).join('\n'), after.join('\n'))).toBe(
    '@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n',
  )
})

test('at the beginning and at the end', () => {
  expect(unifiedDiff('b\nc', 'a\nb\nc\nd')).toBe('@@ -1,2 +1,4 @@\n+a\n b\n c\n+d\n')
})

test('changes far apart stand in hunks of their own, close ones in one', () => {
  const text = numbers(30)
  const change = (...lines: number[]) => text.map((n, i) => (lines.includes(i + 1) ? 'x' : n)).join('\n')
  expect(unifiedDiff(text.join('\n'), change(5, 12)).match(/@@ .*/g)).toEqual(['@@ -2,14 +2,14 @@'])
  expect(unifiedDiff(text.join('\n'), change(5, 13)).match(/@@ .*/g)).toEqual(['@@ -2,7 +2,7 @@', '@@ -10,7 +10,7 @@'])
})

test('a removed and an added block', () => {
  expect(unifiedDiff('a\nb\nc', 'a\nc')).toBe('@@ -1,3 +1,2 @@\n a\n-b\n c\n')
  expect(unifiedDiff('a', 'b')).toBe('@@ -1 +1 @@\n-a\n+b\n')
})
