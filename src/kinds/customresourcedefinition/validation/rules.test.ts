import { describe, expect, test } from 'vitest'
import { fieldErrorText } from '../../../api/errors.ts'
import type { Rule, Schema } from '../types.ts'
import { validateRules } from './declared-rules.ts'
import { normalizedFieldPath } from './field-path.ts'
import { brokenRules } from './obeyed-rules.ts'
import { escapeName, unescapeName } from './property-names.ts'

const INTEGER: Schema = { type: 'integer' }
const TEXT: Schema = { type: 'string' }
const object = (properties: Record<string, Schema>, ...rules: (string | Rule)[]): Schema =>
  ruled({ type: 'object', properties }, ...rules)
const ruled = (schema: Schema, ...rules: (string | Rule)[]): Schema => ({
  ...schema,
  'x-kubernetes-validations': rules.map(rule => (typeof rule === 'string' ? { rule } : rule)),
})
const list = (items: Schema, ...keys: string[]): Schema => ({
  type: 'array',
  items,
  ...(keys.length > 0 ? { 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': keys } : {}),
})
/** The schema of `spec`, in that of an object. */
const root = (spec: Schema, ...rules: string[]): Schema => object({ spec }, ...rules)

function judge(schema: Schema, spec: unknown, old?: unknown): { errors: string[]; warnings: string[] } {
  const warnings: string[] = []
  const whole = (value: unknown) => ({ apiVersion: 'v1', kind: 'A', metadata: { name: 'a' }, spec: value })
  const previous = old === undefined ? undefined : whole(old)
  const errors = brokenRules(whole(spec), previous, schema, text => warnings.push(text)).map(fieldErrorText)
  return { errors, warnings }
}

describe('broken', () => {
  test.each<[string, Schema, unknown, string[]]>([
    [
      'an object',
      root(object({ a: INTEGER, b: INTEGER }, 'self.a < self.b')),
      { a: 2, b: 1 },
      ['spec: Invalid value: failed rule: self.a < self.b'],
    ],
    [
      'a number',
      root(object({ a: ruled(INTEGER, 'self > 5') })),
      { a: 2 },
      ['spec.a: Invalid value: 2: failed rule: self > 5'],
    ],
    [
      'a text',
      root(object({ a: ruled(TEXT, { rule: "self != 'x'", message: ' no x ' }) })),
      { a: 'x' },
      ['spec.a: Invalid value: "x": no x'],
    ],
    ['nothing to judge', root(object({ a: ruled(INTEGER, 'self > 5') })), {}, []],
    ['an item', root(list(ruled(INTEGER, 'self > 1'))), [1, 2], ['spec[0]: Invalid value: 1: failed rule: self > 1']],
    [
      'a value of a map',
      root({ type: 'object', additionalProperties: ruled(INTEGER, 'self > 1') }),
      { 'a.b': 1, ['__proto__']: 2 },
      ['spec[a.b]: Invalid value: 1: failed rule: self > 1'],
    ],
    [
      'the root',
      root(TEXT, "self.metadata.name != 'a'"),
      '',
      ["<nil>: Invalid value: failed rule: self.metadata.name != 'a'"],
    ],
    [
      'a reason and a place',
      root(
        object({ a: INTEGER }, { rule: 'self.a > 5', fieldPath: '.a', reason: 'FieldValueRequired', message: 'more' }),
      ),
      { a: 1 },
      ['spec.a: Required value: more'],
    ],
    [
      'a message made',
      root(object({ a: INTEGER }, { rule: 'self.a > 5', messageExpression: "'a is ' + string(self.a)" })),
      { a: 1 },
      ['spec: Invalid value: a is 1'],
    ],
    [
      'a message that cannot be made',
      root(
        object({ a: INTEGER }, { rule: 'self.a > 5', message: 'more', messageExpression: 'string(1 / (self.a - 1))' }),
      ),
      { a: 1 },
      ['spec: Invalid value: more'],
    ],
    [
      'a failure',
      root(object({ a: INTEGER, b: INTEGER }, 'self.a / self.b > 0', 'self.b > 1')),
      { a: 1, b: 0 },
      [
        'spec: Invalid value: "object": division by zero evaluating rule: self.a / self.b > 0',
        'spec: Invalid value: failed rule: self.b > 1',
      ],
    ],
    [
      'int-or-string that is another',
      root(object({ p: { 'x-kubernetes-int-or-string': true } }, 'self.p > 5')),
      { p: 'http' },
      [
        'spec: Invalid value: "object": \'no such overload\': call arguments did not match a supported operator, function or macro signature for rule: self.p > 5',
      ],
    ],
    [
      'data of another type, which the schema lets be when it has not changed',
      root(object({ a: INTEGER, b: TEXT }, "self.b == 'x'", 'self.a > 1')),
      { a: 'one', b: 'x' },
      [
        'spec: Invalid value: "object": \'no such overload\': call arguments did not match a supported operator, function or macro signature for rule: self.a > 1',
      ],
    ],
    [
      'an escaped name',
      root(object({ 'my-port': INTEGER, namespace: INTEGER }, 'self.my__dash__port < self.__namespace__')),
      { 'my-port': 2, namespace: 1 },
      ['spec: Invalid value: failed rule: self.my__dash__port < self.__namespace__'],
    ],
    ['null says nothing', root(object({ a: { ...INTEGER, nullable: true } }, '!has(self.a)')), { a: null }, []],
    [
      'formats',
      root(
        object(
          {
            at: { type: 'string', format: 'date-time' },
            for: { type: 'string', format: 'duration' },
            data: { type: 'string', format: 'byte' },
          },
          "self.at + self.__for__ > timestamp('2026-01-01T01:00:00Z') && self.data == b'abc'",
        ),
      ),
      { at: '2026-01-01T00:00:00Z', for: '2h', data: 'YWJj' },
      [],
    ],
    [
      'an embedded object',
      root({
        type: 'object',
        'x-kubernetes-embedded-resource': true,
        'x-kubernetes-preserve-unknown-fields': true,
        'x-kubernetes-validations': [{ rule: "self.kind == 'Pod' && self.metadata.name == 'p'" }],
      }),
      { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' }, spec: {} },
      [],
    ],
    [
      'allOf',
      root({
        type: 'object',
        properties: { a: INTEGER },
        allOf: [{ properties: { a: ruled({}, 'self > 5') } }],
      } as Schema),
      { a: 1 },
      ['spec.a: Invalid value: 1: failed rule: self > 5'],
    ],
    [
      'sets without order',
      root(object({ a: { ...list(TEXT), 'x-kubernetes-list-type': 'set' } }, "self.a == ['y', 'x']")),
      { a: ['x', 'y'] },
      [],
    ],
  ])('%s', (_, schema, spec, errors) => expect(judge(schema, spec).errors).toEqual(errors))
})

describe('old values', () => {
  const immutable = ruled(TEXT, { rule: 'self == oldSelf', message: 'immutable' })
  test.each<[string, Schema, unknown, unknown, string[]]>([
    ['changed', object({ a: immutable }), { a: 'y' }, { a: 'x' }, ['spec.a: Invalid value: "y": immutable']],
    ['the same', object({ a: immutable }), { a: 'x' }, { a: 'x' }, []],
    ['new', object({ a: immutable }), { a: 'x' }, {}, []],
    [
      'of the item with the same key',
      list(object({ n: TEXT, a: immutable }), 'n'),
      [
        { n: '2', a: 'y' },
        { n: '1', a: 'z' },
      ],
      [
        { n: '1', a: 'x' },
        { n: '2', a: 'y' },
      ],
      ['spec[1].a: Invalid value: "z": immutable'],
    ],
    [
      'of a map',
      { type: 'object', additionalProperties: immutable },
      { k: 'y' },
      { k: 'x' },
      ['spec[k]: Invalid value: "y": immutable'],
    ],
    [
      'optional',
      object({ a: ruled(INTEGER, { rule: 'self == oldSelf.orValue(1)', optionalOldSelf: true }) }),
      { a: 2 },
      {},
      ['spec.a: Invalid value: 2: failed rule: self == oldSelf.orValue(1)'],
    ],
  ])('%s', (_, spec, next, old, errors) => expect(judge(root(spec), next, old).errors).toEqual(errors))

  test('what has not changed is only warned of', () => {
    const schema = root(object({ a: object({ x: ruled(INTEGER, 'self > 5') }), b: INTEGER }, 'self.b > 5'))
    const spec = { a: { x: 1 }, b: 9 }
    expect(judge(schema, spec, { ...spec, b: 8 })).toEqual({
      errors: [],
      warnings: ['spec.a.x: Invalid value: 1: failed rule: self > 5'],
    })
    expect(judge(schema, { ...spec, b: 1 }, spec).errors).toEqual(['spec: Invalid value: failed rule: self.b > 5'])
    expect(judge(schema, { ...spec, a: { x: 2 } }, spec).errors).toEqual([
      'spec.a.x: Invalid value: 2: failed rule: self > 5',
    ])
  })
})

test('work is bounded', () => {
  const schema = root(
    object({ l: list(INTEGER) }, 'self.l.all(a, self.l.all(b, self.l.all(c, a + b + c > 0)))', 'false'),
  )
  expect(judge(schema, { l: Array(500).fill(1) }).errors).toEqual([
    'spec: Invalid value: "object": \'operation cancelled: actual cost limit exceeded\': no further validation rules will be run due to call cost exceeds limit for rule: self.l.all(a, self.l.all(b, self.l.all(c, a + b + c > 0)))',
  ])
})

describe('declared', () => {
  const texts = (spec: Schema) => validateRules(root(spec), 'S').map(fieldErrorText)
  const shown = (rule: string) =>
    `{"Rule":"${rule}","Message":"","MessageExpression":"","Reason":null,"FieldPath":"","OptionalOldSelf":null}`
  test.each<[string, Schema, string[]]>([
    ['right', object({ a: INTEGER }, 'self.a > 1'), []],
    [
      'no such field',
      object({ a: INTEGER }, 'self.b == 1'),
      [
        `S.properties[spec].x-kubernetes-validations[0].rule: Invalid value: ${shown('self.b == 1')}: compilation failed: ERROR: <input>:1:5: undefined field 'b'\n | self.b == 1\n | ....^`,
      ],
    ],
    [
      'no truth',
      object({ a: INTEGER }, 'self.a'),
      [
        `S.properties[spec].x-kubernetes-validations[0].rule: Invalid value: ${shown('self.a')}: cel expression must evaluate to a bool`,
      ],
    ],
    [
      'nothing',
      object({}, ' '),
      ['S.properties[spec].x-kubernetes-validations[0].rule: Required value: rule is not specified'],
    ],
    [
      'a message of nothing',
      object({}, { rule: 'true', message: ' ' }),
      [
        'S.properties[spec].x-kubernetes-validations[0].message: Invalid value: " ": message must be non-empty if specified',
      ],
    ],
    [
      'lines',
      object({}, 'true\n|| false'),
      [
        'S.properties[spec].x-kubernetes-validations[0].message: Required value: message must be specified if rule contains line breaks',
      ],
    ],
    [
      'a reason of its own',
      object({}, { rule: 'true', reason: 'X' }),
      [
        'S.properties[spec].x-kubernetes-validations[0].reason: Unsupported value: "X": supported values: "FieldValueDuplicate", "FieldValueForbidden", "FieldValueInvalid", "FieldValueRequired"',
      ],
    ],
    [
      'a path to nothing',
      object({}, { rule: 'true', fieldPath: '.x' }),
      ['S.properties[spec].x-kubernetes-validations[0].fieldPath: Invalid value: ".x": fieldPath must be a valid path'],
    ],
    [
      'an old value that there is not',
      list(ruled(INTEGER, 'self == oldSelf')),
      [
        'S.properties[spec].items.x-kubernetes-validations[0].rule: Invalid value: "self == oldSelf": oldSelf cannot be used on the uncorrelatable portion of the schema within S.properties[spec]',
      ],
    ],
    [
      'optionalOldSelf for nothing',
      object({}, { rule: 'true', optionalOldSelf: true }),
      [
        'S.properties[spec].x-kubernetes-validations[0].optionalOldSelf: Invalid value: true: may not be set if oldSelf is not used in rule',
      ],
    ],
    ['formats that objects inherit', object({ a: { type: 'string', format: 'constructor' } }, "self.a == ''"), []],
  ])('%s', (_, spec, errors) => expect(texts(spec)).toEqual(errors))
})

describe('estimated', () => {
  const tags = (maxLength?: number, maxItems?: number) =>
    root(
      object({
        tags: ruled(
          { type: 'array', items: { type: 'string', maxLength }, maxItems },
          "self.all(x, x.contains('gpu'))",
        ),
      }),
    )
  const details = (schema: Schema) =>
    validateRules(schema, 'S').map(({ path, detail }) => `${path}: ${detail.slice(0, 52)}`)

  // The largest lists that a real API server takes.
  test.each([
    [16, 909_090],
    [63, 333_333],
    [253, 94_339],
    [1024, 24_154],
  ])('texts of %d characters, %d of them', (maxLength, maxItems) => {
    expect(details(tags(maxLength, maxItems))).toEqual([])
    expect(details(tags(maxLength, maxItems + 1))).toEqual([
      'S.properties[spec].properties[tags].x-kubernetes-validations[0].rule: estimated rule cost exceeds budget by factor of 1.00',
    ])
  })

  test('without bounds', () => {
    const rule = 'S.properties[spec].properties[tags].x-kubernetes-validations[0].rule'
    expect(details(tags())).toEqual([
      `${rule}: estimated rule cost exceeds budget by factor of more`,
      `${rule}: contributed to estimated rule cost total exceeding c`,
      'S: x-kubernetes-validations estimated rule cost total f',
    ])
  })

  test('as often as the rule may run', () => {
    const item = object({ a: ruled({ type: 'string', maxLength: 1000 }, "self.matches('^a+$')") })
    expect(details(root(list(item)))[0]).toContain(
      'items.properties[a].x-kubernetes-validations[0].rule: estimated rule cost',
    )
    expect(details(root({ ...list(item), maxItems: 100 }))).toEqual([])
  })
})

test.each([
  ['a', 'a'],
  ['my-port', 'my__dash__port'],
  ['a.b/c', 'a__dot__b__slash__c'],
  ['a__b', 'a__underscores__b'],
  ['namespace', '__namespace__'],
  ['__proto__', '__underscores__proto__underscores__'],
  ['1a', undefined],
  ['ä', undefined],
])('%s is named %s', (name, escaped) => {
  expect(escapeName(name)).toBe(escaped)
  if (escaped !== undefined) expect(unescapeName(escaped)).toBe(name)
})

test('names of fields in errors', () => {
  const schema = object({
    a: object({ 'b.c': INTEGER }),
    m: { type: 'object', additionalProperties: object({ x: INTEGER }) },
  })
  const path = (text: string) => normalizedFieldPath(text, schema)
  expect(["a['b.c']", ".a['b.c']", ".m['k'].x", '.m.k.x', '.z', '.a.', 'a'].map(path)).toEqual([
    undefined,
    'a.b.c',
    'm[k].x',
    'm[k].x',
    undefined,
    undefined,
    undefined,
  ])
})
