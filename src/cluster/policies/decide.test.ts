import { describe, expect, test } from 'vitest'
import { plainValue } from '../../lib/cel/plain.ts'
import type { Value } from '../../lib/cel/values.ts'
import type { ValidatingAdmissionPolicy } from '../../lib/objects.ts'
import { compiledPolicy } from './compiled.ts'
import { decide } from './decide.ts'

type Spec = ValidatingAdmissionPolicy['spec']

const OBJECT = { metadata: { name: 'web' }, spec: { replicas: 7, ports: Array.from({ length: 2000 }, (_, i) => i) } }

function told(spec: Spec): string[] {
  const policy = { spec } as ValidatingAdmissionPolicy
  const plain = new Map<string, Value>([
    ['object', plainValue(OBJECT)],
    ['oldObject', null],
    ['params', null],
  ])
  return decide(spec, compiledPolicy(policy), { plain, authorized: plain }).map(({ message }) => message)
}

const validation = (expression: string, more: object = {}) => ({ validations: [{ expression, ...more }] })
const TOO_MUCH = 'object.spec.ports.all(a, object.spec.ports.all(b, a + b >= 0))'
const OVER_ONE = `expression '${TOO_MUCH}' resulted in error: operation cancelled: actual cost limit exceeded`

describe('messages', () => {
  const wrong = (more: object) => told(validation('object.spec.replicas <= 5 ', more))
  test.each<[string, object, string]>([
    ['the expression', {}, 'failed expression: object.spec.replicas <= 5'],
    ['a text', { message: ' too many ' }, 'too many'],
    ['what an expression makes', { message: 'x', messageExpression: "string(object.spec.replicas) + '! '" }, '7!'],
    ['the text where that fails', { message: 'x', messageExpression: 'object.spec.name' }, 'x'],
    ['the text where that is none', { message: 'x', messageExpression: "' '" }, 'x'],
    ['the text where that has lines', { message: 'x', messageExpression: "'a\\nb'" }, 'x'],
  ])('%s', (_, more, expected) => expect(wrong(more)).toEqual([expected]))
})

describe('variables', () => {
  const variables = [
    { name: 'replicas', expression: 'object.spec.replicas' },
    { name: 'broken', expression: 'object.spec.none' },
    { name: 'twice', expression: 'variables.replicas * 2' },
  ]
  test('each may use those before it, and fails only who uses it', () => {
    expect(told({ variables, ...validation('variables.twice == 14') })).toEqual([])
    expect(told({ variables, ...validation('variables.broken == 1') })).toEqual([
      `expression 'variables.broken == 1' resulted in error: composited variable "broken" fails to evaluate: no such key: none`,
    ])
  })
  test('are evaluated once', () => {
    const expensive = [{ name: 'all', expression: 'object.spec.ports.map(a, a * 2).size()' }]
    const uses = Array.from({ length: 900 }, () => 'variables.all > 0').join(' && ')
    expect(told({ variables: expensive, ...validation(uses) })).toEqual([])
  })
})

describe('what fails', () => {
  test('refuses, or does not', () => {
    expect(told(validation(TOO_MUCH))).toEqual([OVER_ONE])
    expect(told({ failurePolicy: 'Ignore', ...validation(TOO_MUCH) })).toEqual([])
    expect(told({ failurePolicy: 'Ignore', ...validation('false') })).toEqual(['failed expression: false'])
  })
  test('ends when a request has cost too much', () => {
    const validations = Array.from({ length: 12 }, () => ({ expression: TOO_MUCH }))
    expect(told({ validations })).toEqual([
      'validation failed due to running out of cost budget, no further validation rules will be run',
    ])
  })
  test('in conditions decides unless another condition is false', () => {
    const conditions = (...sources: string[]) => ({
      matchConditions: sources.map((expression, i) => ({ name: String(i), expression })),
      ...validation('false', { message: 'no' }),
    })
    const error = "expression 'object.a == 1' resulted in error: no such key: a"
    expect(told(conditions('true'))).toEqual(['no'])
    expect(told(conditions('object.a == 1', 'object.spec.replicas == 1'))).toEqual([])
    expect(told(conditions('object.a == 1', 'true'))).toEqual([error])
    expect(told({ failurePolicy: 'Ignore', ...conditions('object.a == 1', 'true') })).toEqual([])
  })
})
