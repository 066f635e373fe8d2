import type { Database } from './database.ts'

/** The store's few numbers: the latest revision, the queue's latest place, how far the log is compacted. */
type Name = 'revision' | 'seq' | 'compacted'

export const counter = (database: Database, name: Name): number =>
  database.prepare('SELECT value FROM counter WHERE name = ?').get(name).value

export function setCounter(database: Database, name: Name, value: number): void {
  database.prepare('UPDATE counter SET value = ? WHERE name = ?').run(value, name)
}
