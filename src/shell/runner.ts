import { accessSync, constants, readFileSync } from 'node:fs'
import { delimiter, join, resolve } from 'node:path'
import { FailedError, type Io } from '../kubectl/command.ts'
import { commands } from '../kubectl/commands/index.ts'
import { refused } from '../kubectl/commands/refused.ts'
import { completeLine } from '../kubectl/completion/answer.ts'
import type { Completion } from '../kubectl/completion/candidates.ts'
import { outcome } from '../kubectl/errors.ts'
import { PROGRAM } from '../kubectl/globals.ts'
import { type Connect, run } from '../kubectl/run.ts'
import { BUILTINS, HELP } from './builtins.ts'
import type { History } from './history.ts'
import type { Keyboard } from './keyboard.ts'
import { definitions, runInShell, startReader } from './own-shell.ts'
import { LineError, parseLine, type Step } from './words.ts'

export interface RunnerOptions {
  io: Io
  /** Of the prompt itself; they go with every command. */
  flags: readonly string[]
  connect: Connect
  keyboard: Keyboard
  history: History
  home: string
}

/** Runs lines of the prompt. What goes wrong is told on standard error and ends nothing but the line. */
export class Runner {
  readonly history: History
  readonly home: string
  cwd: string
  /** `exit` was typed. */
  left = false
  readonly #flags: readonly string[]
  readonly #connect: Connect
  readonly #keyboard: Keyboard
  readonly #terminal: Io
  readonly #definitions: string
  #running = new AbortController()
  /** Whether the cursor is known to be at the beginning of a line. */
  #fresh = true

  constructor({ io, flags, connect, keyboard, history, home }: RunnerOptions) {
    this.#terminal = io
    this.#flags = flags
    this.#connect = connect
    this.#keyboard = keyboard
    this.history = history
    this.home = home
    this.cwd = io.cwd
    this.#definitions = definitions(process.argv.slice(0, 2), flags)
  }

  /** The terminal as commands see it. */
  get io(): Io {
    const { stderr, env, columns, tty } = this.#terminal
    const { signal } = this.#running
    const stdout = (text: string) => {
      this.#terminal.stdout(text)
      this.#fresh = text === '' ? this.#fresh : text.endsWith('\n')
    }
    return {
      stdout,
      stderr,
      env,
      columns,
      tty,
      signal,
      cwd: this.cwd,
      stdin: () => this.#typed(),
      keyboard: true,
      ask: (prompt: string) => this.#keyboard.readLine({ prompt }),
    }
  }

  /** What may stand in place of the last of these words: nothing, when the cluster cannot be asked. */
  async candidates(words: string[]): Promise<Completion> {
    try {
      return await completeLine([...this.#flags, ...words], this.io, this.#connect)
    } catch {
      return { candidates: [], files: false }
    }
  }

  async run(line: string): Promise<void> {
    this.#running = new AbortController()
    const interrupt = () => {
      this.#fresh = false
      this.#running.abort()
    }
    process.on('SIGINT', interrupt)
    try {
      const own = /^\s*!(.*)$/s.exec(line)
      if (own) {
        this.#fresh = false
        await runInShell(this.#definitions + own[1], this.io)
      } else await this.#steps(parseLine(line, this.home))
    } catch (error) {
      this.#tell(error instanceof LineError ? new FailedError(error.message) : error)
    } finally {
      process.off('SIGINT', interrupt)
      this.#freshLine()
    }
  }

  /**
   * Puts the cursor at the beginning of a line: the editor would paint over what stands before it. As many blanks as fit
   * behind an empty beginning wrap behind anything else.
   */
  #freshLine(): void {
    const { columns, stdout } = this.#terminal
    if (!this.#fresh) stdout(columns ? `${' '.repeat(columns - 1)}\r` : '\n')
    this.#fresh = true
  }

  async #steps(steps: Step[]): Promise<void> {
    let code = 0
    for (const step of steps) {
      if (this.left || this.#running.signal.aborted) return
      if ((step.after === '&&' && code !== 0) || (step.after === '||' && code === 0)) continue
      code = await this.#step(step)
    }
  }

  async #step({ words, input, reader }: Step): Promise<number> {
    const io = this.io
    if (isProgram(words[0]!, io)) {
      throw new LineError(`${words[0]} is no command of ${PROGRAM}; begin the line with ! to run it in your own shell`)
    }
    if (input) Object.assign(io, { stdin: async () => this.#read(input), keyboard: false, ask: undefined })
    if (reader === undefined) return this.#command(words, io)
    // A reader that has seen enough ends the command, as Ctrl-C does.
    const enough = new AbortController()
    io.signal!.addEventListener('abort', () => enough.abort())
    const reading = startReader(this.#definitions + reader, io, () => enough.abort())
    const piped = { ...io, stdout: reading.write, tty: false, columns: undefined, signal: enough.signal }
    await this.#command(words, piped)
    this.#fresh = false
    return reading.end()
  }

  #read(input: NonNullable<Step['input']>): Buffer {
    if ('text' in input) return Buffer.from(input.text)
    try {
      return readFileSync(resolve(this.cwd, input.file))
    } catch (error) {
      throw new FailedError((error as Error).message)
    }
  }

  async #command(words: string[], io: Io): Promise<number> {
    const own = Object.hasOwn(BUILTINS, words[0]!) ? BUILTINS[words[0]!] : undefined
    try {
      if (own) {
        own(this, words.slice(1), io)
        return 0
      }
      const line = /^(kubectl|kubesim|k)$/.test(words[0]!) ? words.slice(1) : words
      const code = await run([...this.#flags, ...line], io, this.#connect)
      if (words.length === 1 && words[0] === 'help') io.stdout(HELP)
      return code
    } catch (error) {
      return this.#tell(error)
    }
  }

  #tell(error: unknown): number {
    const { text, code } = outcome(error)
    this.#terminal.stderr(text)
    return code
  }

  /** What the user types for a command that reads standard input. */
  async #typed(): Promise<Buffer> {
    const text = await this.#keyboard.readAll()
    if (text === undefined) {
      this.#running.abort()
      throw new FailedError('interrupted', 130)
    }
    return Buffer.from(text)
  }
}

/** A word that means nothing to us, but something to the user's shell. */
function isProgram(word: string, { env }: Io): boolean {
  if (Object.hasOwn(BUILTINS, word) || /^(help|kubectl|kubesim|k)$/.test(word)) return false
  if (Object.hasOwn(commands, word) || Object.hasOwn(refused, word) || !/^[\w.-]+$/.test(word) || word === PROGRAM)
    return false
  return (env['PATH'] ?? '').split(delimiter).some(folder => {
    try {
      accessSync(join(folder, word), constants.X_OK)
      return true
    } catch {
      return false
    }
  })
}
