import { describe, expect, it } from 'vitest'
import type { Node } from '../../../lib/objects.ts'
import { changeTaints, parseTaints, refuseContradiction, type Taint } from './taints.ts'

const node = (...taints: Taint[]) => ({ metadata: { name: 'n' }, spec: { taints }, status: {} }) as unknown as Node
const a: Taint = { key: 'a', value: '1', effect: 'NoSchedule' }
const b: Taint = { key: 'a', effect: 'NoExecute' }

describe('parseTaints', () => {
  it.each([
    [['a=1:NoSchedule'], { add: [a], remove: [] }],
    [['a:NoExecute'], { add: [b], remove: [] }],
    [['a-'], { add: [], remove: [{ key: 'a', effect: '' }] }],
    [
      ['a:NoExecute-', 'x.io/b=:NoSchedule'],
      { add: [{ key: 'x.io/b', effect: 'NoSchedule' }], remove: [{ key: 'a', effect: 'NoExecute' }] },
    ],
  ])('%j', (specs, expected) => expect(parseTaints(specs)).toEqual(expected))

  it.each([
    [['a=1:Never'], 'invalid taint effect: Never, unsupported taint effect'],
    [['a=1'], 'invalid taint spec: a=1'],
    [['a'], 'invalid taint spec: a'],
    [['a=1=2:NoSchedule'], 'invalid taint spec: a=1=2:NoSchedule'],
    [['a:b:NoSchedule'], 'invalid taint spec: a:b:NoSchedule'],
    [['a=1:NoSchedule', 'a=2:NoSchedule'], 'duplicated taints with the same key and effect: {a 2 NoSchedule <nil>}'],
  ])('%j: %s', (specs, text) => expect(() => parseTaints(specs)).toThrow(text))
})

describe('changeTaints', () => {
  it.each<[string, Taint[], string[], boolean, Taint[], string]>([
    ['the first', [], ['a=1:NoSchedule'], false, [a], 'tainted'],
    ['another effect', [a], ['a:NoExecute'], false, [b, a], 'tainted'],
    ['the same again', [a], ['a=2:NoSchedule'], true, [{ ...a, value: '2' }], 'modified'],
    ['one of a key', [a, b], ['a:NoExecute-'], false, [a], 'untainted'],
    ['all of a key', [a, b], ['a-'], false, [], 'untainted'],
    ['one comes, one goes', [a], ['b:NoSchedule', 'a-'], false, [{ key: 'b', effect: 'NoSchedule' }], 'modified'],
  ])('%s', (_, old, specs, overwrite, taints, word) =>
    expect(changeTaints(node(...old), parseTaints(specs), overwrite)).toEqual({ taints, word }),
  )

  it.each([
    [['a=2:NoSchedule'], 'node n already has a taint(s) with same effect(s) and --overwrite is false'],
    [['b-'], 'taint "b" not found'],
    [['b-', 'a:NoExecute-'], '[taint "b" not found, taint "a:NoExecute" not found]'],
  ])('%j: %s', (specs, text) => expect(() => changeTaints(node(a), parseTaints(specs), false)).toThrow(text))
})

it('refuses to add and remove the same', () => {
  expect(() => refuseContradiction(parseTaints(['a=1:NoSchedule', 'a-']))).toThrow(
    'can not both modify and remove the following taint(s) in the same command: {"a":""}',
  )
})
