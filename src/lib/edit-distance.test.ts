import { expect, test } from 'vitest'
import { editDistance, isNearly } from './edit-distance.ts'

test.each([
  ['', '', 0],
  ['web', 'web', 0],
  ['web', 'wbe', 2],
  ['web', 'webs', 1],
  ['kitten', 'sitting', 3],
])('from %s to %s', (a, b, expected) => {
  expect(editDistance(a, b)).toBe(expected)
})

test.each([
  ['wbe', 'web', true],
  ['Web', 'web', true],
  ['fronted', 'frontend', true],
  ['http', 'htpp', true],
  ['app', 'tier', false],
  ['api', 'web', false],
  ['app', 'api', false],
  ['we', 'web', true],
  ['cart-v1', 'cart-v2', false],
  ['v1', 'v2', false],
  ['blue', 'green', false],
])('%s is nearly %s: %s', (a, b, expected) => {
  expect(isNearly(a, b)).toBe(expected)
})
