import { expect, test } from 'vitest'
import type { PersistentVolumeClaim } from '../../lib/objects.ts'
import { allocated, began, expanded, given, isOnNode, onNode } from './status.ts'

const GI = 1024 ** 3
const claim = {
  metadata: { name: 'data' },
  spec: { resources: { requests: { storage: '3Gi' } } },
  status: { phase: 'Bound', capacity: { storage: '1Gi' } },
} as unknown as PersistentVolumeClaim
const after = (each: PersistentVolumeClaim, status: object) => ({ ...each, status }) as PersistentVolumeClaim
const conditions = ({ status }: PersistentVolumeClaim) => status.conditions?.map(({ type }) => type) ?? []

test('a claim grows step by step', () => {
  expect([given(claim), allocated(claim), isOnNode(claim)]).toEqual([GI, 0, false])
  const resizing = after(claim, began(claim, 0))
  expect([given(resizing), allocated(resizing), isOnNode(resizing)]).toEqual([GI, 3 * GI, false])
  expect(conditions(resizing)).toEqual(['Resizing'])
  const waiting = after(resizing, onNode(resizing, 1000))
  expect([given(waiting), isOnNode(waiting)]).toEqual([GI, true])
  expect(conditions(waiting)).toEqual(['Resizing', 'FileSystemResizePending'])
  const done = after(waiting, expanded(waiting))
  expect([given(done), allocated(done), isOnNode(done)]).toEqual([3 * GI, 3 * GI, false])
  expect(conditions(done)).toEqual([])
})

test('it begins anew when more is asked for on the way', () => {
  const waiting = after(claim, onNode(after(claim, began(claim, 0)), 1000))
  const more = { ...waiting, spec: { resources: { requests: { storage: '4Gi' } } } } as unknown as PersistentVolumeClaim
  const again = after(more, began(more, 2000))
  expect([allocated(again), isOnNode(again)]).toEqual([4 * GI, false])
  expect(conditions(again)).toEqual(['Resizing'])
})
