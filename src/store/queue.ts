import type { Ms } from '../lib/time.ts'
import { counter, setCounter } from './counter.ts'
import type { Database } from './database.ts'
import { Rows } from './rows.ts'
import type { Due, Queue } from './store.ts'

/** `ended`: it was taken, or an earlier one has its place. */
interface Item extends Due {
  ended: boolean
}

/** A controller's items by key; `stored`: whether the file has a key, as far as known; `dirty`: the keys to be written or dropped there. */
interface Lane {
  items: Map<string, Item>
  stored: Map<string, boolean>
  dirty: Set<string>
}

/** So many rows are read at first; a command plays what is due, and most of a large queue is for later. */
const FEW = 8
/** Whoever has asked for so many keys one by one will want them all. */
const MANY = 64

/**
 * The persisted queue. Within a transaction what has been touched of it lives in memory (a binary heap with lazy deletion): what
 * is due up to some moment, and keys that were asked for. `flush` writes back what differs.
 */
export class SqliteQueue implements Queue {
  readonly #database: Database
  #heap: Item[] = []
  readonly #lanes = new Map<string, Lane>()
  /** What is due until then is in memory. */
  #horizon: Ms = Number.NEGATIVE_INFINITY
  #asked = 0
  #seq: number | undefined

  constructor(database: Database) {
    this.#database = database
  }

  add(controller: string, key: string, at: Ms): void {
    this.#seq ??= counter(this.#database, 'seq')
    const lane = this.#lane(controller)
    if (!lane.stored.has(key) && this.#horizon < Number.POSITIVE_INFINITY) this.#ask(controller, key, lane)
    const { items, dirty } = lane
    const present = items.get(key)
    if (present) {
      if (present.at <= at) return
      present.ended = true
    }
    const item = { at, seq: ++this.#seq, controller, key, ended: false }
    items.set(key, item)
    dirty.add(key)
    push(this.#heap, item)
  }

  peek(): Due | undefined {
    if (this.#seq === undefined) {
      return this.#database.prepare('SELECT at, seq, controller, key FROM queue ORDER BY at, seq LIMIT 1').get()
    }
    this.#load()
    return this.#first()
  }

  take(until: Ms): Due | undefined {
    if (until > this.#horizon) this.#loadUntil(until)
    const item = this.#first()
    if (!item || item.at > until) return undefined
    pop(this.#heap)
    item.ended = true
    const { items, stored, dirty } = this.#lane(item.controller)
    items.delete(item.key)
    if (stored.get(item.key)) dirty.add(item.key)
    else dirty.delete(item.key)
    return item
  }

  all(): Due[] {
    this.#load()
    const items = [...this.#lanes.values()].flatMap(lane => [...lane.items.values()])
    return items.sort(order).map(({ at, seq, controller, key }) => ({ at, seq, controller, key }))
  }

  /** Writes what changed. */
  flush(): void {
    let changed = false
    for (const [controller, lane] of this.#lanes) if (this.#flushLane(controller, lane)) changed = true
    if (changed) setCounter(this.#database, 'seq', this.#seq!)
  }

  /** Forgets what is in memory. */
  reset(): void {
    this.#heap = []
    this.#lanes.clear()
    this.#horizon = Number.NEGATIVE_INFINITY
    this.#asked = 0
    this.#seq = undefined
  }

  #first(): Item | undefined {
    while (this.#heap[0]?.ended) pop(this.#heap)
    return this.#heap[0]
  }

  #lane(controller: string): Lane {
    let lane = this.#lanes.get(controller)
    if (!lane) {
      lane = { items: new Map(), stored: new Map(), dirty: new Set() }
      this.#lanes.set(controller, lane)
    }
    return lane
  }

  /** Whether there was something to write. */
  #flushLane(controller: string, { items, stored, dirty }: Lane): boolean {
    if (dirty.size === 0) return false
    const rows = new Rows(
      text => this.#database.prepare(text),
      'INSERT OR REPLACE INTO queue (controller, key, at, seq)',
      4,
    )
    const drop = this.#database.prepare('DELETE FROM queue WHERE controller = ? AND key = ?')
    for (const key of dirty) {
      const item = items.get(key)
      if (item) {
        rows.add(controller, key, item.at, item.seq)
        stored.set(key, true)
      } else {
        drop.run(controller, key)
        stored.set(key, false)
      }
    }
    rows.end()
    dirty.clear()
    return true
  }

  /** Looks whether the file has a key of which nothing is known. */
  #ask(controller: string, key: string, { stored }: Lane): void {
    this.#asked++
    if (this.#asked > MANY) {
      this.#load()
      return
    }
    const row = this.#database
      .prepare('SELECT at, seq FROM queue WHERE controller = ? AND key = ?')
      .get(controller, key)
    if (row) this.#know({ at: row.at, seq: row.seq, controller, key })
    else stored.set(key, false)
  }

  #loadUntil(until: Ms): void {
    this.#seq ??= counter(this.#database, 'seq')
    if (this.#horizon === Number.NEGATIVE_INFINITY) {
      const first = this.#read('ORDER BY at, seq LIMIT ?', FEW)
      this.#horizon = first.length < FEW ? Number.POSITIVE_INFINITY : first.at(-1)!.at - 1
      if (until <= this.#horizon) return
    }
    this.#read('WHERE at > ? AND at <= ?', this.#horizon, until)
    this.#horizon = until
  }

  #load(): void {
    if (this.#horizon < Number.POSITIVE_INFINITY) this.#loadUntil(Number.POSITIVE_INFINITY)
  }

  /** Takes over what the file has, where nothing else is known. */
  #read(which: string, ...values: number[]): Due[] {
    const rows: Due[] = this.#database.prepare(`SELECT at, seq, controller, key FROM queue ${which}`).all(...values)
    for (const row of rows) if (!this.#lane(row.controller).stored.has(row.key)) this.#know(row)
    return rows
  }

  #know({ at, seq, controller, key }: Due): void {
    const { items, stored } = this.#lane(controller)
    const item = { at, seq, controller, key, ended: false }
    items.set(key, item)
    stored.set(key, true)
    push(this.#heap, item)
  }
}

const order = (a: Due, b: Due): number => a.at - b.at || a.seq - b.seq

function push(heap: Item[], due: Item): void {
  let at = heap.length
  heap.push(due)
  while (at > 0) {
    const parent = (at - 1) >> 1
    if (order(heap[parent]!, due) <= 0) break
    heap[at] = heap[parent]!
    at = parent
  }
  heap[at] = due
}

function pop(heap: Item[]): void {
  const last = heap.pop()!
  const size = heap.length
  if (size === 0) return
  let at = 0
  for (;;) {
    let child = 2 * at + 1
    if (child >= size) break
    if (child + 1 < size && order(heap[child + 1]!, heap[child]!) < 0) child++
    if (order(heap[child]!, last) >= 0) break
    heap[at] = heap[child]!
    at = child
  }
  heap[at] = last
}
