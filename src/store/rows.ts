import type { Statement } from './database.ts'

type Value = string | number

/** So many rows go into one statement: each call of SQLite costs as much as writing a row. */
const BATCH = 40

/**
 * Writes many rows of one table: what is added is kept until there are enough for one statement. `insert` is the statement
 * up to its values (`INSERT INTO note (name, value)`), `width` the number of columns.
 */
export class Rows {
  readonly #prepare: (sql: string) => Statement
  readonly #statements = new Map<number, Statement>()
  readonly #insert: string
  readonly #row: string
  readonly #width: number
  #values: Value[] = []

  constructor(prepare: (sql: string) => Statement, insert: string, width: number) {
    this.#prepare = prepare
    this.#insert = insert
    this.#row = `(${new Array(width).fill('?').join(', ')})`
    this.#width = width
  }

  add(...values: Value[]): void {
    this.#values.push(...values)
    if (this.#values.length < BATCH * this.#width) return
    this.#statement(BATCH).run(...this.#values)
    this.#values = []
  }

  /** Writes what is left. */
  end(): void {
    const values = this.#values
    this.#values = []
    if (values.length === 0) return
    const one = this.#statement(1)
    for (let i = 0; i < values.length; i += this.#width) one.run(...values.slice(i, i + this.#width))
  }

  #statement(rows: number): Statement {
    let statement = this.#statements.get(rows)
    if (!statement) {
      statement = this.#prepare(`${this.#insert} VALUES ${new Array(rows).fill(this.#row).join(', ')}`)
      this.#statements.set(rows, statement)
    }
    return statement
  }
}
