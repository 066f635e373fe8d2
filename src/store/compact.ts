import type { Database } from './database.ts'
import type { Revision } from './store.ts'

/** How many of the latest revisions stay readable for watchers. */
export const KEPT = 10_000

/** The log is compacted when it reaches this many revisions past the last compaction. */
export const STEP = 20_000

/** Up to which revision the log will be compacted when this one is the latest; 0 when it is not yet time. */
export function horizon(database: Database, revision: Revision): Revision {
  return revision - compactedTo(database) < STEP ? 0 : revision - KEPT
}

/** Drops revisions that are neither current nor among the latest; called inside a write transaction. */
export function compact(database: Database, revision: Revision): void {
  const upTo = horizon(database, revision)
  if (upTo === 0) return
  database
    .prepare('DELETE FROM kv WHERE revision > ? AND revision <= ? AND revision NOT IN (SELECT revision FROM head)')
    .run(compactedTo(database), upTo)
  database.prepare(`UPDATE counter SET value = ? WHERE name = 'compacted'`).run(upTo)
}

const compactedTo = (database: Database): Revision =>
  database.prepare(`SELECT value FROM counter WHERE name = 'compacted'`).get().value
