import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Call } from '../src/api/call.ts'
import { Registry } from '../src/api/registry.ts'
import { ApiServer } from '../src/api/server.ts'
import { sameTerms, termsOf } from '../src/api/terms.ts'
import type { Controller } from '../src/engine/controller.ts'
import { Engine } from '../src/engine/engine.ts'
import { configMaps } from '../src/kinds/configmap.ts'
import { events } from '../src/kinds/event.ts'
import { namespaces } from '../src/kinds/namespace.ts'
import { nodes } from '../src/kinds/node/index.ts'
import { secrets } from '../src/kinds/secret.ts'
import { serviceAccounts } from '../src/kinds/serviceaccount.ts'
import type { KubeObject } from '../src/lib/objects.ts'
import { openStore } from '../src/store/sqlite-store.ts'
import type { Store } from '../src/store/store.ts'
import { eventTtl } from '../src/cluster/event-ttl/index.ts'
import { garbageCollector } from '../src/cluster/garbage-collector/index.ts'
import {
  namespaceController,
  rootCertificatePublisher,
  serviceAccountController,
} from '../src/cluster/namespace-lifecycle/index.ts'
import { node } from '../src/cluster/seed/nodes.ts'

const START = Date.parse('2026-11-22T04:00:00Z')
const HOUR = 3_600_000

/** Tells an Event about every ConfigMap that comes. */
const herald: Controller = {
  name: 'herald',
  watches: [
    {
      resource: 'configmaps',
      keys: ({ type, object }) => (type === 'ADDED' ? [`${object.metadata.namespace}/${object.metadata.name}`] : []),
    },
  ],
  reconcile(key, { read, event }) {
    const [namespace, name] = key.split('/') as [string, string]
    const config = read.get<KubeObject>('configmaps', namespace, name)
    if (config) event(config, 'Normal', 'Came', 'hello', { from: 'herald' })
  },
}

let folder: string
let store: Store
let engine: Engine
let server: ApiServer

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kubesim-'))
  const kinds = new Registry([namespaces, nodes, configMaps, secrets, serviceAccounts, events])
  store = openStore(join(folder, 'state.db'), termsOf(kinds), { freeze: true, sameTerms: sameTerms(kinds) })
  server = new ApiServer(store, kinds, {}, { now: () => engine.now, seed: () => 1 })
  const plant = [garbageCollector, namespaceController, serviceAccountController, rootCertificatePublisher, eventTtl]
  const own = kinds.kinds.flatMap(kind => kind.controllers ?? [])
  engine = new Engine(store, server, [...plant, ...own, herald], START)
  store.begin('write')
  create('namespaces', 'lab')
})

afterEach(() => {
  store.close()
  rmSync(folder, { recursive: true })
})

const call = (c: Partial<Call> & Pick<Call, 'verb' | 'resource'>) => {
  const reply = server.handle({ namespace: c.resource === 'namespaces' ? undefined : 'lab', ...c })
  engine.advanceTo(engine.now)
  return reply.body
}

function create(resource: string, name: string, rest: object = {}, metadata: object = {}): KubeObject {
  const namespace = resource === 'namespaces' ? undefined : 'lab'
  return call({ verb: 'create', resource, body: { metadata: { name, namespace, ...metadata }, ...rest } })
}

const names = (resource: string) => store.list(`${resource}/`).map(o => o.metadata.name)

const ownedBy = ({ kind, metadata }: KubeObject, blockOwnerDeletion = true) => ({
  ownerReferences: [{ apiVersion: 'v1', kind, name: metadata.name, uid: metadata.uid, blockOwnerDeletion }],
})

const own = (resource: string) => names(resource).filter(name => name !== 'kube-root-ca.crt')

test('a namespace is furnished, and again when somebody takes something away', () => {
  expect([names('serviceaccounts'), names('configmaps')]).toEqual([['default'], ['kube-root-ca.crt']])
  call({ verb: 'delete', resource: 'serviceaccounts', name: 'default' })
  expect(names('serviceaccounts')).toEqual(['default'])
})

test('a namespace goes with all that is in it', () => {
  create('configmaps', 'notes')
  create('secrets', 'keys')
  expect(call({ verb: 'delete', resource: 'namespaces', name: 'lab' }).status.phase).toBe('Terminating')
  expect(store.list('').map(o => `${o.kind} ${o.metadata.name}`)).toEqual([])
})

