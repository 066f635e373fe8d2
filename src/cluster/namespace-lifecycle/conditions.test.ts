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
  const remains = { resources: new Map(Object.entries(resources)), finalizers: new Map(Object.entries(finalizers)) }
  expect(
    namespaceConditions(undefined, remains as never, 0)
      .map(c => c.message)
      .slice(3),
  ).toEqual(messages)
})
