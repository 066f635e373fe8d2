import type { Ms } from '../../../lib/time.ts'
import { BUILTINS } from './builtins.ts'
import { type Scope, expandPattern, expandText, expandWords } from './expand.ts'
import { Leave } from './leave.ts'
import { runLoop } from './loop.ts'
import { parseShell } from './parse.ts'
import { matchesPattern } from './pattern.ts'
import { redirected } from './redirect.ts'
import type { Chain, Command, Pipeline, Script } from './syntax.ts'
import { pass, type Streams, Suspended, type World } from './world.ts'
import { WRAPPERS } from './wrappers.ts'

/** One shell process: variables, options, functions. Runs scripts against a World. */
export class Shell implements Scope {
  readonly world: World
  /** What it calls itself in messages: `sh`, `bash`. */
  readonly name: string
  cwd = '/'
  positional: string[] = []
  status = 0
  readonly variables = new Map<string, string>()
  readonly exported = new Set<string>()
  readonly functions = new Map<string, Command>()
  readonly options = new Set<string>()
  /** Signal name (`TERM`) to the script that handles it. */
  readonly traps = new Map<string, string>()
  /** When each background job ends; Infinity: never. */
  readonly jobs: Ms[] = []
  /** Where the running command writes; expansion uses it for messages and traces. */
  private streams: Streams
  /** Status of the last command substitution: what an assignment alone ends with. */
  private captured = 0
  /** Inside a condition `set -e` does not end the shell. */
  private conditions = 0

  constructor(world: World, name: string, env: Record<string, string>, streams: Streams) {
    this.world = world
    this.name = name
    this.streams = streams
    for (const [key, value] of Object.entries(env)) {
      this.variables.set(key, value)
      this.exported.add(key)
    }
  }

  /** A copy for a subshell. */
  fork(streams: Streams): Shell {
    const copy = new Shell(this.world, this.name, {}, streams)
    for (const [name, value] of this.variables) copy.variables.set(name, value)
    for (const name of this.exported) copy.exported.add(name)
    for (const [name, body] of this.functions) copy.functions.set(name, body)
    for (const option of this.options) copy.options.add(option)
    copy.cwd = this.cwd
    copy.positional = [...this.positional]
    copy.status = this.status
    copy.conditions = this.conditions
    return copy
  }

  get env(): Record<string, string> {
    const env: Record<string, string> = {}
    for (const name of this.exported) env[name] = this.variables.get(name) ?? ''
    return env
  }

  value(name: string): string | undefined {
    switch (name) {
      case '?':
        return String(this.status)
      case '#':
        return String(this.positional.length)
      case '$':
        return '1'
      case '!':
        return this.jobs.length ? String(this.jobs.length + 6) : ''
      case '-':
        return [...this.options].join('')
      case '0':
        return this.name
      case 'PWD':
        return this.cwd
      case 'RANDOM':
        return String(this.world.running.rng.int(32768))
    }
    if (/^\d$/.test(name)) return this.positional[Number(name) - 1]
    const value = this.variables.get(name)
    if (value === undefined && this.options.has('u')) this.abort(`${name}: parameter not set`)
    return value
  }

  assign(name: string, value: string): void {
    this.variables.set(name, value)
  }

  abort(message: string): never {
    this.complain(message)
    throw new Leave('exit', 2)
  }

  complain(message: string): void {
    this.streams.err(`${this.name}: ${message}\n`)
  }

  capture(script: Script): string {
    let text = ''
    const streams = { ...this.streams, out: (piece: string) => (text += piece) }
    this.captured = this.fork(streams).main(script, streams)
    return text.replace(/\n+$/, '')
  }

  /** Runs a whole script, as a process does: `exit` ends it, the EXIT trap runs. */
  main(script: Script, io: Streams, last = false): number {
    let code: number
    try {
      code = this.run(script, io, last)
    } catch (leave) {
      if (!(leave instanceof Leave)) throw leave
      code = leave.value
    }
    const trap = this.traps.get('EXIT')
    this.traps.delete('EXIT')
    if (trap) this.main(parseShell(trap), io)
    return code
  }

  /** Runs commands one after another; the status of the last one. `last`: nothing comes after them. */
  run(script: Script, io: Streams, last = false): number {
    script.forEach((chain, i) => {
      if (chain.background) this.background(chain, io)
      else this.status = this.chain(chain, io, last && i === script.length - 1)
    })
    return this.status
  }

  /** Runs something as a condition: a failure in it does not end the shell. */
  condition(script: Script, io: Streams): boolean {
    this.conditions++
    try {
      return this.run(script, io) === 0
    } finally {
      this.conditions--
    }
  }

  private chain(chain: Chain, io: Streams, last: boolean): number {
    const final = chain.rest.length
    const part = (pipeline: Pipeline, i: number) => {
      if (i < final) this.conditions++
      try {
        this.status = this.pipeline(pipeline, io, last && i === final)
      } finally {
        if (i < final) this.conditions--
      }
      const failed = this.status !== 0 && !pipeline.negated
      if (failed && i === final && this.conditions === 0 && this.options.has('e')) throw new Leave('exit', this.status)
    }
    part(chain.first, 0)
    chain.rest.forEach(({ operator, pipeline }, i) => {
      if ((operator === '&&') === (this.status === 0)) part(pipeline, i + 1)
    })
    return this.status
  }

