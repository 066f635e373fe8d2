import { expect, test } from 'vitest'
import { staySeconds, type Tolerations, tolerates } from './tolerations.ts'

const taint = { key: 'dedicated', value: 'batch', effect: 'NoExecute' }

test.each<[string, Tolerations, boolean, number]>([
  ['none', [], false, 0],
  ['equal', [{ key: 'dedicated', value: 'batch' }], true, Number.POSITIVE_INFINITY],
  ['another value', [{ key: 'dedicated', value: 'web' }], false, 0],
  ['another effect', [{ key: 'dedicated', value: 'batch', effect: 'NoSchedule' }], false, 0],
  ['exists', [{ key: 'dedicated', operator: 'Exists' }], true, Number.POSITIVE_INFINITY],
  ['everything', [{ operator: 'Exists' }], true, Number.POSITIVE_INFINITY],
  ['for a time', [{ key: 'dedicated', operator: 'Exists', tolerationSeconds: 30 }], true, 30],
  [
    'the shorter time',
    [
      { operator: 'Exists', tolerationSeconds: 30 },
      { operator: 'Exists', tolerationSeconds: 5 },
    ],
    true,
    5,
  ],
  ['not at all', [{ operator: 'Exists', tolerationSeconds: -1 }], true, 0],
])('%s', (_, tolerations, tolerated, seconds) => {
  expect(tolerates(tolerations, taint)).toBe(tolerated)
  expect(staySeconds(tolerations, [taint])).toBe(seconds)
})
