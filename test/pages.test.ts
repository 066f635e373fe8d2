import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Query } from '../src/api/call.ts'
import { ApiError } from '../src/api/errors.ts'
import { Registry } from '../src/api/registry.ts'
import { ApiServer } from '../src/api/server.ts'
import { termsOf } from '../src/api/terms.ts'
import { configMaps } from '../src/kinds/configmap.ts'
import { openStore } from '../src/store/sqlite-store.ts'
import type { Store } from '../src/store/store.ts'

/** Lists in pages, over a store whose log forgets. */

let folder: string
let store: Store
let server: ApiServer

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kubesim-'))
  const kinds = new Registry([configMaps])
  store = openStore(join(folder, 'state.db'), termsOf(kinds))
  server = new ApiServer(store, kinds, {}, { now: () => 0, seed: () => 1 })
  store.begin('write')
})
afterEach(() => {
  store.close()
  rmSync(folder, { recursive: true, force: true })
})

function put(name: string, labels = {}): void {
  const metadata = { name, namespace: 'default', labels, resourceVersion: String(store.revision + 1) }
  store.put(`configmaps/default/${name}`, { apiVersion: 'v1', kind: 'ConfigMap', metadata })
}

const remove = (name: string) => store.remove(`configmaps/default/${name}`, store.get(`configmaps/default/${name}`)!)

function page(query: Query): { names: string[]; metadata: { continue?: string; remainingItemCount?: number } } {
  const { items, metadata } = server.handle({ verb: 'list', resource: 'configmaps', namespace: 'default', query }).body
  return { names: items.map((item: any) => item.metadata.name), metadata }
}

/** The names of every page. `meanwhile` happens after each. */
function pages(query: Query, meanwhile: () => void = () => {}): string[][] {
  const all: string[][] = []
  for (let token: string | undefined; all.length === 0 || token; ) {
    const { names, metadata } = page({ ...query, continue: token })
    all.push(names)
    token = metadata.continue
    meanwhile()
  }
  return all
}

test('many objects, some of which match', () => {
  for (let i = 0; i < 1200; i++) put(`c${String(i).padStart(4, '0')}`, i % 100 === 0 ? { round: 'yes' } : {})
  expect(pages({ limit: 500 }).map(names => names.length)).toEqual([500, 500, 200])
  expect(pages({ limit: 400 }).map(names => names.length)).toEqual([400, 400, 400])
  const round = pages({ limit: 5, labelSelector: 'round=yes' })
  expect(round.map(names => names.length)).toEqual([5, 5, 2])
  expect(round.flat()[11]).toBe('c1100')
  // There may be more behind the last that matches; only the next page tells.
  expect(pages({ limit: 12, labelSelector: 'round=yes' }).map(names => names.length)).toEqual([12, 0])
  // One name is looked up and not listed.
  expect(page({ limit: 1, fieldSelector: 'metadata.name=c0001' }).metadata.continue).toBeUndefined()
})

test('every page is of the revision of the first', () => {
  for (const name of ['a', 'b', 'c', 'd']) put(name)
  let n = 0
  const seen = pages({ limit: 1 }, () => {
    if (n++ === 0) remove('c')
    put(`b${n}`)
    put('d', { changed: String(n) })
  })
  expect(seen).toEqual([['a'], ['b'], ['c'], ['d']])
})

test('a token older than the log', () => {
  for (const name of ['a', 'b', 'c']) put(name)
  const token = page({ limit: 1 }).metadata.continue
  for (let i = 0; i < 20_001; i++) put('b', { i: String(i) })
  put('bb')
  store.commit()
  store.begin('write')
  const refusal = refused(() => page({ limit: 1, continue: token }))
  expect(refusal.status).toMatchObject({ code: 410, reason: 'Expired' })
  expect(refusal.message).toMatch(/^The provided continue parameter is too old to display a consistent list result\./)
  // Its own token goes on with what there is now.
  const rest = page({ limit: 2, continue: refusal.status.metadata.continue })
  expect(rest.names).toEqual(['b', 'bb'])
  expect(rest.metadata.remainingItemCount).toBe(1)
  expect(page({ continue: rest.metadata.continue }).names).toEqual(['c'])
})

function refused(act: () => unknown): ApiError {
  try {
    act()
  } catch (error) {
    if (error instanceof ApiError) return error
    throw error
  }
  throw new Error('it was not refused')
}
