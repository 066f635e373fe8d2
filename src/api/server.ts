import type { KubeObject } from '../lib/objects.ts'
import { type Prng, prng } from '../lib/prng.ts'
import type { Ms } from '../lib/time.ts'
import type { Store } from '../store/store.ts'
import type { Call, Reply, User, Verb } from './call.ts'
import { ApiError, notFound } from './errors.ts'
import type { Admission, Connection, KindDefinition, KindRegistry, Reader } from './kind.ts'
import type { Entry } from './managed-fields/entries.ts'
import { withEveryEntry } from './managed-fields/index.ts'
import { keyOf, storeReader } from './reader.ts'
import { resourceOf } from './registry.ts'
import { connect } from './verbs/connect.ts'
import { create } from './verbs/create.ts'
import { remove, removeCollection } from './verbs/delete.ts'
import { get } from './verbs/get.ts'
import { list } from './verbs/list.ts'
import { patch } from './verbs/patch.ts'
import { update } from './verbs/update.ts'
import { watch } from './verbs/watch.ts'
import { Conversation } from './versions.ts'
import { consultOnConnect, type Limits, type Webhooks } from './webhooks.ts'

/** Answers a subresource that no kind owns (`pods/log`, `network/connect`). */
export type Handler = (call: Call, connection: Connection) => Reply

/** Throws Forbidden when the user that a call names may not make it. */
export type Authorize = (call: Call, read: Reader) => void

/** What the verbs work with. */
export interface Server {
  store: Store
  registry: KindRegistry
  read: Reader
  handlers: Record<string, Handler>
  webhooks: Webhooks
  limits: Limits
  now(): Ms
  /** Which part of the cluster is at work; undefined for calls from outside. */
  actor(): User | undefined
  rng(...purpose: (string | number)[]): Prng
  handle(call: Call): Reply
}

/** One request on its way through the pipeline. */
export interface Request {
  call: Call
  kind: KindDefinition<any>
  resource: string
  key: string
  dryRun: boolean
  /** From a controller: the body is an object made by us and is not decoded. */
  trusted: boolean
  warnings: string[]
  /** From server-side apply: who owns what afterwards. */
  managed?: Entry[]
}

const VERBS: Record<Verb, (server: Server, request: Request) => Reply> = {
  get,
  list,
  watch,
  create,
  update,
  patch,
  delete: remove,
  deletecollection: removeCollection,
  connect,
}

/** "kube-apiserver": one pipeline for every verb and kind. */
export class ApiServer implements Server {
  readonly store: Store
  readonly registry: KindRegistry
  readonly read: Reader
  readonly handlers: Record<string, Handler>
  /** Resources that have a handler. */
  readonly #handled: Set<string>
  readonly webhooks: Webhooks
  readonly limits: Limits
  readonly now: () => Ms
  readonly actor: () => User | undefined
  readonly #seed: () => number
  readonly #authorize: Authorize

  constructor(
    store: Store,
    registry: KindRegistry,
    handlers: Record<string, Handler>,
    clock: { now(): Ms; seed(): number; actor?(): User | undefined },
    authorize: Authorize = () => {},
    { webhooks = () => undefined, limits = () => {} }: { webhooks?: Webhooks; limits?: Limits } = {},
  ) {
    this.webhooks = webhooks
    this.limits = limits
    this.#authorize = authorize
    this.store = store
    this.registry = registry
    this.handlers = handlers
    this.#handled = new Set(Object.keys(handlers).map(path => path.slice(0, path.indexOf('/'))))
    this.read = storeReader(store)
    this.now = clock.now
    this.actor = clock.actor ?? (() => undefined)
    this.#seed = clock.seed
  }

  /** Where the store keeps an object. */
  keyFor({ apiVersion, kind, metadata }: KubeObject): string {
    const definition = this.registry.byKind(apiVersion, kind)
    if (!definition) throw new ApiError('NotFound', `no kind ${kind} in ${apiVersion}`)
    return keyOf(resourceOf(definition), definition.scope === 'Cluster' ? undefined : metadata.namespace, metadata.name)
  }

