import type { Call, User } from '../api/call.ts'
import { objectModified } from '../api/errors.ts'
import { keyOf } from '../api/reader.ts'
import { resourceOf } from '../api/registry.ts'
import type { ApiServer } from '../api/server.ts'
import type { KubeObject } from '../lib/objects.ts'
import { within } from '../lib/term.ts'
import type { Ms } from '../lib/time.ts'
import type { Change, Store } from '../store/store.ts'
import { component } from './actor.ts'
import type { Api, Context, Controller, Watch } from './controller.ts'
import { patient } from './patient.ts'
import { record } from './recorder.ts'

/** So often may one key be reconciled in one instant before it counts as a fight between controllers. */
const FIGHT = 2_000

/** Controllers undo each other's work for ever. */
export class FightError extends Error {}

/** A controller, made patient, and what it works with. */
interface Busy {
  controller: Controller
  context: Context
}

interface Watching {
  controller: string
  watch: Watch
}

/** "Time": plays the queue. It is told the time and never asks. */
export class Engine {
  readonly #store: Store
  readonly #server: ApiServer
  readonly #controllers = new Map<string, Controller>()
  /** Those that had something to do. */
  readonly #busy = new Map<string, Busy>()
  readonly #watches = new Map<string, Watching[]>()
  readonly #everything: Watching[] = []
  readonly #api: Api
  #now: Ms
  /** The round that is being played. */
  #acting: { controller: Controller; key: string } | undefined
  /** Reconciles in the present instant, and once they are many, by queue item. */
  #played = 0
  readonly #rounds = new Map<string, number>()

  constructor(store: Store, server: ApiServer, controllers: Controller[], now: Ms) {
    this.#store = store
    this.#server = server
    this.#now = now
    this.#api = trustedApi(server)
    // Every command begins here, and iterators cost more than what is done: loops by index.
    for (let i = 0; i < controllers.length; i++) {
      const { name, watches } = controllers[i]!
      this.#controllers.set(name, controllers[i]!)
      for (let j = 0; j < watches.length; j++) {
        const watch = watches[j]!
        const entry = { controller: name, watch }
        const others = watch.resource === '*' ? this.#everything : this.#watches.get(watch.resource)
        if (others) others.push(entry)
        else this.#watches.set(watch.resource, [entry])
      }
    }
  }

  get now(): Ms {
    return this.#now
  }

