import type { KubeObject } from '../lib/objects.ts'
import type { Database } from './database.ts'
import { readState } from './difference.ts'
import { after } from './key-set.ts'
import type { Change, Revision } from './store.ts'

/** What the log says of the past; everything asked for must still be in it. */

export function changesAfter(database: Database, since: Revision, prefix: string): Change[] {
  const rows = database
    .prepare('SELECT revision, key, type, value FROM kv WHERE revision > ? ORDER BY revision DESC')
    .all(since)
  const states = new Map<Revision, KubeObject>()
  const changes: Change[] = []
  for (const { revision, key, type, value } of rows) {
    if (!key.startsWith(prefix)) continue
    const object = readState(value, later => states.get(later)!)
    states.set(revision, object)
    changes.push({ revision, key, type, object })
  }
  return changes.reverse()
}

/** The objects that there were, by key, in key order. */
export function objectsAt(database: Database, revision: Revision, prefix: string): Map<string, KubeObject> {
  // SQLite fills the bare columns from the row that has the maximum.
  const rows = database
    .prepare(
      'SELECT key, type, value, max(revision) FROM kv WHERE revision <= ? AND key >= ? AND key < ? GROUP BY key ORDER BY key',
    )
    .all(revision, prefix, after(prefix))
  const text = database.prepare('SELECT value FROM kv WHERE revision = ?')
  const stateAt = (later: Revision): KubeObject => readState(text.get(later).value, stateAt)
  const objects = new Map<string, KubeObject>()
  for (const { key, type, value } of rows) if (type !== 'DELETED') objects.set(key, readState(value, stateAt))
  return objects
}
