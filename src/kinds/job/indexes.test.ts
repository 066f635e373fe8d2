import { expect, test } from 'vitest'
import { firstFree, format, has, parse, total, withMore } from './indexes.ts'

test.each([
  ['', 5, [], ''],
  ['0', 5, [0], '0'],
  ['0,1', 5, [0, 1], '0,1'],
  ['0-2', 5, [0, 1, 2], '0-2'],
  ['0,2-4,7', 9, [0, 2, 3, 4, 7], '0,2-4,7'],
  // The Job shrank.
  ['0,2-4,7', 4, [0, 2, 3], '0,2,3'],
])('%s of %d', (text, completions, members, again) => {
  const list = parse(text, completions)
  expect([0, 1, 2, 3, 4, 5, 6, 7].filter(index => has(list, index))).toEqual(members)
  expect(total(list)).toBe(members.length)
  expect(format(list)).toBe(again)
})

test.each([
  ['', [3, 1], '1,3'],
  ['0-2', [3], '0-3'],
  ['0,2', [1], '0-2'],
  ['4', [4, 4, 0], '0,4'],
  ['0-2,6', [4], '0-2,4,6'],
])('%s and %j', (text, more, all) => {
  expect(format(withMore(parse(text, 10), more))).toBe(all)
})

test('the first that are free', () => {
  expect(firstFree(2, 6, index => index < 3 || index === 4)).toEqual([3, 5])
})
