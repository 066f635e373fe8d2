import { expect, test } from 'vitest'
import type { Labels, Pod } from '../../../lib/objects.ts'
import { missesOf } from './selection.ts'

const pod = (labels: Labels) => ({ metadata: { name: 'p', labels } }) as unknown as Pod

test.each<[string, Labels, Labels, string]>([
  ['all pairs', { app: 'web' }, { app: 'web', tier: 'x' }, ''],
  ['a mistyped value', { app: 'wbe' }, { app: 'web' }, 'app=wbe <~ app=web'],
  ['another value', { app: 'web', version: 'v2' }, { app: 'web', version: 'v1' }, 'version=v2 < version=v1'],
  ['a mistyped key', { ap: 'web' }, { app: 'web' }, 'ap=web <~ app=web'],
  ['capitals', { App: 'Web' }, { app: 'web' }, 'App=Web <~ app=web'],
  [
    'another key of the same value',
    { app: 'web' },
    { 'app.kubernetes.io/name': 'web' },
    'app=web <- app.kubernetes.io/name=web',
  ],
  ['nothing like it', { app: 'web' }, { tier: 'db' }, 'app=web'],
  ['one of two', { app: 'web', tier: 'front' }, { app: 'web' }, 'tier=front'],
])('%s', (_, selector, labels, expected) => {
  const told = missesOf(selector, pod(labels)).map(({ key, value, instead }) => {
    const sign = instead?.nearly ? '<~' : instead?.moved ? '<-' : '<'
    return `${key}=${value}${instead ? ` ${sign} ${instead.key}=${instead.value}` : ''}`
  })
  expect(told.join(', ')).toBe(expected)
})
