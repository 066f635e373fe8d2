import { counter, setCounter } from './counter.ts'
import type { Database } from './database.ts'
import type { Revision } from './store.ts'

/** How many of the latest revisions stay readable for watchers. */
export const KEPT = 10_000

/** The log is compacted when it reaches this many revisions past the last compaction. */
const STEP = 20_000

/** Up to which revision the log will be compacted when this one is the latest; what was forgotten (up to `forgotten`) is. */
export function horizon(database: Database, revision: Revision, forgotten: Revision): Revision {
  const due = revision - compactedTo(database) < STEP ? 0 : revision - KEPT
  return Math.max(due, forgotten)
}

/** Drops revisions up to one, but for those that are current; called inside a write transaction. */
export function compact(database: Database, upTo: Revision): void {
  if (upTo === 0) return
  database
    .prepare('DELETE FROM kv WHERE revision > ? AND revision <= ? AND revision NOT IN (SELECT revision FROM head)')
    .run(compactedTo(database), upTo)
  setCounter(database, 'compacted', upTo)
}

/** Up to which revision only current ones are left. */
export const compactedTo = (database: Database): Revision => counter(database, 'compacted')
