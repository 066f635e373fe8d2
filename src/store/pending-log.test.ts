import { expect, test } from 'vitest'
import type { KubeObject } from '../lib/objects.ts'
import { PendingLog } from './pending-log.ts'

const object = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' } } as KubeObject

/** Adds so many changes; `keyOf` tells of which object the i-th is. Returns what is left and how often heads were asked for. */
function played(count: number, keyOf: (i: number) => string) {
  const log = new PendingLog()
  const heads = new Map<string, number>()
  let asked = 0
  for (let i = 1; i <= count; i++) {
    heads.set(keyOf(i), i)
    log.add({ revision: i, key: keyOf(i), type: 'MODIFIED', object }, key => {
      asked++
      return heads.get(key)
    })
  }
  return { left: log.take().length, asked }
}

test('changes of objects that have changed again are forgotten on the way', () => {
  expect(played(200_000, () => 'busy').left).toBeLessThan(40_000)
})

test('many objects that stay do not make each change look at all of them', () => {
  const { left, asked } = played(200_000, i => `p${i}`)
  expect(left).toBe(200_000)
  expect(asked).toBeLessThan(2 * 200_000)
})
