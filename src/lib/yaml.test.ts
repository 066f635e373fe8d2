import { parse } from 'yaml'
import { expect, test } from 'vitest'
import { compareKeys, toYaml } from './yaml.ts'

const words = (n: number) => Array.from({ length: n }, (_, i) => `word${i}`).join(' ')

test.each([
  ['web', 'web'],
  ['', '""'],
  ['1.27', '"1.27"'],
  ['1.27.1', '1.27.1'],
  ['nginx:1.27', 'nginx:1.27'],
  ['true', '"true"'],
  ['y', '"y"'],
  ['NO', '"NO"'],
  ['~', '"~"'],
  ['null', '"null"'],
  ['123', '"123"'],
  ['0x1F', '"0x1F"'],
  ['1_000', '"1_000"'],
  ['1e3', '"1e3"'],
  ['08', '"08"'],
  ['+5', '"+5"'],
  ['-', "'-'"],
  ['- x', "'- x'"],
  ['-x', '-x'],
  ['.5', '".5"'],
  ['.inf', '".inf"'],
  ['..', '..'],
  ['2026-11-22T05:27:44Z', '"2026-11-22T05:27:44Z"'],
  ['2026-11-22', '"2026-11-22"'],
  ['2026-13-22', '2026-13-22'],
  ['2026-02-30', '2026-02-30'],
  ['12:30', '"12:30"'],
  ['80:8080', '80:8080'],
  ['10.244.1.0/24', '10.244.1.0/24'],
  ['100%', '100%'],
  ['25%', '25%'],
  ['*', "'*'"],
  ['a: b', "'a: b'"],
  ['a:b', 'a:b'],
  ['a #b', "'a #b'"],
  ['a#b', 'a#b'],
  ['#b', "'#b'"],
  ['@x', "'@x'"],
  ['{}', "'{}'"],
  ["it's", "it's"],
  ["'it's'", "'''it''s'''"],
  [' lead', "' lead'"],
  ['trail ', "'trail '"],
  ['---', "'---'"],
  ['a,b', 'a,b'],
  ['tab\there', '"tab\\there"'],
  ['bell\u0007', '"bell\\a"'],
  ['\u{1F600}', '"\\U0001F600"'],
  ['é', 'é'],
  ['a\\b', 'a\\b'],
  ['one\ntwo', '|-\n  one\n  two'],
  ['one\ntwo\n', '|\n  one\n  two'],
  ['one\n\n', '|+\n  one\n'],
  ['one\n\ntwo\n', '|\n  one\n\n  two'],
  [' one\ntwo', '|2-\n   one\n  two'],
  ['one \ntwo', '"one \\ntwo"'],
  ['one\n  two', '|-\n  one\n    two'],
  ['a\tb\n', '"a\\tb\\n"'],
])('the string %j', (text, written) => {
  const yaml = toYaml({ key: text })
  expect(yaml).toBe(`key: ${written}\n`)
  expect(parse(yaml)).toEqual({ key: text })
})

test.each([
  [
    words(16),
    'word0 word1 word2 word3 word4 word5 word6 word7 word8 word9 word10 word11 word12\n    word13 word14 word15',
  ],
  [
    `${words(16)}: x`,
    "'word0 word1 word2 word3 word4 word5 word6 word7 word8 word9 word10 word11 word12\n    word13 word14 word15: x'",
  ],
  [
    `${words(16)}\tx`,
    '"word0 word1 word2 word3 word4 word5 word6 word7 word8 word9 word10 word11 word12\n    word13 word14 word15\\tx"',
  ],
  ['x'.repeat(200), 'x'.repeat(200)],
])('long strings are folded', (text, written) => {
  const yaml = toYaml({ key: { in: text } })
  expect(yaml).toBe(`key:\n  in: ${written}\n`)
  expect(parse(yaml)).toEqual({ key: { in: text } })
})

test('a number too large for a float is plain text', () => expect(toYaml('12e999')).toBe('12e999\n'))

test('maps and lists', () => {
  const value = {
    b: [1, { x: 1, a: [] }, [2, [3]], {}],
    a: { deep: { list: ['x'] } },
    none: null,
    yes: true,
    float: 0.5,
    gone: undefined,
    empty: { gone: undefined },
    [`k${'k'.repeat(130)}`]: { v: 1 },
  }
  const yaml = toYaml(value)
  expect(yaml).toBe(`a:
  deep:
    list:
    - x
b:
- 1
- a: []
  x: 1
- - 2
  - - 3
- {}
empty: {}
float: 0.5
? k${'k'.repeat(130)}
: v: 1
none: null
"yes": true
`)
  expect(parse(yaml)).toEqual(JSON.parse(JSON.stringify(value)))
})

test.each([
  ['a2', 'a10', -1],
  ['a-b', 'ab', -1],
  ['a.b', 'a-b', 1],
  ['B', 'a', -1],
  ['a', 'ab', -1],
  ['1', 'a', -1],
  ['a1b', 'a1', 1],
])('key %j to %j', (a, b, order) => expect(Math.sign(compareKeys(a, b))).toBe(order))
