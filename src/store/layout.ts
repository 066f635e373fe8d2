import type { Database } from './database.ts'
import { StateFileError } from './state-file-error.ts'

/** Says in the file's header that it is one of ours: `kube` in ASCII. */
const APPLICATION_ID = 0x6b756265

/** Version of the tables below and of what stands in them; grows with every migration. */
const LAYOUT = 2
/** Its log holds whole states only: what layout 2 reads, too. */
const BEFORE_DIFFERENCES = 1

const TABLES = `
CREATE TABLE kv (revision INTEGER PRIMARY KEY, key TEXT NOT NULL, type TEXT NOT NULL, value TEXT NOT NULL);
CREATE TABLE head (key TEXT PRIMARY KEY, revision INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE term (term TEXT NOT NULL, key TEXT NOT NULL, PRIMARY KEY (term, key)) WITHOUT ROWID;
CREATE TABLE tally (name TEXT PRIMARY KEY, total REAL NOT NULL) WITHOUT ROWID;
CREATE TABLE note (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE queue (controller TEXT NOT NULL, key TEXT NOT NULL, at INTEGER NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (controller, key)) WITHOUT ROWID;
CREATE INDEX queue_at ON queue (at, seq);
CREATE TABLE counter (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
INSERT INTO counter VALUES ('revision', 0), ('seq', 0), ('compacted', 0);
`

/**
 * Makes the tables in a new file, checks them in an old one. Several processes may do this at once: whoever comes second
 * waits and finds them made.
 */
export function prepareLayout(database: Database, file: string): void {
  // What the header and the tables say belongs together only inside a transaction.
  const found = within(database, 'BEGIN', () => version(database, file))
  if (found === LAYOUT) return
  if (found === BEFORE_DIFFERENCES) {
    database.exec(`PRAGMA user_version = ${LAYOUT}`)
    return
  }
  useWal(database)
  within(database, 'BEGIN IMMEDIATE', () => {
    if (version(database, file) === LAYOUT) return
    database.exec(TABLES)
    database.exec(`PRAGMA application_id = ${APPLICATION_ID}`)
    database.exec(`PRAGMA user_version = ${LAYOUT}`)
  })
}

function within<T>(database: Database, begin: 'BEGIN' | 'BEGIN IMMEDIATE', act: () => T): T {
  database.exec(begin)
  try {
    const result = act()
    database.exec('COMMIT')
    return result
  } catch (error) {
    database.exec('ROLLBACK')
    throw error
  }
}

/** 0 for an empty file. */
function version(database: Database, file: string): number {
  const found = database.prepare('PRAGMA user_version').get().user_version as number
  const isKnown = found === LAYOUT || found === BEFORE_DIFFERENCES
  if (isKnown && applicationId(database) === APPLICATION_ID) return found
  const empty = database.prepare('SELECT count(*) AS n FROM sqlite_master').get().n === 0
  if (found === 0 && empty) return 0
  if (applicationId(database) !== APPLICATION_ID) {
    throw new StateFileError(
      `state file ${file} is a SQLite database, but not a kubesim state file; it was left as it is`,
    )
  }
  if (found > LAYOUT) {
    throw new StateFileError(
      `state file ${file} was written by a newer kubesim (layout ${found}, this one knows ${LAYOUT}); it was left as it is`,
    )
  }
  throw new StateFileError(`state file ${file} has an unknown layout (${found}); it was left as it is`)
}

const applicationId = (database: Database): number => database.prepare('PRAGMA application_id').get().application_id

/** The switch to WAL takes an exclusive lock that ignores busy_timeout, so processes that open a fresh file at once retry. */
function useWal(database: Database): void {
  for (let attempt = 0; ; attempt++) {
    try {
      if (database.prepare('PRAGMA journal_mode').get().journal_mode === 'wal') return
      database.exec('PRAGMA journal_mode = WAL')
      return
    } catch (error) {
      if (attempt > 2000 || !isBusy(error)) throw error
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5)
    }
  }
}

const isBusy = (error: unknown): boolean => ((error as Error).cause as { errcode?: number } | undefined)?.errcode === 5
