import { describe, expect, it } from 'vitest'
import { ApiError, forbidden, invalid, invalidValue, notFound, required } from '../api/errors.ts'
import { FailedError, UsageError } from './command.ts'
import { outcome } from './errors.ts'

const oneCause = invalid('Deployment.apps', 'web', [invalidValue('spec.replicas', -1, 'must be at least 0')])
const twoCauses = invalid('Deployment.apps', 'web', [
  required('spec.selector'),
  invalidValue('metadata.name', 'Web', 'must be lower case'),
  required('spec.selector'),
])

describe('outcome', () => {
  it.each<[string, unknown, string, number]>([
    ['an API error', notFound('pods', 'x'), 'Error from server (NotFound): pods "x" not found\n', 1],
    [
      'one cause',
      oneCause,
      'The Deployment "web" is invalid: spec.replicas: Invalid value: -1: must be at least 0\n',
      1,
    ],
    [
      'several causes, each once',
      twoCauses,
      'The Deployment "web" is invalid: \n* spec.selector: Required value\n* metadata.name: Invalid value: "Web": must be lower case\n',
      1,
    ],
    ['Invalid without details', new ApiError('Invalid', 'why'), 'The request is invalid: why\n', 1],
    ['a usage error', new UsageError('no', 'See this.'), 'error: no\nSee this.\n', 1],
    ['a failure', new FailedError('gone', 7), 'error: gone\n', 7],
    ['its own prefix', new FailedError('error: gone'), 'error: gone\n', 1],
    [
      'several errors, without prefixes of their own',
      new AggregateError([notFound('pods', 'x'), new FailedError('gone')]),
      'Error from server (NotFound): pods "x" not found\ngone\n',
      1,
    ],
    ['Forbidden', forbidden('pods', 'x', 'no'), 'Error from server (Forbidden): pods "x" is forbidden: no\n', 1],
  ])('%s', (_, error, text, code) => {
    expect(outcome(error)).toEqual({ text, code, fatal: false })
  })

  it('shows the stack of a bug', () => {
    expect(outcome(new TypeError('oops'))).toMatchObject({
      fatal: true,
      text: expect.stringContaining('TypeError: oops\n    at'),
    })
  })
})
