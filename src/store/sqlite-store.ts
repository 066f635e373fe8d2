import type { KubeObject } from '../lib/objects.ts'
import { compact, compactedTo, horizon } from './compact.ts'
import { counter, setCounter } from './counter.ts'
import { type Database, openDatabase, type Statement } from './database.ts'
import { freeze } from './freeze.ts'
import { asDifference } from './difference.ts'
import { changesAfter, objectsAt } from './history.ts'
import { after, KeySet } from './key-set.ts'
import { prepareLayout } from './layout.ts'
import { Memo } from './memo.ts'
import { SqliteQueue } from './queue.ts'
import { followed, PendingLog } from './pending-log.ts'
import { Presence } from './presence.ts'
import { Rows } from './rows.ts'
import type { Change, Revision, Store, Terms } from './store.ts'
import { TermIndex } from './term-index.ts'
import { NOTHING, sameTally, sameTexts } from './terms.ts'

/** Index terms and sums of an object; must be a function of the object alone. */
export type TermsOf = (key: string, object: KubeObject) => Terms

export interface StoreOptions {
  /** Makes stored objects deeply immutable, and checks what `sameTerms` says (tests). */
  freeze?: boolean
  /** True when it is plain that two states of an object have the same terms, which are then not asked for. */
  sameTerms?: (key: string, a: KubeObject, b: KubeObject) => boolean
}

/**
 * Opens a state file, making it if absent. Throws StateFileError when it is foreign, corrupt or newer; the file is then
 * untouched.
 */
export function openStore(file: string, termsOf: TermsOf, options: StoreOptions = {}): Store {
  let database: Database | undefined
  try {
    database = openDatabase(file)
    prepareLayout(database, file)
    return new SqliteStore(database, termsOf, options)
  } catch (error) {
    database?.close()
    throw error
  }
}

class SqliteStore implements Store {
  readonly #database: Database
  readonly #termsOf: TermsOf
  readonly #freeze: boolean
  readonly #sameTerms: NonNullable<StoreOptions['sameTerms']>
  mode: 'read' | 'write' | undefined
  #wrote = false
  readonly queue: SqliteQueue

  // What is known of the file's content; valid while its data_version stands.
  #dataVersion = -1
  #revision = 0
  #writtenRevision = 0
  readonly #objects = new Map<string, KubeObject | undefined>()
  /** Prefixes that somebody has listed, with their keys. */
  readonly #prefixes = new Map<string, { prefix: string; keys: KeySet }>()
  readonly #terms: TermIndex
  readonly #notes: Memo<unknown>
  readonly #tallies: Memo<number>
  readonly #storedKeys: Presence
  #changes: Change[] = []

  // What `head` will become at the commit: most objects change several times in a transaction.
  readonly #heads = new Map<string, Revision | undefined>()
  /** Keys that this transaction made. */
  readonly #fresh = new Set<string>()
  readonly #log = new PendingLog()

