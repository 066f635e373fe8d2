import { expect, test } from 'vitest'
import type { KubeObject } from '../../lib/objects.ts'
import { type Decision, type OwnerState, plan } from './plan.ts'

const owned = (owners: string[], metadata = {}): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    name: 'x',
    ownerReferences: owners.map(uid => ({ apiVersion: 'v1', kind: 'Any', name: uid, uid })),
    ...metadata,
  },
})

const DELETE = (policy: 'Background' | 'Foreground' | 'Orphan'): Decision => ({ act: 'delete', policy })
const KEEP: Decision = { act: 'keep' }
const BEING_DELETED = { deletionTimestamp: '2026-01-01T00:00:00Z' }

test.each<[string, KubeObject, boolean, Decision]>([
  ['nobody owns it', owned([]), false, KEEP],
  ['its owner lives', owned(['alive']), false, KEEP],
  ['its owner has gone', owned(['absent']), false, DELETE('Background')],
  ['one of two owners lives', owned(['alive', 'absent']), false, { act: 'release', from: ['absent'] }],
  ['one lives, one waits', owned(['waiting', 'alive']), true, { act: 'release', from: ['waiting'] }],
  ['its owner waits for it', owned(['waiting']), false, DELETE('Background')],
  ['its owner waits for it and for its dependents', owned(['waiting']), true, DELETE('Foreground')],
  ['it would orphan its own', owned(['absent'], { finalizers: ['orphan'] }), true, DELETE('Orphan')],
  ['it is on its way out', owned(['absent'], BEING_DELETED), false, KEEP],
])('%s', (_, dependent, hasDependents, decision) => {
  const stateOf = ({ uid }: { uid: string }) => uid as OwnerState
  expect(plan(dependent, stateOf, () => hasDependents)).toEqual(decision)
})
