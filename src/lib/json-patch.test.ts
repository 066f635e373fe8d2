import { describe, expect, test } from 'vitest'
import type { Operation } from './json-patch.ts'
import { jsonPatch, parseJsonPatch } from './json-patch.ts'
import { createMergePatch, mergePatch } from './merge-patch.ts'

const document = () => ({ a: [1, 2, 3], m: { 'x/y': 1, '~': 2 }, n: null })

describe('operations', () => {
  const table: [operations: Operation[], result: unknown][] = [
    [[{ op: 'add', path: '/b', value: 1 }], { ...document(), b: 1 }],
    [[{ op: 'add', path: '/a/1', value: 9 }], { ...document(), a: [1, 9, 2, 3] }],
    [[{ op: 'add', path: '/a/-', value: 9 }], { ...document(), a: [1, 2, 3, 9] }],
    [[{ op: 'add', path: '/a/3', value: 9 }], { ...document(), a: [1, 2, 3, 9] }],
    [[{ op: 'remove', path: '/a/0' }], { ...document(), a: [2, 3] }],
    [[{ op: 'remove', path: '/a/-1' }], { ...document(), a: [1, 2] }],
    [[{ op: 'replace', path: '/m/x~1y', value: 5 }], { ...document(), m: { 'x/y': 5, '~': 2 } }],
    [[{ op: 'remove', path: '/m/~0' }], { ...document(), m: { 'x/y': 1 } }],
    [[{ op: 'move', from: '/a/0', path: '/first' }], { ...document(), a: [2, 3], first: 1 }],
    [[{ op: 'copy', from: '/a', path: '/b' }], { ...document(), b: [1, 2, 3] }],
    [[{ op: 'test', path: '/a', value: [1, 2, 3] }], document()],
    [[{ op: 'test', path: '/missing', value: null }], document()],
    [[{ op: 'replace', path: '', value: 1 }], 1],
  ]
  test.each(table)('%j', (operations, result) => {
    const target = document()
    expect(jsonPatch<unknown>(target, operations)).toEqual(result)
    expect(target).toEqual(document())
  })
})

describe('refused', () => {
  const table: [patch: unknown, text: string][] = [
    [{ spec: {} }, 'error decoding patch: json: cannot unmarshal object into Go value of type []handlers.jsonPatchOp'],
    [
      [{ op: 1 }],
      'error decoding patch: json: cannot unmarshal number into Go struct field jsonPatchOp.op of type string',
    ],
    [[{ op: 'remove', path: '/nothing' }], 'remove operation does not apply: doc is missing path: "/nothing"'],
    [[{ op: 'replace', path: '/a/9', value: 1 }], 'replace operation does not apply: doc is missing path: "/a/9"'],
    [[{ op: 'add', path: '/x/y', value: 1 }], 'add operation does not apply: doc is missing path: "/x/y"'],
    [[{ op: 'add', path: '/a/7', value: 1 }], 'Unable to access invalid index: 7'],
    [[{ op: 'test', path: '/a/0', value: 2 }], 'testing value /a/0 failed'],
    [[{ op: 'increase', path: '/a' }], 'Unexpected kind: increase'],
  ]
  test.each(table)('%j', (patch, text) => {
    expect(() => jsonPatch(document(), parseJsonPatch(patch))).toThrow(text)
  })
})

describe('merge patches', () => {
  const table: [before: any, patch: any, after: any][] = [
    [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
    [{ a: 'b', b: 'c' }, { a: null }, { b: 'c' }],
    [{ a: ['b'] }, { a: ['c'] }, { a: ['c'] }],
    [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
    [{}, { a: { b: { c: null } } }, { a: { b: {} } }],
    [{ a: 'text' }, { a: { b: 1 } }, { a: { b: 1 } }],
  ]
  test.each(table)('%j with %j', (before, patch, after) => {
    expect(mergePatch(before, patch)).toEqual(after)
    expect(mergePatch(before, createMergePatch(before, after))).toEqual(after)
  })
  test('own keys only', () => {
    const patched = mergePatch({}, JSON.parse('{"__proto__": {"polluted": true}}'))
    expect(JSON.stringify(patched)).toBe('{"__proto__":{"polluted":true}}')
    expect(({} as any).polluted).toBeUndefined()
  })
})
