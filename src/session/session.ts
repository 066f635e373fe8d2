import type { Call, Reply } from '../api/call.ts'
import type { KindDefinition } from '../api/kind.ts'
import type { KubeObject } from '../lib/objects.ts'
import type { Ms } from '../lib/time.ts'
import { type ClusterFacts, openSim, type Sim } from '../sim.ts'
import type { Due } from '../store/store.ts'
import { changeOrTime } from './change.ts'
import { type ClockState, onWall, target, VIRTUAL_START } from './clock.ts'
import { creation } from './creation.ts'

const CLOCK = 'clock'
const CONTEXT = 'context'

/** A new cluster is this old when it is first seen: its nodes are up and its own workloads run. */
const GROWN: Ms = 90_000

/** So long may a command whose waiting jumps keep what it did to itself, in real time. */
const PACE: Ms = 250

const READS = new Set(['get', 'list', 'watch'])

export interface SessionOptions {
  file: string
  /** Made when the file holds no cluster yet. */
  facts: ClusterFacts
  /** Overrides the cluster's own clock (`KUBESIM_CLOCK`). */
  clock?: 'wall' | 'virtual'
  signal?: AbortSignal
  freeze?: boolean
}

/** A whole cluster as data: objects, the controllers' notes (clock and settings among them) and the queue. */
export interface Dump {
  notes: Record<string, unknown>
  queue: Due[]
  objects: KubeObject[]
}

/**
 * One process's view of one cluster. The first call opens a transaction and brings the cluster up to now; everything
 * until `commit` is in it.
 */
export class Session {
  readonly file: string
  readonly #sim: Sim
  readonly #options: SessionOptions
  #clock: ClockState = { mode: 'wall', offset: 0, now: 0 }
  #rehearsing = false
  /** The log's revision when this session last looked. */
  #seen = -1
  /** Real time of the last commit. */
  #committed = Date.now()

  constructor(options: SessionOptions) {
    this.file = options.file
    this.#options = options
    this.#sim = openSim(options.file, { freeze: options.freeze })
  }

  get now(): Ms {
    return this.#sim.engine.now
  }

  call(call: Call): Reply {
    const write = !READS.has(call.verb) && !call.query?.dryRun
    this.#enter(write ? 'write' : 'read')
    const reply = this.#sim.server.handle(call)
    if (write) this.#sim.engine.advanceTo(this.now)
    return reply
  }

