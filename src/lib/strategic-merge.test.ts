import { describe, expect, test } from 'vitest'
import type { Json, MergeSchema } from './strategic-merge.ts'
import { strategicMerge } from './strategic-merge.ts'
import { threeWayPatch, twoWayPatch } from './three-way-patch.ts'

/** A schema for tests: `list` merges by name, `set` is a set of plain values, `union` retains keys, `whole` is replaced. */
const schema: MergeSchema = {
  field: name => {
    if (name === 'list') return { strategy: 'merge', key: 'name', schema }
    if (name === 'ports') return { strategy: 'merge', key: 'port', schema }
    if (name === 'set') return { strategy: 'merge' }
    if (name === 'union') return { retainKeys: true, schema }
    if (name === 'whole') return { strategy: 'replace', schema }
    return name === 'unknown' ? undefined : { schema }
  },
}
const named = (...names: string[]) => names.map(name => ({ name }))

describe('a patch meets an object', () => {
  const table: [why: string, object: Json, patch: Json, result: Json][] = [
    ['maps merge, null removes', { m: { a: 1, b: 2 } }, { m: { b: null, c: 3 } }, { m: { a: 1, c: 3 } }],
    ['null of what is not there', {}, { a: null, m: { b: null, c: 1 } }, { m: { c: 1 } }],
    ['plain lists are replaced', { args: [1, 2] }, { args: [3] }, { args: [3] }],
    [
      'a merge list merges by key',
      { list: [{ name: 'a', x: 1 }] },
      { list: [{ name: 'a', y: 2 }] },
      { list: [{ name: 'a', x: 1, y: 2 }] },
    ],
    ['new items come first', { list: named('api') }, { list: named('sidecar') }, { list: named('sidecar', 'api') }],
    [
      'an item is deleted',
      { list: named('a', 'b') },
      { list: [{ name: 'a', $patch: 'delete' }] },
      { list: named('b') },
    ],
    [
      'the list is replaced',
      { list: named('a', 'b') },
      { list: [{ name: 'c' }, { $patch: 'replace' }] },
      { list: named('c') },
    ],
    ['a map is replaced', { m: { a: 1 } }, { m: { b: 2, $patch: 'replace' } }, { m: { b: 2 } }],
    ['a map is emptied', { m: { a: 1 } }, { m: { $patch: 'delete' } }, { m: {} }],
    [
      'kept keys',
      { union: { type: 'A', a: 1 } },
      { union: { type: 'B', $retainKeys: ['type'] } },
      { union: { type: 'B' } },
    ],
    ['sets merge', { set: ['a', 'b'] }, { set: ['c', 'a'] }, { set: ['c', 'a', 'b'] }],
    ['set items are deleted', { set: ['a', 'b'] }, { '$deleteFromPrimitiveList/set': ['a'] }, { set: ['b'] }],
    [
      'order, and others keep their neighbours',
      { list: named('LEVEL', 'TTL', 'GIFTS') },
      {
        list: [{ name: 'REGION' }, { name: 'TTL', $patch: 'delete' }],
        '$setElementOrder/list': named('LEVEL', 'REGION'),
      },
      { list: named('LEVEL', 'GIFTS', 'REGION') },
    ],
    ['strategy replace', { whole: { a: 1 } }, { whole: { b: 2 } }, { whole: { b: 2 } }],
    ['another type wins', { m: { a: 1 } }, { m: 'text' }, { m: 'text' }],
  ]
  test.each(table)('%s', (_, object, patch, result) => {
    const before = JSON.stringify([object, patch])
    expect(strategicMerge(object, patch, schema)).toEqual(result)
    expect(JSON.stringify([object, patch])).toBe(before)
  })
})

