import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { KubeObject } from '../lib/objects.ts'
import { openStore } from './sqlite-store.ts'
import { withStanding } from './standing.ts'
import type { Store } from './store.ts'

let folder: string
let store: Store
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kubesim-standing-'))
  store = open()
  store.begin('write')
})
afterEach(() => {
  store.close()
  rmSync(folder, { recursive: true })
})

const role = (name: string, revision: number, more: object = {}): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Role',
  metadata: { name, resourceVersion: String(revision) },
  ...more,
})

const open = () =>
  withStanding(
    openStore(join(folder, 'state.db'), () => ({ index: [], tally: [] })),
    {
      mayHave: key => key.startsWith('roles/'),
      objects: () => new Map(['a', 'b', 'c'].map((name, i) => [`roles//${name}`, role(name, 1000 + i)])),
    },
  )

const names = () => store.list('roles/').map(({ metadata }) => metadata.name)
const told = () => store.drain().map(({ type, key, previous }) => `${type} ${key}${previous ? ' was there' : ''}`)

/** Another process looks. */
function anew(): void {
  store.commit()
  store.close()
  store = open()
  store.begin('write')
}

test('they are found, and cost no revision', () => {
  expect([names(), store.count('roles/'), store.revision]).toEqual([['a', 'b', 'c'], 3, 0])
  expect(store.get('roles//b')?.metadata.resourceVersion).toBe('1001')
  expect(store.get('roles//d')).toBeUndefined()
  expect(store.list('')).toEqual([])
})

test('others stand between them', () => {
  store.put('roles//aa', role('aa', 1))
  expect(names()).toEqual(['a', 'aa', 'b', 'c'])
  expect(told()).toEqual(['ADDED roles//aa'])
})

test('a change is a change of what was there', () => {
  store.put('roles//b', role('b', 1, { rules: [] }))
  expect(told()).toEqual(['MODIFIED roles//b was there'])
  anew()
  expect([names(), store.get('roles//b')]).toEqual([['a', 'b', 'c'], role('b', 1, { rules: [] })])
  expect(store.changes(0)!.map(({ type }) => type)).toEqual(['MODIFIED'])
  store.put('roles//b', role('b', 2))
  expect(store.changes(0)!.map(({ type }) => type)).toEqual(['MODIFIED', 'MODIFIED'])
})

test('what is removed stays away, and can be made again', () => {
  store.remove('roles//a', role('a', 1))
  expect(told()).toEqual(['DELETED roles//a was there'])
  anew()
  expect([names(), store.get('roles//a')]).toEqual([['b', 'c'], undefined])
  expect(store.changes(0)!.map(({ type }) => type)).toEqual(['DELETED'])
  store.put('roles//a', role('a', 3))
  expect([names(), told()]).toEqual([['a', 'b', 'c'], ['ADDED roles//a']])
})

test('one that an older file has instead is removed for good', () => {
  store.rollback()
  store.close()
  const older = openStore(join(folder, 'state.db'), () => ({ index: [], tally: [] }))
  older.begin('write')
  older.put('roles//a', role('a', 1, { rules: ['own'] }))
  older.commit()
  older.close()
  store = open()
  store.begin('write')
  expect([names(), store.get('roles//a')?.['rules']]).toEqual([['a', 'b', 'c'], ['own']])
  store.remove('roles//a', role('a', 2))
  expect(names()).toEqual(['b', 'c'])
})

test('what is not kept has not happened', () => {
  store.remove('roles//a', role('a', 1))
  store.rollback()
  store.begin('write')
  expect(names()).toEqual(['a', 'b', 'c'])
})

test('pages hold both sorts, also those of an earlier revision', () => {
  store.put('roles//bb', role('bb', 1))
  const { revision } = store
  const named = (objects: Iterable<KubeObject>) => [...objects].map(({ metadata }) => metadata.name)
  expect([named(store.list('roles/', 'roles//b', 2)), store.count('roles/', 'roles//b')]).toEqual([['b', 'bb'], 3])
  store.remove('roles//b', role('b', 2))
  store.put('roles//a', role('a', 3, { rules: [] }))
  expect(named(store.list('roles/'))).toEqual(['a', 'bb', 'c'])
  expect(named(store.at(revision, 'roles/')!.values())).toEqual(['a', 'b', 'bb', 'c'])
  expect(store.at(revision, 'roles/')!.get('roles//a')?.['rules']).toBeUndefined()
})
