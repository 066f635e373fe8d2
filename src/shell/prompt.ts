import { existsSync } from 'node:fs'
import { basename } from 'node:path'
import type { ChalkInstance } from 'chalk'
import { locate } from '../client/open.ts'
import type { Io } from '../kubectl/command.ts'
import type { Connection } from '../kubectl/connection.ts'
import { PROGRAM } from '../kubectl/globals.ts'
import type { Connect } from '../kubectl/run.ts'

/** `kubesim:default> `, for another cluster than the default one `kubesim@shop:default> `. */
export class Prompt {
  readonly #where: Connection
  readonly #namespace?: string
  readonly #io: Io
  readonly #paint: ChalkInstance

  constructor(where: Connection, namespace: string | undefined, io: Io, paint: ChalkInstance) {
    this.#where = where
    this.#namespace = namespace
    this.#io = io
    this.#paint = paint
  }

  async text(connect: Connect): Promise<string> {
    const { state, context, cluster } = this.#where
    const { file } = locate({ state, context: context ?? cluster, env: this.#io.env })
    const name = basename(file, '.db')
    const place = name === 'default' ? PROGRAM : `${PROGRAM}@${name || '(none)'}`
    return `${this.#paint.cyan(place)}:${this.#paint.green(await this.#current(file, connect))}> `
  }

  /** A cluster that nobody has used yet is not made for the prompt's sake; one that cannot be read says so when it is used. */
  async #current(file: string, connect: Connect): Promise<string> {
    if (this.#namespace || !existsSync(file)) return this.#namespace ?? 'default'
    try {
      const client = await connect(this.#where, this.#io)
      try {
        const { namespace } = await client.cluster.info()
        await client.commit()
        return namespace
      } finally {
        client.close()
      }
    } catch {
      return '?'
    }
  }
}
