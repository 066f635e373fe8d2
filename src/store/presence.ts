import type { Database } from './database.ts'

/** Before this many names were found absent it is not asked whether knowing all would be cheaper. */
const FIRST: number = 256
/** Reading a name in bulk costs this part of asking for one. */
const BULK = 16

/**
 * Which names a column of the file holds, so that what is absent need not be looked up: a long transaction makes many
 * objects, and each begins with the question whether it is there. The names are read once so many were asked for in vain
 * that reading all is cheaper.
 */
export class Presence {
  readonly #database: Database
  readonly #names: string
  #known: Set<string> | undefined
  #absent = 0
  #limit = FIRST

  /** `column` and `table`: where the names stand. */
  constructor(database: Database, column: string, table: string) {
    this.#database = database
    this.#names = `SELECT DISTINCT ${column} AS name FROM ${table}`
  }

  /** False when the file surely does not hold the name. */
  mayHave(name: string): boolean {
    return this.#known === undefined || this.#known.has(name)
  }

  /** A name was looked up and is not there. */
  missed(): void {
    if (this.#known || ++this.#absent < this.#limit) return
    const { n } = this.#database.prepare(`SELECT count(*) AS n FROM (${this.#names})`).get()
    this.#limit = Math.ceil(n / BULK)
    if (this.#absent < this.#limit) return
    this.#known = new Set(
      this.#database
        .prepare(this.#names)
        .all()
        .map(row => row.name),
    )
  }

  /** A name is written to the file. */
  wrote(name: string): void {
    this.#known?.add(name)
  }

  /** Forgets all: somebody else may have written. */
  reset(): void {
    this.#known = undefined
    this.#absent = 0
    this.#limit = FIRST
  }
}
