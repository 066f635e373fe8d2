import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { KubeObject } from '../lib/objects.ts'
import { openStore } from './sqlite-store.ts'
import type { Store } from './store.ts'

let folder: string
const stores: Store[] = []

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kubesim-history-'))
})
afterEach(() => {
  for (const store of stores.splice(0)) store.close()
  rmSync(folder, { recursive: true, force: true })
})

function open(): Store {
  const store = openStore(join(folder, 'state.db'), () => ({ index: [], tally: [] }))
  stores.push(store)
  return store
}

/** A state that shares what stays the same with the one before, as those of one transaction do. */
function put(store: Store, before: KubeObject | undefined, name: string, changed: object): KubeObject {
  const resourceVersion = String(store.revision + 1)
  const next = { apiVersion: 'v1', kind: 'Pod', ...before, ...changed } as KubeObject
  next.metadata = { ...before?.metadata, name, namespace: 'default', resourceVersion }
  store.put(`pods/default/${name}`, next)
  return next
}

test('another process reads every state that a transaction has gone through', () => {
  const store = open()
  const states: [number, string, KubeObject][] = []
  const see = (type: string, object: KubeObject) => states.push([store.revision, type, object])
  store.begin('write')
  const made = put(store, undefined, 'web', { spec: { containers: [] } })
  see('ADDED', made)
  see('ADDED', put(store, undefined, 'other', { spec: { nodeName: 'b' } }))
  const bound = put(store, made, 'web', { spec: { nodeName: 'a', containers: made['spec'] } })
  see('MODIFIED', bound)
  const running = put(store, bound, 'web', { status: { phase: 'Running' } })
  see('MODIFIED', running)
  store.commit()
  store.begin('write')
  const changed = put(store, running, 'web', { status: { phase: 'Failed' } })
  see('MODIFIED', changed)
  const last = { ...changed, metadata: { ...changed.metadata, resourceVersion: String(store.revision + 1) } }
  store.remove('pods/default/web', last)
  see('DELETED', last)
  store.commit()

  const reader = open()
  reader.begin('read')
  for (let since = 0; since <= states.length; since++) {
    const changes = reader.changes(since)!.map(({ revision, type, object }) => [revision, type, object])
    expect(changes).toEqual(states.slice(since))
    const there = new Map(states.slice(0, since).map(([, , object]) => [object.metadata.name, object]))
    if (since === states.length) there.delete('web')
    expect(new Map(reader.at(since, 'pods/'))).toEqual(
      new Map([...there].map(([name, object]) => [`pods/default/${name}`, object])),
    )
  }
  reader.commit()
})
