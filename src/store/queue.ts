import type { Ms } from '../lib/time.ts'
import type { Database } from './database.ts'
import { Rows } from './rows.ts'
import type { Due, Queue } from './store.ts'

/**
 * The persisted queue. Within a transaction it lives in memory (a binary heap with lazy deletion) and is loaded when
 * first touched; `flush` writes back what differs.
 */
export class SqliteQueue implements Queue {
  readonly #database: Database
  #heap: Due[] = []
  #items = new Map<string, Due>()
  #dirty = new Set<string>()
  #loaded = false
  #seq = 0

  constructor(database: Database) {
    this.#database = database
  }

  add(controller: string, key: string, at: Ms): void {
    this.#load()
    const id = `${controller} ${key}`
    const present = this.#items.get(id)
    if (present && present.at <= at) return
    const due = { at, seq: ++this.#seq, controller, key }
    this.#items.set(id, due)
    this.#dirty.add(id)
    push(this.#heap, due)
  }

  peek(): Due | undefined {
    if (!this.#loaded) {
      return this.#database.prepare('SELECT at, seq, controller, key FROM queue ORDER BY at, seq LIMIT 1').get()
    }
    for (let top = this.#heap[0]; top; top = this.#heap[0]) {
      if (this.#items.get(`${top.controller} ${top.key}`) === top) return top
      pop(this.#heap)
    }
    return undefined
  }

  take(until: Ms): Due | undefined {
    this.#load()
    const due = this.peek()
    if (!due || due.at > until) return undefined
    pop(this.#heap)
    const id = `${due.controller} ${due.key}`
    this.#items.delete(id)
    this.#dirty.add(id)
    return due
  }

  all(): Due[] {
    this.#load()
    return [...this.#items.values()].sort(order)
  }

  /** Writes what changed. */
  flush(): void {
    if (this.#dirty.size === 0) return
    const rows = new Rows(
      text => this.#database.prepare(text),
      'INSERT OR REPLACE INTO queue (controller, key, at, seq)',
      4,
    )
    const drop = this.#database.prepare('DELETE FROM queue WHERE controller = ? AND key = ?')
    for (const id of this.#dirty) {
      const due = this.#items.get(id)
      const space = id.indexOf(' ')
      if (due) rows.add(due.controller, due.key, due.at, due.seq)
      else drop.run(id.slice(0, space), id.slice(space + 1))
    }
    rows.end()
    this.#database.prepare(`UPDATE counter SET value = ? WHERE name = 'seq'`).run(this.#seq)
    this.#dirty.clear()
  }

  /** Forgets what is in memory. */
  reset(): void {
    this.#heap = []
    this.#items.clear()
    this.#dirty.clear()
    this.#loaded = false
  }

  #load(): void {
    if (this.#loaded) return
    this.#loaded = true
    this.#seq = this.#database.prepare(`SELECT value FROM counter WHERE name = 'seq'`).get().value
    for (const row of this.#database.prepare('SELECT at, seq, controller, key FROM queue ORDER BY at, seq').all()) {
      this.#items.set(`${row.controller} ${row.key}`, row)
      this.#heap.push(row) // sorted, so already a heap
    }
  }
}

const order = (a: Due, b: Due): number => a.at - b.at || a.seq - b.seq

function push(heap: Due[], due: Due): void {
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

function pop(heap: Due[]): void {
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