  private background(chain: Chain, io: Streams): void {
    const began = this.world.now
    try {
      this.fork(io).main([{ ...chain, background: false }], { ...io, input: { text: '' } }, true)
      this.jobs.push(this.world.now)
    } catch (suspended) {
      if (!(suspended instanceof Suspended)) throw suspended
      this.jobs.push(suspended.lookAt)
    }
    this.world.now = began
    this.status = 0
  }

  private pipeline({ commands, negated }: Pipeline, io: Streams, last: boolean): number {
    let code: number
    if (commands.length === 1) code = this.command(commands[0]!, io, last)
    else {
      let input = io.input
      let suspended: Suspended | undefined
      const codes: number[] = []
      commands.forEach((command, i) => {
        let text = ''
        const end = i === commands.length - 1
        const streams = { ...io, input, out: end ? io.out : (piece: string) => (text += piece) }
        const shell = this.fork(streams)
        try {
          codes.push(shell.main([chainOf(command)], streams, last && end))
        } catch (thrown) {
          // What an unfinished command has written so far still reaches the next one.
          if (!(thrown instanceof Suspended)) throw thrown
          suspended ??= thrown
        }
        input = { text }
      })
      if (suspended) throw suspended
      const failed = this.options.has('pipefail') ? codes.findLast(c => c !== 0) : undefined
      code = failed ?? codes[codes.length - 1]!
    }
    return negated ? (code === 0 ? 1 : 0) : code
  }

  private command(command: Command, io: Streams, last: boolean): number {
    const opened = redirected(command.redirects, io, this)
    if (typeof opened === 'string') {
      this.complain(opened)
      return 1
    }
    const outer = this.streams
    this.streams = opened
    try {
      return this.execute(command, opened, last)
    } finally {
      this.streams = outer
    }
  }

  private execute(command: Command, io: Streams, last: boolean): number {
    switch (command.kind) {
      case 'simple':
        return this.simple(command, io, last)
      case 'group':
        return command.subshell ? this.fork(io).main(command.body, io, last) : this.run(command.body, io, last)
      case 'if': {
        const clause = command.clauses.find(({ condition }) => this.condition(condition, io))
        const body = clause ? clause.body : command.otherwise
        this.status = 0
        return body ? this.run(body, io, last) : 0
      }
      case 'case': {
        const text = expandText(command.word, this)
        const matches = (pattern: string) => matchesPattern(text, pattern)
        const item = command.items.find(({ patterns }) => patterns.some(p => matches(expandPattern(p, this))))
        this.status = 0
        return item ? this.run(item.body, io, last) : 0
      }
      case 'function':
        this.functions.set(command.name, command.body)
        return 0
      default:
        return runLoop(this, command, io)
    }
  }

  private simple(command: Command & { kind: 'simple' }, io: Streams, last: boolean): number {
    if (--this.world.steps < 0) throw new Suspended(this.world.now)
    this.captured = 0
    const words = expandWords(command.words, this)
    const assigned = command.assignments.map(({ name, value }) => [name, expandText(value, this)] as const)
    if (this.options.has('x')) {
      const shown = [...assigned.map(([name, value]) => `${name}=${quoted(value)}`), ...words.map(quoted)]
      io.err(`+ ${shown.join(' ')}\n`)
    }
    if (!words.length) {
      for (const [name, value] of assigned) this.assign(name, value)
      return this.captured
    }
    return this.invoke(words, io, last, Object.fromEntries(assigned))
  }

  /** Runs a command given as words: a builtin, a function, a wrapper, a shell, or a program of the container. */
  invoke(argv: string[], io: Streams, last = false, extraEnv: Record<string, string> = {}): number {
    const name = argv[0]!
    const body = this.functions.get(name)
    if (body) return this.callFunction(body, argv.slice(1), io)
    const builtin = BUILTINS[name]
    if (builtin) return builtin(this, argv.slice(1), io, last)
    pass(this.world, 1)
    const env = { ...this.env, ...extraEnv }
    const base = name.slice(name.lastIndexOf('/') + 1)
    const wrapper = WRAPPERS[base]
    if (wrapper && this.world.has(name)) return wrapper(this, argv, io, last, env)
    const code = this.world.start(argv, io, { env, cwd: this.cwd }, last)
    if (code !== undefined) return code
    this.complain(this.name === 'bash' ? `line 1: ${name}: command not found` : `${name}: not found`)
    return 127
  }

  private callFunction(body: Command, args: string[], io: Streams): number {
    const outer = this.positional
    this.positional = args
    try {
      return this.command(body, io, false)
    } catch (leave) {
      if (!(leave instanceof Leave) || leave.kind !== 'return') throw leave
      return leave.value
    } finally {
      this.positional = outer
    }
  }
}

const chainOf = (command: Command): Chain => ({
  first: { commands: [command], negated: false },
  rest: [],
  background: false,
})
const quoted = (word: string) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word}'`)
