import { expect, test } from 'vitest'
import {
  formatLabels,
  formatSelector,
  labelSelector,
  matches,
  matchesLabels,
  parseFieldSelector,
  parseSelector,
} from './selector.ts'

const labels = { app: 'web', tier: 'front', n: '5' }

test.each([
  ['', true],
  ['app=web', true],
  ['app==web,tier=front', true],
  ['app=db', false],
  ['app!=db', true],
  ['missing!=x', true],
  ['app', true],
  ['missing', false],
  ['constructor', false],
  ['!missing', true],
  ['! app', false],
  ['app in (web, db)', true],
  ['app notin (web)', false],
  ['missing notin (x)', true],
  ['missing in ()x', 'error'],
  ['n > 4, n<6', true],
  ['n>5', false],
  ['app=', false],
  ['in in (in)', false],
])('%j on app=web,tier=front,n=5', (text, result) => {
  if (result === 'error') expect(() => parseSelector(text)).toThrow()
  else expect(matches(parseSelector(text), labels)).toBe(result)
})

test.each([
  ['env in prod', "unable to parse requirement: found 'prod' expected: '('"],
  ['=x', "found '=', expected: !, identifier, or 'end of string'"],
  ['a,', "found '', expected: identifier after ','"],
  ['a b', "unable to parse requirement: found 'b', expected: in, notin, =, ==, !=, gt, lt"],
  ['a=b c', "found 'c', expected: ',' or 'end of string'"],
  ['a in (b', "unable to parse requirement: found '', expected: ',' or ')'"],
  [
    'a in ()',
    "unable to parse requirement: values: Invalid value: []: for 'in', 'notin' operators, values set can't be empty",
  ],
  [
    'a>b',
    `unable to parse requirement: values[0]: Invalid value: "b": for 'Gt', 'Lt' operators, the value must be an integer`,
  ],
  [
    'a=-b',
    `unable to parse requirement: values[0][a]: Invalid value: "-b": a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')`,
  ],
])('%j is refused', (text, message) => expect(() => parseSelector(text)).toThrow(message))

test.each([
  ['b=2,a', 'a,b=2'],
  ['a==x', 'a==x'],
  ['t notin (z,y),!q', '!q,t notin (y,z)'],
  ['n>3', 'n>3'],
])('%j is written %j', (text, written) => expect(formatSelector(parseSelector(text))).toBe(written))

test('the object form', () => {
  const selector = {
    matchLabels: { app: 'web' },
    matchExpressions: [{ key: 'tier', operator: 'In', values: ['b', 'a'] }],
  }
  expect(formatSelector(selector)).toBe('app=web,tier in (a,b)')
  expect(formatSelector({})).toBe('<none>')
  expect(formatSelector(undefined)).toBe('<none>')
  expect(matches(labelSelector(undefined), labels)).toBe(false)
  expect(matches(labelSelector({}), undefined)).toBe(true)
  expect(matches(labelSelector({ matchLabels: { app: 'web' } }), labels)).toBe(true)
  expect(matches(labelSelector({ matchExpressions: [{ key: 'app', operator: 'DoesNotExist' }] }), labels)).toBe(false)
})

test('a map of labels', () => {
  expect(matchesLabels({ app: 'web' }, labels)).toBe(true)
  expect(matchesLabels({ app: 'web', x: 'y' }, labels)).toBe(false)
  expect(matchesLabels({}, labels)).toBe(false)
  expect(matchesLabels(undefined, labels)).toBe(false)
  expect(formatLabels({ b: '2', a: '1' })).toBe('a=1,b=2')
  expect(formatLabels(undefined)).toBe('<none>')
})

test.each([
  ['', []],
  ['a=b', [{ path: 'a', op: '=', value: 'b' }]],
  ['a==b', [{ path: 'a', op: '=', value: 'b' }]],
  [
    'status.phase!=Running,metadata.name=x',
    [
      { path: 'status.phase', op: '!=', value: 'Running' },
      { path: 'metadata.name', op: '=', value: 'x' },
    ],
  ],
  ['a=', [{ path: 'a', op: '=', value: '' }]],
  ['a=b\\,c', [{ path: 'a', op: '=', value: 'b,c' }]],
])('field selector %j', (text, terms) => expect(parseFieldSelector(text)).toEqual(terms))

test('a field selector without an operator', () =>
  expect(() => parseFieldSelector('abc')).toThrow("invalid selector: 'abc'; can't understand 'abc'"))