test('a namespace waits for finalizers, and says so', () => {
  create('configmaps', 'notes', {}, { finalizers: ['example.com/hold'] })
  call({ verb: 'delete', resource: 'namespaces', name: 'lab' })
  const conditions = store.get('namespaces//lab')!['status'].conditions
  expect(conditions.map((c: { message: string }) => c.message).slice(3)).toEqual([
    'Some resources are remaining: configmaps. has 1 resource instances',
    'Some content in the namespace has finalizers remaining: example.com/hold in 1 resource instances',
  ])
  expect(() => create('secrets', 'late')).toThrow(
    'secrets "late" is forbidden: unable to create new content in namespace lab because it is being terminated',
  )
  call({
    verb: 'patch',
    resource: 'configmaps',
    name: 'notes',
    body: { metadata: { finalizers: null } },
    query: { patchType: 'merge' },
  })
  expect(names('namespaces')).toEqual([])
})

test('dependents follow their owner in the background, through generations', () => {
  const a = create('configmaps', 'a')
  const b = create('configmaps', 'b', {}, ownedBy(a))
  create('secrets', 'c', {}, ownedBy(b))
  call({ verb: 'delete', resource: 'configmaps', name: 'a' })
  expect([...own('configmaps'), ...names('secrets')]).toEqual([])
})

test('a dependent of somebody who never was goes at once', () => {
  create('configmaps', 'b', {}, ownedBy({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'ghost', uid: '1' } }))
  expect(own('configmaps')).toEqual([])
})

test('in the foreground the owner goes last', () => {
  const a = create('configmaps', 'a')
  const b = create('configmaps', 'b', {}, ownedBy(a))
  create('secrets', 'c', {}, { ...ownedBy(b), finalizers: ['example.com/hold'] })
  call({ verb: 'delete', resource: 'configmaps', name: 'a', query: { propagationPolicy: 'Foreground' } })
  expect(own('configmaps')).toEqual(['a', 'b'])
  expect(store.get('configmaps/lab/b')!.metadata.finalizers).toEqual(['foregroundDeletion'])
  call({
    verb: 'patch',
    resource: 'secrets',
    name: 'c',
    body: { metadata: { finalizers: null } },
    query: { patchType: 'merge' },
  })
  expect([...own('configmaps'), ...names('secrets')]).toEqual([])
})

test('orphans stay without an owner', () => {
  const a = create('configmaps', 'a')
  create('secrets', 'b', {}, ownedBy(a))
  call({ verb: 'delete', resource: 'configmaps', name: 'a', query: { propagationPolicy: 'Orphan' } })
  expect(own('configmaps')).toEqual([])
  expect(store.get('secrets/lab/b')!.metadata.ownerReferences).toBeUndefined()
})

test('a cordoned node is tainted', () => {
  const unschedulable = { apiVersion: 'v1', kind: 'Node', metadata: { name: 'n' }, spec: { unschedulable: true } }
  engine.api.create(node(1, { nodes: 3, zones: ['a'], seed: 1, now: START }))
  engine.api.create(unschedulable as unknown as KubeObject)
  engine.advanceTo(engine.now)
  const taints = () => store.list('nodes/').map(n => n['spec'].taints?.map((t: { key: string }) => t.key))
  expect(taints()).toEqual([undefined, ['node.kubernetes.io/unschedulable']])
  call({
    verb: 'patch',
    resource: 'nodes',
    namespace: undefined,
    name: 'n',
    body: { spec: { unschedulable: null } },
    query: { patchType: 'merge' },
  })
  expect(taints()).toEqual([undefined, undefined])
})

test('events go an hour after they were seen, and then the queue is empty', () => {
  engine.advanceTo(START + HOUR / 2)
  create('configmaps', 'x')
  expect(names('events').length).toBe(2)
  engine.advanceTo(START + HOUR + 60_000)
  expect(names('events').length).toBe(1)
  engine.advanceTo(START + 2 * HOUR)
  expect([names('events').length, engine.nextDue()]).toEqual([0, undefined])
})

test('a command may do any number of things in one instant', () => {
  for (let i = 0; i <= 2_001; i++) call({ verb: 'delete', resource: 'serviceaccounts', name: 'default' })
  expect(names('serviceaccounts')).toEqual(['default'])
})