  /** Who is at work; undefined for what is done from outside. */
  get actor(): User | undefined {
    if (!this.#acting) return undefined
    const { controller, key } = this.#acting
    const { name, user = `${name}-controller` } = controller
    return component(typeof user === 'function' ? user(key, this.#server.read) : user)
  }

  get api(): Api {
    return this.#api
  }

  /** The earliest moment at which something is due; undefined when nothing is. */
  nextDue(): Ms | undefined {
    return this.#store.queue.peek()?.at
  }

  /** Sets the clock without playing anything; only for a store that was just opened. */
  resume(now: Ms): void {
    if (now !== this.#now) this.#beginInstant()
    this.#now = now
  }

  /**
   * Plays everything due at `until` or before, each at its own moment, and leaves the clock there. Never goes back.
   * Throws FightError.
   */
  advanceTo(until: Ms): void {
    // What a command does in one instant, call after call, is no fight.
    this.#beginInstant()
    this.observe()
    for (let due = this.#store.queue.take(until); due; due = this.#store.queue.take(until)) {
      this.#moveTo(due.at)
      this.#guard(due.controller, due.key)
      const busy = this.#busyOne(due.controller)
      if (!busy) continue
      const result = this.#play(busy, due.key)
      this.observe()
      if (result) this.#store.queue.add(due.controller, due.key, this.#now + Math.max(0, result.requeueAfter))
    }
    this.#moveTo(until)
  }

  /** Undefined for a controller that there is no more. */
  #busyOne(name: string): Busy | undefined {
    const known = this.#busy.get(name)
    if (known) return known
    const controller = this.#controllers.get(name)
    if (!controller) return undefined
    const busy = { controller: patient(controller), context: this.#context(name) }
    this.#busy.set(name, busy)
    return busy
  }

  #play({ controller, context }: Busy, key: string): void | { requeueAfter: Ms } {
    this.#acting = { controller, key }
    try {
      return controller.reconcile(key, context)
    } finally {
      this.#acting = undefined
    }
  }

  /** Lets the log enqueue whoever watches. */
  observe(): void {
    for (const change of this.#store.drain()) {
      this.#notify(this.#watches.get(change.key.slice(0, change.key.indexOf('/'))), change)
      this.#notify(this.#everything, change)
    }
  }

  /** The next moment at which something happens that is not only waiting on purpose, up to `limit`. */
  nextWork(limit: Ms): Ms | undefined {
    for (const { controller, key, at } of this.#store.queue.all()) {
      if (at > limit) return undefined
      if (!this.#waits(controller, key)) return at
    }
    return undefined
  }

  #waits(controller: string, key: string): boolean {
    const note = <T>(name: string) => this.#store.note<T>(within(controller, name))
    return this.#busyOne(controller)?.controller.waits?.(key, this.#server.read, note) ?? false
  }

  /** Most changes concern nobody, and there are many: no iterators. */
  #notify(watches: readonly Watching[] | undefined, change: Change): void {
    if (!watches) return
    for (let i = 0; i < watches.length; i++) {
      const { controller, watch } = watches[i]!
      const keys = watch.keys(change, this.#server.read)
      for (let j = 0; j < keys.length; j++) this.#store.queue.add(controller, keys[j]!, this.#now + (watch.delay ?? 0))
    }
  }

  #moveTo(at: Ms): void {
    if (at <= this.#now) return
    this.#now = at
    this.#beginInstant()
  }

  #beginInstant(): void {
    this.#played = 0
    if (this.#rounds.size > 0) this.#rounds.clear()
  }

  /** No item is played often before many are: only then are they told apart. */
  #guard(controller: string, key: string): void {
    if (++this.#played <= FIGHT) return
    const id = `${controller} ${key}`
    const rounds = (this.#rounds.get(id) ?? 0) + 1
    this.#rounds.set(id, rounds)
    if (rounds <= FIGHT) return
    const busy = [...this.#rounds].sort((a, b) => b[1] - a[1]).slice(0, 4)
    throw new FightError(
      `controllers undo each other's work without end: ${busy.map(([name, n]) => `${name} (${n} times)`).join(', ')}`,
    )
  }

  /** One for all of a controller's reconciles. */
  #context(controller: string): Context {
    const store = this.#store
    const server = this.#server
    const now = () => this.#now
    return {
      get now() {
        return now()
      },
      read: server.read,
      api: this.#api,
      registry: server.registry,
      note: name => store.note(within(controller, name)),
      setNote: (name, value) => store.setNote(within(controller, name), value),
      rng: (...purpose) => server.rng(...purpose),
      event: (about, type, reason, message, options) =>
        record(
          { about, type, reason, message, options },
          { now: this.#now, revision: store.revision + 1 },
          server.read,
          this.#api,
        ),
      enqueue: (key, at) => store.queue.add(controller, key, at ?? this.#now),
    }
  }
}

/** Calls of controllers: their objects are ours and need no decoding. */
function trustedApi(server: ApiServer): Api {
  const resource = (object: KubeObject) => {
    const kind = server.registry.byKind(object.apiVersion, object.kind)
    if (!kind) throw new Error(`no kind ${object.apiVersion} ${object.kind}`)
    return resourceOf(kind)
  }
  return {
    handle: call => server.handle(call),
    create: object => {
      const { namespace, name } = object.metadata
      return server.handle({ verb: 'create', resource: resource(object), namespace, name, body: object }, true).body
    },
    update: object => {
      const { namespace, name } = object.metadata
      return server.handle({ verb: 'update', resource: resource(object), namespace, name, body: object }, true).body
    },
    updateStatus: object => {
      const { namespace, name } = object.metadata
      const target = resource(object)
      const stored = server.store.get(keyOf(target, namespace, name))
      if (stored && stored.metadata.resourceVersion !== object.metadata.resourceVersion)
        throw objectModified(target, name)
      const call: Call = { verb: 'update', resource: target, namespace, name, subresource: 'status', body: object }
      return server.handle(call, true).body
    },
    delete: (object, options = {}) => {
      const { namespace, name, uid } = object.metadata
      const query = { ...options, preconditions: { uid } }
      server.handle({ verb: 'delete', resource: resource(object), namespace, name, query }, true)
    },
  }
}