  rng(...purpose: (string | number)[]): Prng {
    return prng(this.#seed(), ...purpose)
  }

  /** Throws ApiError. `trusted` calls come from controllers and carry finished objects. */
  handle(call: Call, trusted = false): Reply {
    const { resource, namespace, name = '', subresource } = call
    const kind = this.registry.byResource(resource)
    if (!kind) {
      const spoken = this.registry.otherVersion(resource)
      if (spoken) {
        if (call.user) this.#authorize({ ...call, resource: resourceOf(spoken.kind) }, this.read)
        return new Conversation(this, spoken.kind, spoken.other).answer(call)
      }
    }
    if (call.user) this.#authorize(call, this.read)
    const handler = this.#handled.has(resource) ? this.handlers[`${resource}/${subresource ?? ''}`] : undefined
    if (handler) {
      const warnings: string[] = []
      consultOnConnect(this, call, warnings)
      const reply = handler(call, connectionOf(this, call, warnings))
      return { ...reply, warnings: [...warnings, ...reply.warnings] }
    }
    if (!kind) throw new ApiError('NotFound', 'the server could not find the requested resource')
    const request: Request = {
      call,
      kind,
      resource,
      key: keyOf(resource, kind.scope === 'Cluster' ? undefined : namespace, name),
      dryRun: call.query?.dryRun ?? false,
      trusted,
      warnings: kind.deprecated ? [kind.deprecated] : [],
    }
    try {
      if (!trusted && subresource === undefined && kind.without?.some(verb => verb === call.verb)) {
        throw new ApiError('MethodNotAllowed', 'the server does not allow this method on the requested resource')
      }
      if (subresource !== undefined && subresource !== 'status' && subresource !== 'scale')
        return connect(this, request)
      const reply = VERBS[call.verb](this, request)
      return call.query?.managedFields && !call.as ? { ...reply, body: withOwners(kind, reply.body) } : reply
    } catch (error) {
      if (error instanceof ApiError && request.warnings.length > 0) error.warnings = request.warnings
      throw error
    }
  }
}

/** An object or a List with all managedFields entries. */
function withOwners(kind: KindDefinition<any>, body: any): unknown {
  if (Array.isArray(body?.items)) return { ...body, items: body.items.map((item: any) => withEveryEntry(kind, item)) }
  return body?.kind === kind.names.kind ? withEveryEntry(kind, body) : body
}

/** The stored object that a request names. Throws NotFound. */
export function current(server: Server, { key, resource, call }: Request): KubeObject {
  const object = server.store.get(key)
  if (!object) throw notFound(resource, call.name ?? '')
  return object
}

export function admissionOf(server: Server, request: Request): Admission {
  return {
    read: server.read,
    now: server.now(),
    rng: (...purpose) => server.rng(...purpose),
    warn: text => request.warnings.push(text),
    note: name => server.store.note(name),
    setNote: (name, value) => {
      if (!request.dryRun) server.store.setNote(name, value)
    },
    dryRun: request.dryRun,
    subresource: request.call.subresource,
    registry: server.registry,
  }
}

/** Admission for calls that name a subresource of a kind or of the plant. */
export function connectionOf(server: Server, call: Call, warnings: string[]): Connection {
  const dryRun = call.query?.dryRun ?? false
  return {
    read: server.read,
    now: server.now(),
    rng: (...purpose) => server.rng(...purpose),
    warn: text => warnings.push(text),
    note: name => server.store.note(name),
    setNote: (name, value) => {
      if (!dryRun) server.store.setNote(name, value)
    },
    dryRun,
    subresource: call.subresource,
    registry: server.registry,
    handle: inner => server.handle(inner),
    wake: (controller, key) => {
      if (!dryRun) server.store.queue.add(controller, key, server.now())
    },
    write: object => {
      const kind = server.registry.byKind(object.apiVersion, object.kind)!
      const next = { ...object, metadata: { ...object.metadata, resourceVersion: String(server.store.revision + 1) } }
      if (dryRun) return object
      server.store.put(
        keyOf(resourceOf(kind), kind.scope === 'Cluster' ? undefined : object.metadata.namespace, object.metadata.name),
        next,
      )
      return next
    },
  }
}
