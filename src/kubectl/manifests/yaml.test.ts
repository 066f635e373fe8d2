import { describe, expect, test } from 'vitest'
import { readFullYaml } from './full-yaml.ts'
import { resolvePlain } from './plain.ts'
import { readSimpleYaml } from './simple-yaml.ts'

describe('plain scalars', () => {
  const table: [text: string, value: unknown][] = [
    ['', null],
    ['~', null],
    ['Null', null],
    ['yes', true],
    ['y', true],
    ['Off', false],
    ['0x1F', 31],
    ['010', 8],
    ['0o17', 15],
    ['0b11', 3],
    ['08', 8],
    ['1_000', 1000],
    ['-5', -5],
    ['+3', 3],
    ['1e3', 1000],
    ['.5', 0.5],
    ['12:30', '12:30'],
    ['2026-01-01', '2026-01-01'],
    ['1.2.3', '1.2.3'],
    ['0o8', '0o8'],
    ['-', '-'],
    ['1e400', '1e400'],
    ['nginx:1.27', 'nginx:1.27'],
  ]
  test.each(table)('%s', (text, value) => expect(resolvePlain(text)).toEqual(value))
})

describe('both readers agree', () => {
  const table: [why: string, text: string, value: unknown][] = [
    ['nothing', '\n# comment\n', null],
    ['maps', "a: 1\nb:\n  c: x # note\n  \"d e\": 'it''s'\n", { a: 1, b: { c: 'x', 'd e': "it's" } }],
    [
      'lists at the column of their key',
      'a:\n- x: 1\n  w: 2\n-\n  z: 3\n- - p\n  - q\nb:\n',
      { a: [{ x: 1, w: 2 }, { z: 3 }, ['p', 'q']], b: null },
    ],
    [
      'flow',
      'a: {b: [1, "x, y", {c: http://h:80/p}], "k": v}\nd: []\n',
      { a: { b: [1, 'x, y', { c: 'http://h:80/p' }], k: 'v' }, d: [] },
    ],
    [
      'literals',
      'a: |\n  one\n    two\n\n  # three\nb: |-\n  x\n\nc: z\n',
      { a: 'one\n  two\n\n# three\n', b: 'x', c: 'z' },
    ],
    ['a key given twice', 'a: 1\na: 2\n', { a: 2 }],
    ['separator', '---\na: b\n', { a: 'b' }],
    ['own keys only', '__proto__: x\nconstructor: z\n', JSON.parse('{"__proto__":"x","constructor":"z"}')],
  ]
  test.each(table)('%s', (_, text, value) => {
    expect(readSimpleYaml(text)?.value).toEqual(value)
    expect(readFullYaml(text)).toEqual(value)
  })
})

describe('only the full reader', () => {
  const table: [why: string, text: string, value: unknown][] = [
    ['anchors and merge keys', 'a: &x {b: 1}\nc:\n  <<: *x\n  d: 2\n', { a: { b: 1 }, c: { b: 1, d: 2 } }],
    ['folding', 'a: >\n  one\n  two\n', { a: 'one two\n' }],
    ['several lines', 'a: one\n  two\nb: "x\n  z"\n', { a: 'one two', b: 'x z' }],
    ['tags', 'a: !!str 5\nb: !!int "7"\n', { a: '5', b: 7 }],
    ['keys that are no strings', '1: a\nyes: b\n', { '1': 'a', true: 'b' }],
    ['explicit keys', '? a\n: b\n', { a: 'b' }],
  ]
  test.each(table)('%s', (_, text, value) => {
    expect(readSimpleYaml(text)).toBeUndefined()
    expect(readFullYaml(text)).toEqual(value)
  })
})

describe("errors in the words of Go's parser", () => {
  const table: [text: string, error: string][] = [
    ['a: b\nc:\n\td: e\n', 'yaml: line 3: found character that cannot start any token'],
    ['a: b\n\tc: d\n', 'yaml: line 2: found a tab character that violates indentation'],
    ['a:\n  b: c\n d: e\n', 'yaml: line 2: did not find expected key'],
    ['a: b\nc: "d\ne: f\n', 'yaml: line 4: found unexpected end of stream'],
    ['a: b\nmeta\nc: d\n', "yaml: line 3: could not find expected ':'"],
    ['a: b\nc: d: e\n', 'yaml: line 2: mapping values are not allowed in this context'],
    ['a: b\nspec:\n  x: y\n    z: w\n', 'yaml: line 4: mapping values are not allowed in this context'],
    ['a: b\nc: - d\n', 'yaml: line 2: block sequence entries are not allowed in this context'],
    ['a: {b: c\nd: e\n', "yaml: line 1: did not find expected ',' or '}'"],
    ['a: b\nc: [d\n', "yaml: line 2: did not find expected ',' or ']'"],
    ['a: b\nc: ]\n', 'yaml: line 1: did not find expected node content'],
    ['a: b\nc: @x\n', 'yaml: line 2: found character that cannot start any token'],
    ['a: b\nc: "\\q"\n', 'yaml: line 2: found unknown escape character'],
    ['a:\n  - c\n  d: e\n', "yaml: line 2: did not find expected '-' indicator"],
    ['a: *b\n', "yaml: unknown anchor 'b' referenced"],
    ['a: .inf\n', 'json: unsupported value: +Inf'],
  ]
  test.each(table)('%j', (text, error) => {
    expect(readSimpleYaml(text)).toBeUndefined()
    expect(() => readFullYaml(text)).toThrow(error)
  })
})

test('a bomb is refused', () => {
  const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x]']
  for (let i = 1; i < 12; i++)
    lines.push(
      `a${i}: &a${i} [${Array(9)
        .fill(`*a${i - 1}`)
        .join(', ')}]`,
    )
  expect(() => readFullYaml(lines.join('\n'))).toThrow('yaml: document contains excessive aliasing')
})
