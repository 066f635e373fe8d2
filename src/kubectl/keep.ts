import type { Call, Reply } from '../api/call.ts'
import type { Client, ClusterControl, Resource } from '../client/client.ts'
import type { Ms } from '../lib/time.ts'
import type { Io } from './command.ts'
import { outcome } from './errors.ts'

/**
 * Runs a command and commits what it did, also when it ended in an error, unless that is fatal. What it says is held back
 * until the state file holds what it says.
 */
export async function keep(client: Client, io: Io, act: (client: Client, io: Io) => Promise<number>): Promise<number> {
  const held = new HeldIo(io)
  const keeper = new KeepingClient(client, () => held.release())
  let code: number
  try {
    code = await act(keeper, held)
  } catch (error) {
    if (!outcome(error).fatal) await keeper.commit()
    throw error
  }
  await keeper.commit()
  return code
}

/**
 * A terminal that holds back what a command says until the state file holds what it says: a command that is killed, or
 * finds the disk full, has not told anybody about objects that are not there.
 */
class HeldIo implements Io {
  readonly #io: Io
  #held: { to: 'stdout' | 'stderr'; text: string[] }[] = []

  constructor(io: Io) {
    this.#io = io
  }

  readonly stdout = (text: string): void => this.#hold('stdout', text)
  readonly stderr = (text: string): void => this.#hold('stderr', text)

  /** Whoever is asked for input sees what was said before. */
  readonly stdin = (): Promise<Buffer> => {
    this.release()
    return this.#io.stdin()
  }

  /** Says what was held back, in order. */
  release(): void {
    const held = this.#held
    this.#held = []
    for (const { to, text } of held) this.#io[to](text.join(''))
  }

  #hold(to: 'stdout' | 'stderr', text: string): void {
    const last = this.#held.at(-1)
    if (last?.to === to) last.text.push(text)
    else this.#held.push({ to, text: [text] })
  }

  get env() {
    return this.#io.env
  }
  get cwd() {
    return this.#io.cwd
  }
  get columns() {
    return this.#io.columns
  }
  get tty() {
    return this.#io.tty
  }
  get keyboard() {
    return this.#io.keyboard
  }
  get ask() {
    const { ask } = this.#io
    return ask && ((prompt: string) => ask(prompt))
  }
  get console() {
    return this.#io.console
  }
  get signal() {
    return this.#io.signal
  }
}

/** A client that tells when what was done is safe. */
class KeepingClient implements Client {
  readonly #client: Client
  readonly #committed: () => void

  constructor(client: Client, committed: () => void) {
    this.#client = client
    this.#committed = committed
  }

  async commit(): Promise<void> {
    await this.#client.commit()
    this.#committed()
  }

  async next(until?: Ms): Promise<boolean> {
    if (this.commitDue()) await this.commit()
    return this.#client.next(until)
  }

  call = (call: Call): Promise<Reply> => this.#client.call(call)
  resources = (): Promise<Resource[]> => this.#client.resources()
  now = (): Ms => this.#client.now()
  commitDue = (): boolean => this.#client.commitDue()
  get cluster(): ClusterControl {
    return this.#client.cluster
  }
}