  commit(): void {
    if (this.#rehearsing) return
    if (!this.#sim.store.mode) return
    if (this.#sim.store.mode === 'write') this.#saveClock()
    this.#seen = this.#sim.store.revision
    this.#sim.store.commit()
    this.#committed = Date.now()
  }

  /** See Client. */
  commitDue(): boolean {
    if (this.#rehearsing) return false
    return this.#clock.mode === 'wall' || Date.now() - this.#committed >= PACE
  }

  rollback(): void {
    this.#sim.store.rollback()
  }

  /** See ClusterControl.rehearse: nothing of it is ever committed, and waiting never really waits. */
  async rehearse<T>(act: () => Promise<T>): Promise<T> {
    this.commit()
    this.#enter('write')
    this.#rehearsing = true
    try {
      return await act()
    } finally {
      this.#rehearsing = false
      this.rollback()
    }
  }

  nextWork(): Ms | undefined {
    this.#enter('read')
    return this.#sim.engine.nextWork(Number.POSITIVE_INFINITY)
  }

  close(): void {
    this.#sim.store.close()
  }

  info() {
    this.#enter('read')
    const { name, seed } = this.#sim.facts()!
    const namespace = this.namespace() ?? 'default'
    const { mode, offset } = this.#clock
    return {
      name,
      file: this.file,
      clock: mode,
      seed,
      namespace,
      now: this.now,
      offset,
      nextDue: this.#sim.store.queue.peek(),
    }
  }

  /** Every kind that the cluster serves, custom ones too. */
  kinds(): readonly KindDefinition<any>[] {
    this.#enter('read')
    return this.#sim.server.registry.kinds
  }

  /** The namespace that commands take; undefined when nobody chose one. */
  namespace(): string | undefined {
    this.#enter('read')
    return this.#sim.store.note<{ namespace: string }>(CONTEXT)?.namespace || undefined
  }

  facts(): ClusterFacts {
    this.#enter('read')
    return this.#sim.facts()!
  }

  /** Everything there is to know about the cluster, for `restore`. */
  dump(): Dump {
    this.#enter('write')
    this.#saveClock()
    const { store } = this.#sim
    return { notes: Object.fromEntries(store.notes('')), queue: store.queue.all(), objects: store.list('') }
  }

  /** Fills a state file that holds nothing yet. Objects get new resource versions, in the old order. */
  restore(dump: Dump): void {
    const { store } = this.#sim
    store.begin('write')
    if (this.#sim.facts()) throw new Error(`${this.file} already holds a cluster`)
    for (const [name, value] of Object.entries(dump.notes)) store.setNote(name, value)
    const order = (object: KubeObject) => Number(object.metadata.resourceVersion)
    for (const object of [...dump.objects].sort((a, b) => order(a) - order(b))) {
      const metadata = { ...object.metadata, resourceVersion: String(store.revision + 1) }
      store.put(this.#sim.server.keyFor(object), { ...object, metadata })
    }
    store.drain()
    for (const { controller, key, at } of dump.queue) store.queue.add(controller, key, at)
    store.commit()
  }

  setNamespace(namespace: string): void {
    this.#enter('write')
    this.#sim.store.setNote(CONTEXT, { namespace })
  }

  setClock(mode: 'wall' | 'virtual'): void {
    this.#enter('write')
    this.#clock = { ...this.#clock, now: this.now }
    this.#clock = mode === 'wall' ? onWall(this.#clock, Date.now()) : { ...this.#clock, mode }
  }

  advance(by: Ms): void {
    this.#enter('write')
    this.#jumpTo(this.now + by)
  }

  settle(max: Ms): { passed: Ms; settled: boolean } {
    this.#enter('write')
    const { engine } = this.#sim
    const began = engine.now
    const limit = began + max
    engine.advanceTo(began)
    for (let at = engine.nextWork(limit); at !== undefined; at = engine.nextWork(limit)) engine.advanceTo(at)
    const settled = engine.nextWork(Number.POSITIVE_INFINITY) === undefined
    this.#jumpTo(settled ? engine.now : limit)
    return { passed: engine.now - began, settled }
  }

  /** See Client.next. `standstill` makes the error for a virtual clock on which nothing will ever happen. */
  async next(until: Ms | undefined, standstill: () => Error): Promise<boolean> {
    if (this.#rehearsing) return this.#leap(until, standstill)
    this.#enter('read')
    if (this.#clock.mode === 'virtual') {
      const more = this.#leap(until, standstill)
      // No time passes here, but Ctrl-C must be heard.
      if (this.#options.signal) await new Promise(resolve => setImmediate(resolve))
      return more
    }
    this.commit()
    this.#enter('read')
    const due = this.#sim.engine.nextDue()
    const at = Math.min(due ?? Number.POSITIVE_INFINITY, until ?? Number.POSITIVE_INFINITY)
    const wait = Math.min(at - target(this.#clock, Date.now()), 3_600_000)
    this.commit()
    if (wait > 0) await changeOrTime(this.file, () => this.#stale(), wait, this.#options.signal)
    return until === undefined || target(this.#clock, Date.now()) < until
  }

  /** To the next due moment, or to `until`; false when that was reached first. */
  #leap(until: Ms | undefined, standstill: () => Error): boolean {
    this.#enter('write')
    const due = this.#sim.engine.nextDue()
    if (due === undefined && until === undefined) throw standstill()
    const at = Math.min(due ?? Number.POSITIVE_INFINITY, until ?? Number.POSITIVE_INFINITY)
    this.#jumpTo(Math.max(at, this.now))
    return until === undefined || this.now < until || (due !== undefined && due <= until)
  }

  #stale(): boolean {
    this.#sim.store.begin('read')
    const stale = this.#sim.store.revision !== this.#seen
    this.#sim.store.commit()
    return stale
  }

  /** Opens the transaction, if none is open or a read must become a write, and brings the cluster up to now. */
  #enter(mode: 'read' | 'write'): void {
    const { store, engine } = this.#sim
    if (store.mode === 'write' || store.mode === mode) return
    if (store.mode === 'read') store.commit()
    store.begin(mode)
    if (!this.#sim.facts()) {
      if (mode === 'read') {
        store.commit()
        this.#enter('write')
        return
      }
      this.#create()
    }
    this.#clock = this.#readClock()
    const at = target(this.#clock, Date.now())
    if (mode === 'read') {
      const due = engine.nextDue()
      if (due !== undefined && due <= at) {
        store.commit()
        this.#enter('write')
        return
      }
      engine.resume(at)
      return
    }
    engine.resume(this.#clock.now)
    engine.advanceTo(at)
  }

  #create(): void {
    creation.happened = true
    const mode = this.#options.clock ?? 'wall'
    const now = mode === 'virtual' ? VIRTUAL_START : Date.now()
    this.#sim.create(this.#options.facts, now - GROWN)
    this.#sim.engine.advanceTo(now)
    this.#clock = { mode, offset: 0, now }
    this.#saveClock()
  }

  #readClock(): ClockState {
    const clock = this.#sim.store.note<ClockState>(CLOCK)!
    const mode = this.#options.clock ?? clock.mode
    if (mode === 'virtual') return { ...clock, mode }
    return clock.now > Date.now() + clock.offset ? onWall(clock, Date.now()) : { ...clock, mode }
  }

  /** An override of the clock for this process is not kept. */
  #saveClock(): void {
    const stored = this.#sim.store.note<ClockState>(CLOCK)
    const mode = this.#options.clock && stored ? stored.mode : this.#clock.mode
    this.#sim.store.setNote(CLOCK, { ...this.#clock, mode, now: this.now })
  }

  #jumpTo(at: Ms): void {
    this.#clock = {
      ...this.#clock,
      offset: this.#clock.mode === 'wall' ? this.#clock.offset + at - this.now : this.#clock.offset,
    }
    this.#sim.engine.advanceTo(at)
  }
}
