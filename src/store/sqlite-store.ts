import type { KubeObject } from '../lib/objects.ts'
import { compact } from './compact.ts'
import { type Database, openDatabase, type Statement } from './database.ts'
import { KeySet } from './key-set.ts'
import { prepareLayout } from './layout.ts'
import { Memo } from './memo.ts'
import { SqliteQueue } from './queue.ts'
import type { Change, Revision, Store, Terms } from './store.ts'

/** Index terms and sums of an object; must be a function of the object alone. */
export type TermsOf = (key: string, object: KubeObject) => Terms

/**
 * Opens a state file, making it if absent. Throws StateFileError when it is foreign, corrupt or newer; the file is then
 * untouched. `freeze` makes stored objects deeply immutable (tests).
 */
export function openStore(file: string, termsOf: TermsOf, options: { freeze?: boolean } = {}): Store {
  let database: Database | undefined
  try {
    database = openDatabase(file)
    database.exec('PRAGMA busy_timeout = 10000')
    prepareLayout(database, file)
    return new SqliteStore(database, termsOf, options.freeze ?? false)
  } catch (error) {
    database?.close()
    throw error
  }
}

/** The end of a range of keys that begin with `prefix`. */
const after = (prefix: string): string => `${prefix}\uffff`

class SqliteStore implements Store {
  readonly #database: Database
  readonly #termsOf: TermsOf
  readonly #freeze: boolean
  readonly #statements = new Map<string, Statement>()
  mode: 'read' | 'write' | undefined
  #wrote = false
  readonly queue: SqliteQueue

  // What is known of the file's content; valid while its data_version stands.
  #dataVersion = -1
  #revision = 0
  #writtenRevision = 0
  readonly #objects = new Map<string, KubeObject | undefined>()
  readonly #prefixes = new Map<string, KeySet>()
  readonly #terms = new Map<string, KeySet>()
  readonly #notes: Memo<unknown>
  readonly #tallies: Memo<number>
  #changes: Change[] = []

  // What `head` and `term` will become at the commit: most objects change several times in a transaction.
  readonly #heads = new Map<string, Revision | undefined>()
  readonly #termChanges = new Map<string, Map<string, boolean>>()