describe('refused patches', () => {
  const table: [object: Json, patch: Json, text: string][] = [
    [{ list: named('a') }, { list: [{ x: 1 }] }, 'map: map[x:1] does not contain declared merge key: name'],
    [{ m: {} }, { m: { $patch: 'merge' } }, 'unknown patch type: merge in map: map[$patch:merge]'],
    [{ union: {} }, { union: { a: 1, $retainKeys: ['b'] } }, 'invalid patch format of retainKeys'],
    [{ unknown: {} }, { unknown: {} }, 'unable to find api field "unknown"'],
    [
      { list: named('a', 'b') },
      { list: named('b', 'a'), '$setElementOrder/list': named('a', 'b') },
      "The order in patch list:\n[map[name:b] map[name:a]]\n doesn't match $setElementOrder list:\n[map[name:a] map[name:b]]\n",
    ],
  ]
  test.each(table)('%j with %j', (object, patch, text) => {
    expect(() => strategicMerge(object, patch, schema)).toThrow(text)
  })
})

describe('the patch that apply sends, and what comes of it', () => {
  const table: [why: string, original: Json, modified: Json, current: Json, patch: Json, result: Json][] = [
    ['nothing to do', { a: 1 }, { a: 1 }, { a: 1, b: 2 }, {}, { a: 1, b: 2 }],
    ['what left the manifest goes', { a: 1, b: 1 }, { a: 1 }, { a: 1, b: 1, c: 1 }, { b: null }, { a: 1, c: 1 }],
    ['what others changed comes back', { a: 1 }, { a: 1 }, { a: 2 }, { a: 1 }, { a: 1 }],
    [
      'lists without a key as a whole',
      { args: [1] },
      { args: [1, 2] },
      { args: [1] },
      { args: [1, 2] },
      { args: [1, 2] },
    ],
    [
      'merge lists by key; items of others stay',
      { list: named('a', 'b') },
      { list: [{ name: 'a', x: 1 }] },
      { list: named('a', 'b', 'other') },
      {
        list: [
          { name: 'a', x: 1 },
          { name: 'b', $patch: 'delete' },
        ],
        '$setElementOrder/list': named('a'),
      },
      { list: [{ name: 'a', x: 1 }, { name: 'other' }] },
    ],
    [
      'an item that somebody added makes a patch of nothing but the order',
      { list: named('a') },
      { list: named('a') },
      { list: named('other', 'a') },
      { '$setElementOrder/list': named('a') },
      { list: named('other', 'a') },
    ],
    [
      'set items',
      { set: ['a', 'b'] },
      { set: ['b', 'c'] },
      { set: ['a', 'b', 'x'] },
      { set: ['c'], '$deleteFromPrimitiveList/set': ['a'], '$setElementOrder/set': ['b', 'c'] },
      { set: ['b', 'c', 'x'] },
    ],
    [
      'unions',
      { union: { type: 'A', a: 1 } },
      { union: { type: 'B' } },
      { union: { type: 'A', a: 1 } },
      { union: { type: 'B', a: null, $retainKeys: ['type'] } },
      { union: { type: 'B' } },
    ],
    [
      'items with the same key are paired in order',
      {
        ports: [
          { port: 53, p: 'TCP' },
          { port: 53, p: 'UDP' },
        ],
      },
      {
        ports: [
          { port: 53, p: 'TCP' },
          { port: 53, p: 'UDP' },
        ],
      },
      {
        ports: [
          { port: 53, p: 'TCP' },
          { port: 53, p: 'UDP' },
        ],
      },
      {},
      {
        ports: [
          { port: 53, p: 'TCP' },
          { port: 53, p: 'UDP' },
        ],
      },
    ],
  ]
  test.each(table)('%s', (_, original, modified, current, patch, result) => {
    expect(threeWayPatch(original, modified, current, schema)).toEqual(patch)
    expect(strategicMerge(current, patch, schema)).toEqual(result)
  })
})

test('a two-way patch turns one into the other', () => {
  const before = { m: { a: 1, b: 2 }, list: named('a', 'b'), set: ['x'] }
  const after = { m: { a: 1 }, list: named('c', 'b'), set: ['x', 'y'], new: true }
  expect(strategicMerge(before, twoWayPatch(before, after, schema), schema)).toEqual(after)
})
