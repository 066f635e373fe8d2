import type { KubeObject } from '../lib/objects.ts'
import type { Database } from './database.ts'
import { after } from './key-set.ts'
import type { Change, Revision } from './store.ts'

/** What the log says of the past; everything asked for must still be in it. */

export function changesAfter(database: Database, since: Revision, prefix: string): Change[] {
  const rows = database
    .prepare('SELECT revision, key, type, value FROM kv WHERE revision > ? ORDER BY revision')
    .all(since)
  const changes: Change[] = []
  for (const { revision, key, type, value } of rows) {
    if (key.startsWith(prefix)) changes.push({ revision, key, type, object: JSON.parse(value) })
  }
  return changes
}

/** The objects that there were, by key, in key order. */
export function objectsAt(database: Database, revision: Revision, prefix: string): Map<string, KubeObject> {
  // SQLite fills the bare columns from the row that has the maximum.
  const rows = database
    .prepare(
      'SELECT key, type, value, max(revision) FROM kv WHERE revision <= ? AND key >= ? AND key < ? GROUP BY key ORDER BY key',
    )
    .all(revision, prefix, after(prefix))
  const objects = new Map<string, KubeObject>()
  for (const { key, type, value } of rows) if (type !== 'DELETED') objects.set(key, JSON.parse(value))
  return objects
}