  constructor(database: Database, termsOf: TermsOf, freeze: boolean) {
    this.#database = database
    this.#termsOf = termsOf
    this.#freeze = freeze
    this.queue = new SqliteQueue(database)
    this.#notes = new Memo<unknown>(
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
    const revision = this.#sql(`SELECT value FROM counter WHERE name = 'revision'`).get().value
    const { data_version } = this.#sql('PRAGMA data_version').get()
    if (data_version !== this.#dataVersion) this.#forget()
    this.#dataVersion = data_version
    this.#revision = this.#writtenRevision = revision
  }

  commit(): void {
    if (this.mode === 'write') {
      try {
        this.#flushHeads()
        this.#flushTerms()
        this.#tallies.flush()
        this.#notes.flush()
        this.queue.flush()
        if (this.#revision !== this.#writtenRevision) {
          this.#sql(`UPDATE counter SET value = ? WHERE name = 'revision'`).run(this.#revision)
          compact(this.#database, this.#revision)
        }
        this.#database.exec('COMMIT')
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
   * cluster. Without waiting: where others still read, the last of them does it.
   */
  close(): void {
    this.rollback()
    try {
      if (this.#wrote) this.#database.exec('PRAGMA wal_checkpoint(PASSIVE)')
    } catch {
      // A full disk: everything stays in the log, which is just as good.
    }
    this.#database.close()
  }

  get(key: string): KubeObject | undefined {
    const known = this.#objects.get(key)
    if (known !== undefined || this.#objects.has(key)) return known
    const row = this.#sql('SELECT value FROM head JOIN kv USING (revision) WHERE head.key = ?').get(key)
    return this.#know(key, row?.value)
  }

  list(prefix: string): KubeObject[] {
    return this.#all(this.#prefix(prefix).sorted())
  }

  count(prefix: string): number {
    const known = this.#prefixes.get(prefix)
    if (known) return known.size
    if (this.#heads.size > 0) return this.#prefix(prefix).size
    return this.#sql('SELECT count(*) AS n FROM head WHERE key >= ? AND key < ?').get(prefix, after(prefix)).n
  }

  find(resource: string, term: string): KubeObject[] {
    const name = `${resource} ${term}`
    let keys = this.#terms.get(name)
    if (!keys) {
      keys = new KeySet(
        this.#sql('SELECT key FROM term WHERE term = ? ORDER BY key')
          .all(name)
          .map(row => row.key),
      )
      for (const [key, present] of this.#termChanges.get(name) ?? []) keys[present ? 'add' : 'delete'](key)
      this.#terms.set(name, keys)
    }
    return this.#all(keys.sorted())
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
    this.#heads.set(key, this.#revision)
    this.#objects.set(key, object)
    if (!previous) for (const [prefix, keys] of this.#prefixes) if (key.startsWith(prefix)) keys.add(key)
    this.#reindex(key, previous, object)
    return change
  }

  remove(key: string, last: KubeObject): Change {
    const previous = this.get(key)
    if (!previous) throw new Error(`remove of absent ${key}`)
    if (this.#freeze) freeze(last)
    const change: Change = { revision: ++this.#revision, key, type: 'DELETED', object: last, previous }
    this.#write(change)
    this.#heads.set(key, undefined)
    this.#objects.set(key, undefined)
    for (const [prefix, keys] of this.#prefixes) if (key.startsWith(prefix)) keys.delete(key)
    this.#reindex(key, previous, undefined)
    return change
  }

  drain(): Change[] {
    const changes = this.#changes
    this.#changes = []
    return changes
  }

  changes(since: Revision, prefix = ''): Change[] | undefined {
    const compacted = this.#sql(`SELECT value FROM counter WHERE name = 'compacted'`).get().value
    if (since < compacted) return undefined
    const rows = this.#sql('SELECT revision, key, type, value FROM kv WHERE revision > ? ORDER BY revision').all(since)
    const changes: Change[] = []
    for (const { revision, key, type, value } of rows) {
      if (key.startsWith(prefix)) changes.push({ revision, key, type, object: JSON.parse(value) })
    }
    return changes
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
    this.#sql('INSERT INTO kv (revision, key, type, value) VALUES (?, ?, ?, ?)').run(
      change.revision,
      change.key,
      change.type,
      JSON.stringify(change.object),
    )
    this.#changes.push(change)
  }

  #reindex(key: string, previous: KubeObject | undefined, next: KubeObject | undefined): void {
    const before = previous ? this.#termsOf(key, previous) : NOTHING
    const now = next ? this.#termsOf(key, next) : NOTHING
    const resource = key.slice(0, key.indexOf('/'))
    if (!sameTexts(before.index, now.index)) {
      for (const term of before.index) if (!now.index.includes(term)) this.#setTerm(`${resource} ${term}`, key, false)
      for (const term of now.index) if (!before.index.includes(term)) this.#setTerm(`${resource} ${term}`, key, true)
    }
    if (sameTally(before.tally, now.tally)) return
    for (const [name, amount] of before.tally) this.#tallies.set(name, this.tally(name) - amount)
    for (const [name, amount] of now.tally) this.#tallies.set(name, this.tally(name) + amount)
  }

  #setTerm(term: string, key: string, present: boolean): void {
    const changes = this.#termChanges.get(term)
    if (changes) changes.set(key, present)
    else this.#termChanges.set(term, new Map([[key, present]]))
    this.#terms.get(term)?.[present ? 'add' : 'delete'](key)
  }

  #flushHeads(): void {
    const put = this.#sql('INSERT OR REPLACE INTO head (key, revision) VALUES (?, ?)')
    const drop = this.#sql('DELETE FROM head WHERE key = ?')
    for (const [key, revision] of this.#heads) {
      if (revision === undefined) drop.run(key)
      else put.run(key, revision)
    }
    this.#heads.clear()
  }

  #flushTerms(): void {
    const put = this.#sql('INSERT OR IGNORE INTO term (term, key) VALUES (?, ?)')
    const drop = this.#sql('DELETE FROM term WHERE term = ? AND key = ?')
    for (const [term, changes] of this.#termChanges) {
      for (const [key, present] of changes) {
        if (present) put.run(term, key)
        else drop.run(term, key)
      }
    }
    this.#termChanges.clear()
  }

  #prefix(prefix: string): KeySet {
    const known = this.#prefixes.get(prefix)
    if (known) return known
    const rows = this.#sql(
      'SELECT head.key AS key, value FROM head JOIN kv USING (revision) WHERE head.key >= ? AND head.key < ? ORDER BY head.key',
    ).all(prefix, after(prefix))
    for (const { key, value } of rows) if (!this.#objects.has(key)) this.#know(key, value)
    const keys = new KeySet(rows.map(row => row.key))
    for (const [key, revision] of this.#heads) {
      if (key.startsWith(prefix)) keys[revision === undefined ? 'delete' : 'add'](key)
    }
    this.#prefixes.set(prefix, keys)
    return keys
  }

  #all(keys: readonly string[]): KubeObject[] {
    const objects = new Array<KubeObject>(keys.length)
    for (let i = 0; i < keys.length; i++) objects[i] = this.get(keys[i]!)!
    return objects
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
    this.#terms.clear()
    this.#notes.reset()
    this.#tallies.reset()
    this.queue.reset()
    this.#heads.clear()
    this.#termChanges.clear()
    this.#changes = []
    this.#dataVersion = -1
  }

  #sql(text: string): Statement {
    let statement = this.#statements.get(text)
    if (!statement) {
      statement = this.#database.prepare(text)
      this.#statements.set(text, statement)
    }
    return statement
  }
}

const NOTHING: Terms = { index: [], tally: [] }

const parse = (text: string | undefined): unknown => (text === undefined ? undefined : JSON.parse(text))

function sameTexts(a: readonly string[], b: readonly string[]): boolean {
  if (a.length !== b.length) return false
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false
  return true
}

function sameTally(a: Terms['tally'], b: Terms['tally']): boolean {
  if (a.length !== b.length) return false
  for (let i = 0; i < a.length; i++) if (a[i]![0] !== b[i]![0] || a[i]![1] !== b[i]![1]) return false
  return true
}

function freeze(value: unknown): void {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return
  Object.freeze(value)
  for (const inner of Object.values(value)) freeze(inner)
}
