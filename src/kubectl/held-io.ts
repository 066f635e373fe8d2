import type { Io } from './command.ts'

/**
 * A terminal that holds back what a command says until the state file holds what it says: a command that is killed, or
 * finds the disk full, has not told anybody about objects that are not there.
 */
export class HeldIo implements Io {
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
  get console() {
    return this.#io.console
  }
  get signal() {
    return this.#io.signal
  }
}
