import { expect, test } from 'vitest'
import type { PolicyRule } from '../../lib/objects.ts'
import { uncovered } from './escalation.ts'

const rule = (verbs: string[], resources: string[], more: Partial<PolicyRule> = {}): PolicyRule => ({
  apiGroups: [''],
  resources,
  verbs,
  ...more,
})

test.each<[string, PolicyRule[], PolicyRule[], string[]]>([
  ['the same', [rule(['get'], ['pods'])], [rule(['get'], ['pods'])], []],
  [
    'put together of several',
    [rule(['get'], ['pods']), rule(['list'], ['pods'])],
    [rule(['get', 'list'], ['pods'])],
    [],
  ],
  ['everything', [rule(['*'], ['*'], { apiGroups: ['*'] })], [rule(['escalate'], ['roles'], { apiGroups: ['x'] })], []],
  ['all of a subresource', [rule(['update'], ['*/scale'])], [rule(['update'], ['deployments/scale'])], []],
  ['URLs below', [{ verbs: ['get'], nonResourceURLs: ['/a/*'] }], [{ verbs: ['get'], nonResourceURLs: ['/a/b'] }], []],
  [
    'more verbs, told by resource',
    [rule(['get'], ['pods'])],
    [rule(['get', 'list', 'watch'], ['pods', 'secrets'])],
    [
      '{APIGroups:[""], Resources:["pods"], Verbs:["list" "watch"]}',
      '{APIGroups:[""], Resources:["secrets"], Verbs:["get" "list" "watch"]}',
    ],
  ],
  [
    'all where one has a name',
    [rule(['get'], ['pods'], { resourceNames: ['web'] })],
    [rule(['get'], ['pods']), rule(['get'], ['pods'], { resourceNames: ['web', 'db'] })],
    [
      '{APIGroups:[""], Resources:["pods"], ResourceNames:["db"], Verbs:["get"]}',
      '{APIGroups:[""], Resources:["pods"], Verbs:["get"]}',
    ],
  ],
  [
    'a URL',
    [],
    [{ verbs: ['get', 'post'], nonResourceURLs: ['/x'] }],
    ['{NonResourceURLs:["/x"], Verbs:["get"]}', '{NonResourceURLs:["/x"], Verbs:["post"]}'],
  ],
])('%s', (_, own, granted, missing) => expect(uncovered(own, granted)).toEqual(missing))
