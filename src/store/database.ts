import { createRequire } from 'node:module'

/** The part of `node:sqlite` that the store uses. */
export interface Statement {
  run(...values: (string | number)[]): unknown
  get(...values: (string | number)[]): any
  all(...values: (string | number)[]): any[]
}

export interface Database {
  exec(sql: string): void
  prepare(sql: string): Statement
  close(): void
}

/** SQLite before this release has a WAL-reset race; see sqlite.org/wal.html. */
const NEEDED = [3, 51, 3]

/**
 * Opens a SQLite file through the API of `node:sqlite`: Node's own module where its SQLite is new enough, otherwise
 * the same API from a package with prebuilt binaries. Throws what SQLite throws (`file is not a database`, ...).
 */
export function openDatabase(file: string): Database {
  const load = createRequire(typeof __filename === 'string' ? __filename : import.meta.url)
  const own = (process.versions as Record<string, string>)['sqlite']
  const { DatabaseSync } = load(own && newEnough(own) ? 'node:sqlite' : '@photostructure/sqlite')
  return new DatabaseSync(file)
}

function newEnough(version: string): boolean {
  const parts = version.split('.').map(Number)
  for (let i = 0; i < NEEDED.length; i++) {
    if (parts[i]! !== NEEDED[i]!) return parts[i]! > NEEDED[i]!
  }
  return true
}
