import { describe, expect, test } from 'vitest'
import { fieldErrorText } from '../../api/errors.ts'
import { byPriority } from '../../lib/version-priority.ts'
import { check } from './check.ts'
import { fillDefaults } from './fill.ts'
import { plan } from './plan.ts'
import type { CustomResourceDefinition, Schema } from './types.ts'
import { Correlation } from './validation/correlation.ts'

describe('check', () => {
  const texts = (value: unknown, schema: Schema) => check(value, schema, 'spec.x').map(fieldErrorText)

  test.each<[string, unknown, Schema, string[]]>([
    ['right', 3, { type: 'integer' }, []],
    ['a whole number is a number', 3, { type: 'number' }, []],
    [
      'another type',
      'a',
      { type: 'integer' },
      ['spec.x: Invalid value: "string": spec.x in body must be of type integer: "string"'],
    ],
    [
      'null',
      null,
      { type: 'object' },
      ['spec.x: Invalid value: "null": spec.x in body must be of type object: "null"'],
    ],
    ['null where it may be', null, { type: 'object', nullable: true }, []],
    ['required', {}, { type: 'object', required: ['a'] }, ['spec.x.a: Required value']],
    ['enum', 'c', { type: 'string', enum: ['a', 'b'] }, ['spec.x: Unsupported value: "c": supported values: "a", "b"']],
    [
      'minimum',
      0,
      { type: 'integer', minimum: 1 },
      ['spec.x: Invalid value: 0: spec.x in body should be greater than or equal to 1'],
    ],
    [
      'exclusive maximum',
      5,
      { type: 'integer', maximum: 5, exclusiveMaximum: true },
      ['spec.x: Invalid value: 5: spec.x in body should be less than 5'],
    ],
    [
      'pattern',
      'b',
      { type: 'string', pattern: '^a$' },
      ['spec.x: Invalid value: "b": spec.x in body should match \'^a$\''],
    ],
    [
      'too short',
      '',
      { type: 'string', minLength: 2 },
      ['spec.x: Invalid value: "": spec.x in body should be at least 2 chars long'],
    ],
    ['too many', [1, 2], { type: 'array', maxItems: 1 }, ['spec.x: Too many: 2: must have at most 1 item']],
    [
      'values of a map',
      { k: 1 },
      { type: 'object', additionalProperties: { type: 'string' } },
      ['spec.x.k: Invalid value: "integer": spec.x.k in body must be of type string: "integer"'],
    ],
    [
      'twice in a set',
      ['a', 'a'],
      { type: 'array', 'x-kubernetes-list-type': 'set' } as Schema,
      ['spec.x[1]: Duplicate value: "a"'],
    ],
    [
      'formats',
      '2026-02-31',
      { type: 'string', format: 'date' },
      ['spec.x: Invalid value: "2026-02-31": spec.x in body must be of type date: "2026-02-31"'],
    ],
    ['a format that objects inherit', 'a', { type: 'string', format: 'toString' }, []],
    ['a pattern of Go', 'AB', { type: 'string', pattern: '(?i)^a[[:alpha:]]\\z' }, []],
    ['int or string', '50%', { 'x-kubernetes-int-or-string': true } as Schema, []],
    [
      'not one of many',
      3,
      { oneOf: [{ minimum: 1 }, { minimum: 2 }] } as Schema,
      ['spec.x: Invalid value: 3: "spec.x" must validate one and only one schema (oneOf). Found 2 valid'],
    ],
  ])('%s', (_, value, schema, errors) => expect(texts(value, schema)).toEqual(errors))
})

test('what was wrong before and has not changed is let be', () => {
  const inner: Schema = { type: 'object', required: ['b'], properties: { b: { type: 'integer' } } }
  const schema: Schema = { type: 'object', properties: { a: inner, n: { type: 'integer', minimum: 5 } } }
  const texts = (next: unknown, old: unknown) =>
    check(next, schema, '', new Correlation(next, old, schema)).map(fieldErrorText)
  expect(texts({ a: {}, n: 6 }, { a: {}, n: 5 })).toEqual([])
  expect(texts({ a: { c: 1 }, n: 1 }, { a: {}, n: 1 })).toEqual(['a.b: Required value'])
})

test('defaults go where nothing is, at every depth', () => {
  const port: Schema = { type: 'object', properties: { protocol: { type: 'string', default: 'TCP' } } }
  const schema: Schema = {
    type: 'object',
    properties: {
      size: { type: 'integer', default: 3 },
      box: { type: 'object', default: {}, properties: { color: { type: 'string', default: 'red' } } },
      ports: { type: 'array', items: port },
      named: { type: 'object', additionalProperties: port },
    },
  }
  const value = { ports: [{}, { protocol: 'UDP' }], named: { a: {} }, size: null }
  fillDefaults(value, schema)
  expect(value).toEqual({
    size: 3,
    box: { color: 'red' },
    ports: [{ protocol: 'TCP' }, { protocol: 'UDP' }],
    named: { a: { protocol: 'TCP' } },
  })
})

test('versions: stable first, then the higher', () => {
  const sorted = ['foo', 'v1alpha1', 'v2', 'v1beta2', 'v10', 'v1', 'v1beta1', 'bar'].sort(byPriority)
  expect(sorted).toEqual(['v10', 'v2', 'v1', 'v1beta2', 'v1beta1', 'v1alpha1', 'bar', 'foo'])
})

test('names that another definition of the group has are not accepted', () => {
  const crd = (plural: string, kind: string, accepted: boolean) => {
    const names = { plural, kind, singular: kind.toLowerCase(), listKind: `${kind}List` }
    return { spec: { names }, status: accepted ? { acceptedNames: names } : {} } as unknown as CustomResourceDefinition
  }
  const { conditions } = plan(crd('wagons', 'Train', false), [crd('trains', 'Train', true)], 'now')
  expect(conditions!.map(c => `${c.type}=${c.status} ${c.reason}: ${c.message}`)).toEqual([
    'NamesAccepted=False SingularConflict: "train" is already in use',
    'Established=False NotAccepted: not all names are accepted',
  ])
})
