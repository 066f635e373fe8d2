import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { KubeObject } from '../lib/objects.ts'
import { openStore } from './sqlite-store.ts'
import type { Store } from './store.ts'

let folder: string
let store: Store

const open = () =>
  openStore(join(folder, 'state.db'), (_, { spec }) => ({
    index: spec.owner ? [`owner=${spec.owner}`] : [],
    tally: [],
  }))

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kubesim-'))
  store = open()
})

afterEach(() => {
  store.close()
  rmSync(folder, { recursive: true })
})

function put(name: string, spec: object): void {
  const metadata = { name, resourceVersion: String(store.revision + 1) }
  store.put(`pods/default/${name}`, { apiVersion: 'v1', kind: 'Pod', metadata, spec })
}

const remove = (name: string) => store.remove(`pods/default/${name}`, store.get(`pods/default/${name}`)!)

const reopen = () => {
  store.commit()
  store.close()
  store = open()
  store.begin('read')
}

const names = (objects: KubeObject[]) => objects.map(each => each.metadata.name)

test('tens of thousands of revisions in one transaction leave what is current', () => {
  store.begin('write')
  put('first', { owner: 'a' })
  for (let i = 0; i < 15_000; i++) {
    put(`p${i}`, { owner: i % 2 ? 'a' : 'b' })
    put('busy', { count: i })
    if (i >= 3) remove(`p${i - 3}`)
    store.drain()
  }
  expect(names(store.find('pods', 'owner=a'))).toEqual(['first', 'p14997', 'p14999'])
  const { revision } = store
  reopen()
  expect(store.revision).toBe(revision)
  expect(names(store.list('pods/'))).toEqual(['busy', 'first', 'p14997', 'p14998', 'p14999'])
  expect(store.get('pods/default/busy')!.spec).toEqual({ count: 14_999 })
  expect(names(store.find('pods', 'owner=a'))).toEqual(['first', 'p14997', 'p14999'])
  expect(names(store.find('pods', 'owner=b'))).toEqual(['p14998'])
  expect(store.changes(revision - 1001)).toBeUndefined()
  expect(store.changes(revision)).toEqual([])
})

test('what was there before can go and come back', () => {
  store.begin('write')
  put('x', { owner: 'a' })
  put('y', { owner: 'a' })
  reopen()
  store.commit()
  store.begin('write')
  // Enough that is not there for the names to be read in bulk.
  for (let i = 0; i < 600; i++)
    expect([store.get(`pods/default/no${i}`), store.find('pods', `owner=no${i}`)]).toEqual([undefined, []])
  remove('x')
  put('x', { owner: 'b' })
  remove('y')
  put('z', { owner: 'a' })
  remove('z')
  put('z', { owner: 'c' })
  reopen()
  expect(names(store.list('pods/'))).toEqual(['x', 'z'])
  expect(['a', 'b', 'c'].map(owner => names(store.find('pods', `owner=${owner}`)))).toEqual([[], ['x'], ['z']])
})
