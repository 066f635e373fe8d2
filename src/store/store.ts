import type { KubeObject } from '../lib/objects.ts'
import type { Ms } from '../lib/time.ts'

/** Number of a write; grows by one with every write. It is the objects' resourceVersion. */
export type Revision = number

/**
 * What is remembered about an object besides itself, so that it can be found without reading all:
 * `index`: terms that `find` looks up; `tally`: amounts added to named sums while the object exists.
 */
export interface Terms {
  index: string[]
  tally: [name: string, amount: number][]
}

/** One write. `object` is the last state for a deletion. Objects are immutable: copy before changing. */
export interface Change {
  revision: Revision
  key: string
  type: 'ADDED' | 'MODIFIED' | 'DELETED'
  object: KubeObject
  previous?: KubeObject
}

/**
 * "etcd": a revision log over the state file, with the current objects, index terms, sums, the controllers' notes and
 * the queue. Keys are `<resource>[.<group>]/<namespace or empty>/<name>`, for example `pods/default/web-1`,
 * `nodes//kubesim-worker`. All calls are synchronous and inside a transaction (`begin` ... `commit`).
 */
export interface Store {
  begin(mode: 'read' | 'write'): void
  commit(): void
  rollback(): void
  close(): void
  /** 'read' or 'write' while inside a transaction. */
  readonly mode: 'read' | 'write' | undefined

  /** The latest revision. */
  readonly revision: Revision
  get(key: string): KubeObject | undefined
  /** Objects whose key begins with `prefix`, in key order; those at or behind the key `from`, and no more than `limit`. */
  list(prefix: string, from?: string, limit?: number): KubeObject[]
  /** How many objects' keys begin with `prefix`, and are at or behind `from`. */
  count(prefix: string, from?: string): number
  /** Objects of a resource that carry an index term, in key order. */
  find(resource: string, term: string): KubeObject[]
  /** The sum of the amounts under a name; 0 when nobody carries it. */
  tally(name: string): number
  /** All non-zero sums whose name begins with `prefix`. */
  tallies(prefix: string): [name: string, total: number][]

  /** Writes an object (new or changed) as revision `revision + 1`; the caller has set resourceVersion to that. */
  put(key: string, object: KubeObject): Change
  /** Removes an object; `last` is its last state and stands in the log. */
  remove(key: string, last: KubeObject): Change
  /** This transaction's writes since the last call, oldest first: what the engine shows to the controllers. */
  drain(): Change[]
  /** Writes after a revision, oldest first; `undefined` when the log was compacted past it (410 Gone). */
  changes(after: Revision, prefix?: string): Change[] | undefined
  /** What `list` answered at an earlier revision, by key; `undefined` when the log was compacted past it. */
  at(revision: Revision, prefix: string): Map<string, KubeObject> | undefined

  /** Small private memory (of a controller, of the cluster): JSON values by name; not part of the API. */
  note<T>(name: string): T | undefined
  setNote(name: string, value: unknown): void
  notes(prefix: string): [name: string, value: unknown][]

  readonly queue: Queue
}

/** One thing to look at: `controller` reconciles `key` at `at`. Ties are broken by `seq`, the order of adding. */
export interface Due {
  at: Ms
  seq: number
  controller: string
  key: string
}

/** The one queue, persisted. One item per (controller, key); adding again can only bring it forward. */
export interface Queue {
  add(controller: string, key: string, at: Ms): void
  /** The earliest item, or `undefined`. */
  peek(): Due | undefined
  /** Removes and returns the earliest item if it is due at `until` or before. */
  take(until: Ms): Due | undefined
  /** All items, earliest first (for `clock show` and for settling). */
  all(): Due[]
}
