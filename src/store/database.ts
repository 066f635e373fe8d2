import { installed } from './installed.ts'
import { explain } from './state-file-error.ts'

/** The part of `node:sqlite` that the store uses. */
export interface Statement {
  run(...values: (string | number)[]): unknown
  get(...values: (string | number)[]): any
  all(...values: (string | number)[]): any[]
}

export interface Database {
  exec(sql: string): void
  /** For the same text the same statement. */
  prepare(sql: string): Statement
  close(): void
}

/** SQLite before this release has a WAL-reset race; see sqlite.org/wal.html. */
const NEEDED = [3, 51, 3]

/**
 * Others' transactions are waited for (ms). A commit survives the end of the process at once and the end of the machine from
 * the checkpoint at `close` on; the file is whole in any case (sqlite.org/pragma.html#pragma_synchronous). Long
 * transactions have 16 MB of pages in memory, and what they write moves into the file once, at the end.
 */
const SETTINGS = `PRAGMA busy_timeout = 10000;
PRAGMA synchronous = NORMAL;
PRAGMA cache_size = -16000;
PRAGMA wal_autocheckpoint = 16000`

/**
 * Opens a SQLite file through the API of `node:sqlite`: Node's own module where its SQLite is new enough, otherwise
 * the same API from a package with prebuilt binaries. This and whatever is done with it throws StateFileError when the
 * file is at fault: foreign, damaged, read-only, on a full disk.
 */
export function openDatabase(file: string): Database {
  const { DatabaseSync } = sqlite()
  const database = new ExplainingDatabase(
    file,
    explaining(file, () => new DatabaseSync(file)),
  )
  try {
    database.exec(SETTINGS)
    return database
  } catch (error) {
    database.close()
    throw error
  }
}

function explaining<T>(file: string, act: () => T): T {
  try {
    return act()
  } catch (error) {
    throw explain(file, error)
  }
}

class ExplainingDatabase implements Database {
  readonly #file: string
  readonly #database: Database
  readonly #statements = new Map<string, Statement>()

  constructor(file: string, database: Database) {
    this.#file = file
    this.#database = database
  }

  exec(sql: string): void {
    explaining(this.#file, () => this.#database.exec(sql))
  }

  prepare(sql: string): Statement {
    let statement = this.#statements.get(sql)
    if (!statement) {
      const prepared = explaining(this.#file, () => this.#database.prepare(sql))
      statement = new ExplainingStatement(this.#file, prepared)
      this.#statements.set(sql, statement)
    }
    return statement
  }

  close(): void {
    this.#database.close()
  }
}

/** Called for every row: no closures. */
class ExplainingStatement implements Statement {
  readonly #file: string
  readonly #statement: Statement

  constructor(file: string, statement: Statement) {
    this.#file = file
    this.#statement = statement
  }

  run(...values: (string | number)[]): unknown {
    try {
      return this.#statement.run(...values)
    } catch (error) {
      throw explain(this.#file, error)
    }
  }

  get(...values: (string | number)[]): any {
    try {
      return this.#statement.get(...values)
    } catch (error) {
      throw explain(this.#file, error)
    }
  }

  all(...values: (string | number)[]): any[] {
    return explaining(this.#file, () => this.#statement.all(...values))
  }
}

type Sqlite = { DatabaseSync: new (file: string) => Database }

const PACKAGE = '@photostructure/sqlite'

function sqlite(): Sqlite {
  const own = (process.versions as Record<string, string>)['sqlite']
  if (own && newEnough(own)) return process.getBuiltinModule('node:sqlite') as unknown as Sqlite
  // Looking for the package, and for the binary in it, takes longer than opening a file; where they mostly lie is known.
  const here = typeof __dirname === 'string' ? __dirname : import.meta.dirname
  return prebuilt(`${here}/../node_modules/${PACKAGE}`) ?? installed(`${here}/database`, PACKAGE, prebuilt)
}

/** The binary of this system in the package's folder; undefined when it is not there, or for another system. */
function prebuilt(folder: string): Sqlite | undefined {
  const { platform, arch } = process
  const file = `${folder}/prebuilds/${platform}-${arch}/${PACKAGE.replace('/', '+')}.glibc.node`
  const binary = { exports: {} }
  try {
    process.dlopen(binary, file)
  } catch {
    return undefined
  }
  return binary.exports as Sqlite
}

function newEnough(version: string): boolean {
  const parts = version.split('.').map(Number)
  for (let i = 0; i < NEEDED.length; i++) {
    if (parts[i]! !== NEEDED[i]!) return parts[i]! > NEEDED[i]!
  }
  return true
}
