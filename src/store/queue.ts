import type { Ms } from '../lib/time.ts'
import { counter, setCounter } from './counter.ts'
import type { Database } from './database.ts'
import { Rows } from './rows.ts'
import type { Due, Queue } from './store.ts'

/** `ended`: it was taken, or an earlier one has its place. */
interface Item extends Due {
  ended: boolean
}

/** A controller's items by key; `stored`: the keys that the file has, `dirty`: those that are to be written or dropped there. */
interface Lane {
  items: Map<string, Item>
  stored: Set<string>
  dirty: Set<string>
}

/**
 * The persisted queue. Within a transaction it lives in memory (a binary heap with lazy deletion) and is loaded when
 * first touched; `flush` writes back what differs.
 */
export class SqliteQueue implements Queue {
  readonly #database: Database
  #heap: Item[] = []
  readonly #lanes = new Map<string, Lane>()
  #loaded = false
  #seq = 0

  constructor(database: Database) {
    this.#database = database
  }

  add(controller: string, key: string, at: Ms): void {
    this.#load()
    const { items, dirty } = this.#lane(controller)
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
    if (!this.#loaded) {
      return this.#database.prepare('SELECT at, seq, controller, key FROM queue ORDER BY at, seq LIMIT 1').get()
    }
    return this.#first()
  }

  take(until: Ms): Due | undefined {
    this.#load()
    const item = this.#first()
    if (!item || item.at > until) return undefined
    pop(this.#heap)
    item.ended = true
    const { items, stored, dirty } = this.#lane(item.controller)
    items.delete(item.key)
    if (stored.has(item.key)) dirty.add(item.key)
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
    if (changed) setCounter(this.#database, 'seq', this.#seq)
  }

  /** Forgets what is in memory. */
  reset(): void {
    this.#heap = []
    this.#lanes.clear()
    this.#loaded = false
  }

  #first(): Item | undefined {
    while (this.#heap[0]?.ended) pop(this.#heap)
    return this.#heap[0]
  }

  #lane(controller: string): Lane {
    let lane = this.#lanes.get(controller)
    if (!lane) {
      lane = { items: new Map(), stored: new Set(), dirty: new Set() }
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
        stored.add(key)
      } else {
        drop.run(controller, key)
        stored.delete(key)
      }
    }
    rows.end()
    dirty.clear()
    return true
  }

  #load(): void {
    if (this.#loaded) return
    this.#loaded = true
    this.#seq = counter(this.#database, 'seq')
    for (const { at, seq, controller, key } of this.#database
      .prepare('SELECT at, seq, controller, key FROM queue ORDER BY at, seq')
      .all()) {
      const item = { at, seq, controller, key, ended: false }
      const { items, stored } = this.#lane(controller)
      items.set(key, item)
      stored.add(key)
      this.#heap.push(item) // sorted, so already a heap
    }
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