  constructor(database: Database, termsOf: TermsOf, { freeze = false, sameTerms }: StoreOptions) {
    this.#database = database
    this.#termsOf = termsOf
    this.#freeze = freeze
    this.#sameTerms = sameTerms ?? (() => false)
    this.queue = new SqliteQueue(database)
    this.#storedKeys = new Presence(database, 'key', 'head')
    this.#terms = new TermIndex(text => this.#sql(text), new Presence(database, 'term', 'term'))
    this.#notes = new Memo<unknown>(
      new Presence(database, 'name', 'note'),
      name => parse(this.#sql('SELECT value FROM note WHERE name = ?').get(name)?.value),
      prefix =>
        this.#sql('SELECT name, value FROM note WHERE name >= ? AND name < ? ORDER BY name')
          .all(prefix, after(prefix))
          .map(row => [row.name, JSON.parse(row.value)]),
      (name, value) => {
        if (value === undefined) this.#sql('DELETE FROM note WHERE name = ?').run(name)
        else this.#sql('INSERT OR REPLACE INTO note (name, value) VALUES (?, ?)').run(name, JSON.stringify(value))
      },
    )
    this.#tallies = new Memo<number>(
      new Presence(database, 'name', 'tally'),
      name => this.#sql('SELECT total FROM tally WHERE name = ?').get(name)?.total,
      prefix =>
        this.#sql('SELECT name, total FROM tally WHERE name >= ? AND name < ? ORDER BY name')
          .all(prefix, after(prefix))
          .map(row => [row.name, row.total]),
      (name, total) => {
        if (!total) this.#sql('DELETE FROM tally WHERE name = ?').run(name)
        else this.#sql('INSERT OR REPLACE INTO tally (name, total) VALUES (?, ?)').run(name, total)
      },
    )
  }

  get revision(): Revision {
    return this.#revision
  }

  begin(mode: 'read' | 'write'): void {
    if (this.mode) throw new Error('a transaction is already open')
    this.#database.exec(mode === 'write' ? 'BEGIN IMMEDIATE' : 'BEGIN')
    this.mode = mode
    const revision = counter(this.#database, 'revision')
    const { data_version } = this.#sql('PRAGMA data_version').get()
    if (data_version !== this.#dataVersion) this.#forget()
    this.#dataVersion = data_version
    this.#revision = this.#writtenRevision = revision
  }

  commit(): void {
    if (this.mode === 'write') {
      try {
        const upTo = horizon(this.#database, this.#revision, this.#log.forgottenTo)
        this.#flushLog(upTo)
        this.#flushHeads()
        this.#terms.flush()
        this.#tallies.flush()
        this.#notes.flush()
        this.queue.flush()
        if (this.#revision !== this.#writtenRevision) {
          setCounter(this.#database, 'revision', this.#revision)
          compact(this.#database, upTo)
        }
        this.#database.exec('COMMIT')
        this.#log.reset()
        this.#wrote = true
      } catch (error) {
        this.rollback()
        throw error
      }
    } else {
      this.#database.exec('COMMIT')
    }
    this.mode = undefined
  }

  rollback(): void {
    if (!this.mode) return
    this.mode = undefined
    this.#forget()
    try {
      this.#database.exec('ROLLBACK')
    } catch {
      // SQLite has already rolled back (a full disk, an I/O error).
    }
  }

  /**
   * What was written moves from the write-ahead log into the file itself, so that between commands the file alone is the
   * cluster. Without waiting: where others still read, the last of them does it. The log is emptied, because whoever opens
   * the file next reads all of it.
   */
  close(): void {
    this.rollback()
    try {
      if (this.#wrote) this.#database.exec('PRAGMA busy_timeout = 0; PRAGMA wal_checkpoint(TRUNCATE)')
    } catch {
      // A full disk: everything stays in the log, which is just as good.
    }
    this.#database.close()
  }

  get(key: string): KubeObject | undefined {
    const known = this.#objects.get(key)
    if (known !== undefined || this.#objects.has(key) || !this.#storedKeys.mayHave(key)) return known
    const row = this.#sql('SELECT value FROM head JOIN kv USING (revision) WHERE head.key = ?').get(key)
    if (!row) this.#storedKeys.missed()
    return this.#know(key, row?.value)
  }

  list(prefix: string, from?: string, limit?: number): KubeObject[] {
    return this.#all(this.#prefix(prefix).range(from, limit))
  }

  count(prefix: string, from?: string): number {
    if (from !== undefined) return this.#prefix(prefix).countFrom(from)
    const known = this.#prefixes.get(prefix)
    if (known) return known.keys.size
    if (this.#heads.size > 0) return this.#prefix(prefix).size
    return this.#sql('SELECT count(*) AS n FROM head WHERE key >= ? AND key < ?').get(prefix, after(prefix)).n
  }

  find(resource: string, term: string): KubeObject[] {
    return this.#all(this.#terms.keys(resource, term))
  }

  tally(name: string): number {
    return this.#tallies.get(name) ?? 0
  }

  tallies(prefix: string): [string, number][] {
    return this.#tallies.range(prefix)
  }

  put(key: string, object: KubeObject): Change {
    const previous = this.get(key)
    if (this.#freeze) freeze(object)
    const change: Change = { revision: ++this.#revision, key, type: previous ? 'MODIFIED' : 'ADDED', object, previous }
    this.#write(change)
    if (!previous && !this.#heads.has(key)) this.#fresh.add(key)
    this.#heads.set(key, this.#revision)
    this.#objects.set(key, object)
    if (!previous) for (const { prefix, keys } of this.#prefixes.values()) if (key.startsWith(prefix)) keys.add(key)
    this.#reindex(key, previous, object)
    return change
  }

  remove(key: string, last: KubeObject): Change {
    const previous = this.get(key)
    if (!previous) throw new Error(`remove of absent ${key}`)
    if (this.#freeze) freeze(last)
    const change: Change = { revision: ++this.#revision, key, type: 'DELETED', object: last, previous }
    this.#write(change)
    if (this.#fresh.delete(key)) this.#heads.delete(key)
    else this.#heads.set(key, undefined)
    // What was not there before the transaction need not be remembered.
    if (this.#storedKeys.mayHave(key)) this.#objects.set(key, undefined)
    else this.#objects.delete(key)
    for (const { prefix, keys } of this.#prefixes.values()) if (key.startsWith(prefix)) keys.delete(key)
    this.#reindex(key, previous, undefined)
    return change
  }

  drain(): Change[] {
    const changes = this.#changes
    this.#changes = []
    return changes
  }

  changes(since: Revision, prefix = ''): Change[] | undefined {
    return this.#remembers(since) ? changesAfter(this.#database, since, prefix) : undefined
  }

  at(revision: Revision, prefix: string): Map<string, KubeObject> | undefined {
    return this.#remembers(revision) ? objectsAt(this.#database, revision, prefix) : undefined
  }

  /** Whether all that was written after a revision is in the log; if so, the log is in the database. */
  #remembers(revision: Revision): boolean {
    if (revision < Math.max(compactedTo(this.#database), this.#log.forgottenTo)) return false
    this.#flushLog(0)
    return true
  }

  note<T>(name: string): T | undefined {
    return this.#notes.get(name) as T | undefined
  }

  setNote(name: string, value: unknown): void {
    this.#notes.set(name, value)
  }

  notes(prefix: string): [string, unknown][] {
    return this.#notes.range(prefix)
  }

  #write(change: Change): void {
    if (this.mode !== 'write') throw new Error('a write outside a write transaction')
    this.#log.add(change, key => this.#heads.get(key))
    this.#changes.push(change)
  }

  /** Writes the log; revisions up to `upTo` only when they are current, as the compaction drops the others. */
  #flushLog(upTo: Revision): void {
    const rows = this.#rows('INSERT INTO kv (revision, key, type, value)', 4)
    for (const { revision, key, type, object, next } of followed(this.#log.take())) {
      if (revision <= upTo && this.#heads.get(key) !== revision) continue
      const text = next ? asDifference(object, next.object, next.revision) : JSON.stringify(object)
      rows.add(revision, key, type, text)
    }
    rows.end()
  }

  #reindex(key: string, previous: KubeObject | undefined, next: KubeObject | undefined): void {
    const isSame = previous !== undefined && next !== undefined && this.#sameTerms(key, previous, next)
    if (isSame && !this.#freeze) return
    const before = previous ? this.#termsOf(key, previous) : NOTHING
    const now = next ? this.#termsOf(key, next) : NOTHING
    const hasSameIndex = sameTexts(before.index, now.index)
    const hasSameTally = sameTally(before.tally, now.tally)
    if (isSame && !(hasSameIndex && hasSameTally)) throw new Error(`sameTerms is wrong about ${key}`)
    if (!hasSameIndex) {
      const resource = key.slice(0, key.indexOf('/'))
      for (const term of before.index) if (!now.index.includes(term)) this.#terms.set(resource, term, key, false)
      for (const term of now.index) if (!before.index.includes(term)) this.#terms.set(resource, term, key, true)
    }
    if (hasSameTally) return
    for (const [name, amount] of before.tally) this.#tallies.set(name, this.tally(name) - amount)
    for (const [name, amount] of now.tally) this.#tallies.set(name, this.tally(name) + amount)
  }

  #flushHeads(): void {
    const rows = this.#rows('INSERT OR REPLACE INTO head (key, revision)', 2)
    const drop = this.#sql('DELETE FROM head WHERE key = ?')
    for (const [key, revision] of this.#heads) {
      if (revision === undefined) drop.run(key)
      else {
        rows.add(key, revision)
        this.#storedKeys.wrote(key)
      }
    }
    rows.end()
    this.#heads.clear()
    this.#fresh.clear()
  }

  #prefix(prefix: string): KeySet {
    const known = this.#prefixes.get(prefix)
    if (known) return known.keys
    const rows = this.#sql(
      'SELECT head.key AS key, value FROM head JOIN kv USING (revision) WHERE head.key >= ? AND head.key < ? ORDER BY head.key',
    ).all(prefix, after(prefix))
    for (const { key, value } of rows) if (!this.#objects.has(key)) this.#know(key, value)
    const keys = new KeySet(rows.map(row => row.key))
    for (const [key, revision] of this.#heads) {
      if (key.startsWith(prefix)) keys[revision === undefined ? 'delete' : 'add'](key)
    }
    this.#prefixes.set(prefix, { prefix, keys })
    return keys
  }

  #all(keys: readonly string[]): KubeObject[] {
    const objects = new Array<KubeObject>(keys.length)
    const unread: string[] = []
    for (let i = 0; i < keys.length; i++) {
      const known = this.#objects.get(keys[i]!)
      if (known) objects[i] = known
      else unread.push(keys[i]!)
    }
    if (unread.length === 0) return objects
    if (unread.length > 16) this.#readAll(unread)
    return keys.map(key => this.get(key)!)
  }

  /** In one go: each call of SQLite costs as much as reading a row. */
  #readAll(keys: readonly string[]): void {
    const rows = this.#sql(
      'SELECT head.key AS key, kv.value AS value FROM json_each(?) AS wanted JOIN head ON head.key = wanted.value JOIN kv USING (revision)',
    ).all(JSON.stringify(keys))
    for (const { key, value } of rows) if (!this.#objects.has(key)) this.#know(key, value)
  }

  #know(key: string, value: string | undefined): KubeObject | undefined {
    const object = value === undefined ? undefined : JSON.parse(value)
    if (object && this.#freeze) freeze(object)
    this.#objects.set(key, object)
    return object
  }

  #forget(): void {
    this.#objects.clear()
    this.#prefixes.clear()
    this.#terms.reset()
    this.#notes.reset()
    this.#tallies.reset()
    this.queue.reset()
    this.#heads.clear()
    this.#fresh.clear()
    this.#storedKeys.reset()
    this.#log.reset()
    this.#changes = []
    this.#dataVersion = -1
  }

  #rows = (insert: string, width: number): Rows => new Rows(text => this.#sql(text), insert, width)

  #sql(text: string): Statement {
    return this.#database.prepare(text)
  }
}

const parse = (text: string | undefined): unknown => (text === undefined ? undefined : JSON.parse(text))
