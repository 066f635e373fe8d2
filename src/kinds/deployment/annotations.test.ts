import { describe, expect, it } from 'vitest'
import type { Deployment, ReplicaSet } from '../../lib/objects.ts'
import { newestAnnotations, rolledBackAnnotations } from './annotations.ts'

const REVISION = 'deployment.kubernetes.io/revision'
const HISTORY = 'deployment.kubernetes.io/revision-history'
const APPLIED = 'kubectl.kubernetes.io/last-applied-configuration'

const annotated = (annotations: object) => ({ metadata: { annotations } }) as unknown as Deployment & ReplicaSet

describe('annotations of the newest ReplicaSet', () => {
  const d = annotated({ [REVISION]: '1', [APPLIED]: '{}', note: 'hello' })
  it.each([
    ['a new one', undefined, 2, { note: 'hello', [REVISION]: '2' }],
    ['the same one again', { [REVISION]: '2', other: 'x' }, 2, { other: 'x', note: 'hello', [REVISION]: '2' }],
    ['a higher one than asked for stays', { [REVISION]: '5' }, 2, { note: 'hello', [REVISION]: '5' }],
    ['one that comes back', { [REVISION]: '1' }, 4, { note: 'hello', [REVISION]: '4', [HISTORY]: '1' }],
    [
      'and comes back once more',
      { [REVISION]: '4', [HISTORY]: '1' },
      10,
      { note: 'hello', [REVISION]: '10', [HISTORY]: '1,4' },
    ],
  ] as [string, Record<string, string> | undefined, number, object][])('%s', (_, old, revision, expected) => {
    expect(newestAnnotations(old, d, revision)).toEqual(expected)
  })
})

it('a rollback takes the annotations of the ReplicaSet and keeps what is the Deployment’s own', () => {
  const d = annotated({ [REVISION]: '3', [APPLIED]: '{}', note: 'new' })
  const rs = annotated({ [REVISION]: '1', 'deployment.kubernetes.io/max-replicas': '4', cause: 'first' })
  expect(rolledBackAnnotations(d, rs)).toEqual({ [REVISION]: '3', [APPLIED]: '{}', cause: 'first' })
})
