import { expect, test } from 'vitest'
import { clone } from './clone.ts'
import { isTrue, setCondition } from './conditions.ts'
import { equal } from './equal.ts'
import { goJson, goJsonPretty } from './go-json.ts'
import { fnv128a, fnv32a, templateHash } from './hash.ts'
import { scaled } from './int-or-percent.ts'
import { formatIp4, inCidr, isIp6, parseCidr, parseIp4 } from './ip.ts'
import type { Condition } from './objects.ts'

test.each([
  [1, 1, true],
  [null, undefined, false],
  [{ a: 1, b: undefined }, { a: 1 }, true],
  [{ a: 1 }, { a: 1, b: undefined }, true],
  [{ a: 1 }, { a: 1, b: 2 }, false],
  [{}, { constructor: 'x' }, false],
  [[1, [2]], [1, [2]], true],
  [[1, 2], [1], false],
  [[], {}, false],
])('equal(%j, %j)', (a, b, result) => expect(equal(a, b)).toBe(result))

test('a clone shares nothing', () => {
  const value = JSON.parse('{"a":[{"b":1}],"__proto__":{"x":1}}')
  const copy = clone(value)
  expect(JSON.stringify(copy)).toBe(JSON.stringify(value))
  copy.a[0].b = 2
  expect(value.a[0].b).toBe(1)
})

test.each([
  [{ b: 1, a: [true, null, 'x'] }, '{"a":[true,null,"x"],"b":1}'],
  [{ a: undefined, h: '<a&b>' }, '{"h":"\\u003ca\\u0026b\\u003e"}'],
  ['\n\u2028\u0001', '"\\n\\u2028\\u0001"'],
])('goJson(%j)', (value, text) => expect(goJson(value)).toBe(text))

test('pretty JSON', () => {
  expect(goJsonPretty({ b: [], a: { x: [1] }, e: {} })).toBe(
    '{\n    "a": {\n        "x": [\n            1\n        ]\n    },\n    "b": [],\n    "e": {}\n}',
  )
  expect(goJsonPretty({ z: { 10: '<', 9: 'b' }, a: [undefined, { u: undefined }] })).toBe(
    '{\n    "a": [\n        null,\n        {}\n    ],\n    "z": {\n        "10": "\\u003c",\n        "9": "b"\n    }\n}',
  )
  expect(goJsonPretty({ b: '&', a: 1 })).toBe('{\n    "a": 1,\n    "b": "\\u0026"\n}')
  expect(goJsonPretty({ b: 1, a: 2 }, false)).toBe('{\n    "b": 1,\n    "a": 2\n}')
})

// Test vectors published with FNV.
test.each([
  ['', 0x811c9dc5, '6c62272e07bb014262b821756295c58d'],
  ['a', 0xe40c292c, 'd228cb696f1a8caf78912b704e4a8964'],
  ['foobar', 0xbf9cf968, '343e1662793c64bf6f0d3597ba446f18'],
])('fnv(%j)', (text, short, long) => {
  expect(fnv32a(text)).toBe(short)
  expect(fnv128a(text)).toBe(long)
})

test('the hash of a template', () => {
  const hash = templateHash({ b: 1, a: 2 })
  expect(hash).toMatch(/^[bcdfghjklmnpqrstvwxz2456789]{8,10}$/)
  expect(templateHash({ a: 2, b: 1 })).toBe(hash)
  expect(templateHash({ a: 2, b: 1 }, 1)).not.toBe(hash)
})

test.each([
  [5, 10, true, 5],
  ['25%', 10, true, 3],
  ['25%', 10, false, 2],
  ['0%', 10, true, 0],
  ['100%', 3, false, 3],
])('scaled(%j, %d, %j)', (value, total, up, result) => expect(scaled(value, total, up)).toBe(result))

test('text that is no percentage', () => expect(() => scaled('five', 1, true)).toThrow('not a percentage'))

test.each([
  ['10.244.1.7', 0x0af40107],
  ['255.255.255.255', 0xffffffff],
  ['1.2.3', undefined],
  ['1.2.3.4.5', undefined],
  ['1.2.3.', undefined],
  ['1.2.3.256', undefined],
  ['1.2.3.04', undefined],
])('parseIp4(%j)', (text, value) => {
  expect(parseIp4(text)).toBe(value)
  if (value !== undefined) expect(formatIp4(value)).toBe(text)
})

test('blocks of addresses', () => {
  const cidr = parseCidr('10.244.1.9/24')!
  expect([formatIp4(cidr.base), cidr.size]).toEqual(['10.244.1.0', 256])
  expect(inCidr(parseIp4('10.244.1.255')!, cidr)).toBe(true)
  expect(inCidr(parseIp4('10.244.2.0')!, cidr)).toBe(false)
  expect(parseCidr('10.0.0.0/33')).toBeUndefined()
})

test.each([
  ['::', true],
  ['fd00::1', true],
  ['1:2:3:4:5:6:7:8', true],
  ['::ffff:10.0.0.1', true],
  ['1:2:3', false],
  ['1::2::3', false],
  ['12345::', false],
])('isIp6(%j)', (text, result) => expect(isIp6(text)).toBe(result))

test('a condition keeps its transition time while its status stays', () => {
  const at = (s: number) => Date.UTC(2026, 0, 1, 0, 0, s)
  const first = setCondition<Condition>(undefined, { type: 'Ready', status: 'False' }, at(0))
  const same = setCondition<Condition>(first, { type: 'Ready', status: 'False', reason: 'x' }, at(5))
  const other = setCondition<Condition>(same, { type: 'Ready', status: 'True' }, at(9))
  expect(same).toEqual([{ type: 'Ready', status: 'False', reason: 'x', lastTransitionTime: '2026-01-01T00:00:00Z' }])
  expect(other[0]!.lastTransitionTime).toBe('2026-01-01T00:00:09Z')
  expect([isTrue(same, 'Ready'), isTrue(other, 'Ready'), isTrue(other, 'None')]).toEqual([false, true, false])
})
