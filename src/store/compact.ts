import type { Database } from './database.ts'
import type { Revision } from './store.ts'

/** How many of the latest revisions stay readable for watchers. */
const KEPT = 10_000

/** The log is compacted when it reaches this many revisions past the last compaction. */
const STEP = 20_000

/** Drops revisions that are neither current nor among the latest; called inside a write transaction. */
export function compact(database: Database, revision: Revision): void {
  const compacted = database.prepare(`SELECT value FROM counter WHERE name = 'compacted'`).get().value as number
  if (revision - compacted < STEP) return
  const upTo = revision - KEPT
  database
    .prepare('DELETE FROM kv WHERE revision > ? AND revision <= ? AND revision NOT IN (SELECT revision FROM head)')
    .run(compacted, upTo)
  database.prepare(`UPDATE counter SET value = ? WHERE name = 'compacted'`).run(upTo)
}
