import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { pack, unpack } from './tar.ts'

const entries = [
  { path: 'a' },
  { path: 'a/ü.txt', content: 'größer\n' },
  { path: 'a/empty', content: '' },
  { path: `a/${'long/'.repeat(30)}name`, content: 'x'.repeat(1000) },
]

test('what was packed is unpacked', () => {
  expect(unpack(pack(entries, 1_700_000_000))).toEqual(entries)
  expect(unpack(pack([], 0))).toEqual([])
})

test('tar reads it, and its own are read', () => {
  const listed = execFileSync('tar', ['tf', '-', '--quoting-style=literal'], { input: pack(entries, 1_700_000_000) })
  expect(listed.toString().trim().split('\n')).toEqual(['a/', ...entries.slice(1).map(({ path }) => path)])
  const made = execFileSync('tar', ['cf', '-', '--format=gnu', '-C', import.meta.dirname, 'tar.test.ts'])
  expect(unpack(made.toString())?.map(({ path }) => path)).toEqual(['tar.test.ts'])
})

test.each(['', 'hello', 'x'.repeat(2000), pack(entries, 0).slice(0, 700)])('no archive', text => {
  expect(unpack(text)).toBe(undefined)
})
