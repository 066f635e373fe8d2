import { expect, test } from 'vitest'
import { recommend, type Sample } from './replicas.ts'

/** `50` uses 50m, `50u` too but is not ready, `?` has no metrics; each asked for 100m. */
const pods = (text: string): Sample[] =>
  text
    .split(' ')
    .filter(Boolean)
    .map(word => ({
      ready: !word.endsWith('u'),
      usage: word === '?' ? undefined : Number.parseInt(word, 10),
      request: 100,
    }))

test.each<[string, number, string, number, number | undefined]>([
  ['as it should be', 2, '50 50', 50, 2],
  ['within a tenth', 2, '55 55', 50, 2],
  ['a little more', 2, '56 56', 50, 3],
  ['twice as much', 2, '100 100', 50, 4],
  ['one is busy', 2, '150 10', 50, 4],
  ['half of it', 4, '25 25 25 25', 50, 2],
  ['nothing', 3, '0 0 0', 50, 0],
  ['fewer would do, but one is not known', 3, '10 10 ?', 50, 3],
  ['fewer would do by far', 6, '1 1 1 1 1 ?', 50, 3],
  ['more are needed; who is not known uses nothing', 3, '100 100 ?', 50, 4],
  ['more are needed; who is not ready uses nothing', 3, '100 100 0u', 50, 4],
  ['the new ones may be enough', 4, '100 100 0u 0u', 50, 4],
  ['who is not ready does not hold up shrinking', 3, '10 10 10u', 50, 1],
  ['no metrics at all', 2, '? ?', 50, undefined],
])('%s: %d pods at %s of %d%%', (_, current, text, utilization, replicas) => {
  expect(recommend(current, pods(text), { utilization })?.replicas).toBe(replicas)
})

test('a target in cores', () => {
  expect(recommend(2, pods('300 300'), { average: 200 })).toEqual({ replicas: 3, average: 300 })
})

test('what it comes to', () => {
  expect(recommend(2, pods('90 120'), { utilization: 50 })).toEqual({ replicas: 5, utilization: 105, average: 105 })
})
