import { expect, test } from 'vitest'
import { namespaceConditions } from './conditions.ts'

test.each([
  [{}, {}, ['All content successfully removed', 'All content-preserving finalizers finished']],
  [
    { pods: 2, 'deployments.apps': 1 },
    { 'example.com/hold': 2 },
    [
      'Some resources are remaining: deployments.apps has 1 resource instances, pods. has 2 resource instances',
      'Some content in the namespace has finalizers remaining: example.com/hold in 2 resource instances',
    ],
  ],
])('%o %o', (resources, finalizers, messages) => {
  const remains = {
    resources: new Map(Object.entries(resources)),
    finalizers: new Map(Object.entries(finalizers)),
    failures: [],
    stale: [],
  }
  expect(
    namespaceConditions(undefined, remains as never, 0)
      .map(c => c.message)
      .slice(3),
  ).toEqual(messages)
})

test('what could not be found out, and what could not be deleted', () => {
  const remains = {
    resources: new Map(),
    finalizers: new Map(),
    failures: ['no', 'never'],
    stale: ['a.example.com/v1'],
  }
  const told = namespaceConditions(undefined, remains, 0).map(c => `${c.status} ${c.reason}: ${c.message}`)
  expect([told[0], told[2]]).toEqual([
    'True DiscoveryFailed: Discovery failed for some groups, 1 failing: unable to retrieve the complete list of server APIs: a.example.com/v1: stale GroupVersion discovery: a.example.com/v1',
    'True ContentDeletionFailed: Failed to delete all resource types, 2 remaining: no, never',
  ])
})
