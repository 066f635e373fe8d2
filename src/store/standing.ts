import type { KubeObject } from '../lib/objects.ts'
import type { Change, Revision, Store } from './store.ts'

/** Objects that every cluster has and hardly anybody changes: they stand in no file until somebody does. */
export interface Standing {
  /** Whether a key, or a prefix of keys, may be of one. Asked for every look-up that finds nothing: must cost nothing. */
  mayHave(key: string): boolean
  /** All of them by key; undefined while the cluster has not been made. Asked for once. */
  objects(): ReadonlyMap<string, KubeObject> | undefined
}

/** The keys of those that somebody has changed or removed, each with the revision at which it came into the file. */
const NOTE = 'standing'

type Taken = Record<string, Revision>

/**
 * A store that has standing objects besides its own: whoever reads finds them, and the first change of one takes it into
 * the file. A cluster of an older file has them too.
 */
export function withStanding(store: Store, standing: Standing): Store {
  return new StandingStore(store, standing)
}

class StandingStore implements Store {
  readonly #inner: Store
  readonly #standing: Standing
  #all: ReadonlyMap<string, KubeObject> | undefined

  constructor(inner: Store, standing: Standing) {
    this.#inner = inner
    this.#standing = standing
  }

  get mode() {
    return this.#inner.mode
  }
  get revision() {
    return this.#inner.revision
  }
  get queue() {
    return this.#inner.queue
  }

  get(key: string): KubeObject | undefined {
    return this.#inner.get(key) ?? this.#untouched(key)
  }

  list(prefix: string, from?: string, limit?: number): KubeObject[] {
    if (!this.#standing.mayHave(prefix)) return this.#inner.list(prefix, from, limit)
    const byKey = new Map<string, KubeObject>()
    for (const [key, object] of this.#objects()) {
      if (key.startsWith(prefix) && this.#untouched(key) && !this.#inner.get(key)) byKey.set(key, object)
    }
    if (byKey.size === 0) return this.#inner.list(prefix, from, limit)
    const resource = prefix.slice(0, prefix.indexOf('/'))
    for (const object of this.#inner.list(prefix))
      byKey.set(`${resource}/${object.metadata.namespace ?? ''}/${object.metadata.name}`, object)
    const keys = [...byKey.keys()].filter(key => from === undefined || key >= from).sort()
    return keys.slice(0, limit).map(key => byKey.get(key)!)
  }

  count(prefix: string, from?: string): number {
    return this.#standing.mayHave(prefix) ? this.list(prefix, from).length : this.#inner.count(prefix, from)
  }

  put(key: string, object: KubeObject): Change {
    const previous = this.#inner.get(key) ? undefined : this.#untouched(key)
    if (previous) this.#take(key)
    const change = this.#inner.put(key, object)
    return previous ? { ...change, type: 'MODIFIED', previous } : change
  }

  /** One that is only standing comes into the file first, in a write that nobody is shown. */
  remove(key: string, last: KubeObject): Change {
    const previous = this.#inner.get(key) ? undefined : this.#untouched(key)
    if (!previous) {
      if (this.#standing.mayHave(key) && this.#objects().has(key)) this.#take(key)
      return this.#inner.remove(key, last)
    }
    this.#take(key)
    this.#inner.put(key, previous)
    const metadata = { ...last.metadata, resourceVersion: String(this.revision + 1) }
    return this.#inner.remove(key, { ...last, metadata })
  }

  drain(): Change[] {
    return this.#shown(this.#inner.drain())
  }

  changes(after: Revision, prefix?: string): Change[] | undefined {
    const changes = this.#inner.changes(after, prefix)
    return changes && this.#shown(changes)
  }

  at(revision: Revision, prefix: string): Map<string, KubeObject> | undefined {
    const own = this.#inner.at(revision, prefix)
    if (!own || !this.#standing.mayHave(prefix)) return own
    const taken = this.#taken()
    const then = [...this.#objects()].filter(
      ([key]) => key.startsWith(prefix) && (taken[key] === undefined || taken[key] > revision),
    )
    return new Map([...then, ...own].sort(([a], [b]) => (a < b ? -1 : 1)))
  }

  /** The write by which a standing object came into the file was a change of it, or for nobody to see. */
  #shown(changes: Change[]): Change[] {
    if (!changes.some(({ key, type }) => type === 'ADDED' && this.#standing.mayHave(key))) return changes
    const taken = this.#taken()
    return changes.flatMap((change): Change[] => {
      const { key, type, revision, object } = change
      if (type !== 'ADDED' || taken[key] !== revision) return [change]
      const previous = this.#objects().get(key)
      return object === previous || object.metadata.resourceVersion !== String(revision)
        ? []
        : [{ ...change, type: 'MODIFIED', previous }]
    })
  }

  #untouched(key: string): KubeObject | undefined {
    if (!this.#standing.mayHave(key)) return undefined
    const object = this.#objects().get(key)
    return object && this.#taken()[key] === undefined ? object : undefined
  }

  #objects(): ReadonlyMap<string, KubeObject> {
    this.#all ??= this.#standing.objects()
    return this.#all ?? new Map()
  }

  #taken(): Taken {
    return this.#inner.note<Taken>(NOTE) ?? {}
  }

  #take(key: string): void {
    if (this.#taken()[key] === undefined) this.#inner.setNote(NOTE, { ...this.#taken(), [key]: this.revision + 1 })
  }

  begin(mode: 'read' | 'write'): void {
    this.#inner.begin(mode)
  }
  commit(): void {
    this.#inner.commit()
  }
  rollback(): void {
    this.#inner.rollback()
  }
  close(): void {
    this.#inner.close()
  }
  find(resource: string, term: string): KubeObject[] {
    return this.#inner.find(resource, term)
  }
  tally(name: string): number {
    return this.#inner.tally(name)
  }
  tallies(prefix: string): [name: string, total: number][] {
    return this.#inner.tallies(prefix)
  }
  note<T>(name: string): T | undefined {
    return this.#inner.note(name)
  }
  setNote(name: string, value: unknown): void {
    this.#inner.setNote(name, value)
  }
  notes(prefix: string): [name: string, value: unknown][] {
    return this.#inner.notes(prefix)
  }
}
