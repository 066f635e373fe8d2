import type { Call, Reply, User } from '../api/call.ts'
import { ApiError } from '../api/errors.ts'
import type { Client, ClusterControl, Resource } from '../client/client.ts'
import type { Ms } from '../lib/time.ts'
import type { Command, CommandContext, Flags, Io } from './command.ts'
import { FailedError, UsageError } from './command.ts'
import { commands } from './commands/index.ts'
import { type Connection, connection } from './connection.ts'
import { outcome, report } from './errors.ts'
import { FIELD_MANAGER } from './field-manager.ts'
import { allFlags, PROGRAM } from './globals.ts'
import { keep } from './keep.ts'
import { checkPath } from './path.ts'
import { findCommand, firstOperand, type Line } from './parse/find.ts'
import { parse } from './parse/parse.ts'

/** Opens the cluster; called at most once, and not at all by commands that need none. */
export type Connect = (connection: Connection, io: Io) => Promise<Client & { close(): void }>

/** Runs one command line (without the program's name). Resolves to the exit code; never throws. */
export async function run(argv: readonly string[], io: Io, connect: Connect): Promise<number> {
  try {
    if (argv[0] === '__complete') {
      return await (await import('./completion/answer.ts')).answerCompletion(argv.slice(2), io, connect)
    }
    const line = await findCommand(argv, lookup)
    return line.command ? await runCommand(line.command, line, io, connect) : await runProgram(argv, io)
  } catch (error) {
    return exit(error, io)
  }
}

const lookup = async (name: string): Promise<Command | undefined> =>
  Object.hasOwn(commands, name) ? commands[name]!() : undefined

async function runCommand(command: Command, { path, args: words }: Line, io: Io, connect: Connect): Promise<number> {
  const { args, flags } = await parse(words, allFlags(command.flags ?? []), [PROGRAM, ...path].join(' '))
  if (flags['help']) return help(command, path, io.stdout)
  if (!command.run) {
    const hint = `See '${[PROGRAM, ...path].join(' ')} -h' for help and examples`
    if (args.length > 0) throw new UsageError(`unknown command ${JSON.stringify(args.join(' '))}`, hint)
    await help(command, path, command.bare === 'stdout' ? io.stdout : io.stderr)
    return 1
  }
  const missing = command.flags?.filter(f => f.required && isAbsent(flags[f.name])) ?? []
  if (missing.length > 0) {
    throw new FailedError(`required flag(s) ${missing.map(f => `"${f.name}"`).join(', ')} not set`)
  }
  const from = connection(command, flags, io)
  if (command.local?.(args, flags)) return act(command, new Context(io, flags), args, flags)

  const client = await connect(from, io)
  try {
    const namespace = flags['namespace'] || (await client.cluster.info()).namespace
    return await keep(client, io, (keeper, held) => {
      const ctx = new Context(held, flags, keeper, { name: namespace, explicit: Boolean(flags['namespace']) })
      return act(command, ctx, args, flags)
    })
  } finally {
    client.close()
  }
}

const isAbsent = (value: unknown): boolean => value === undefined || (Array.isArray(value) && value.length === 0)

async function act(command: Command, ctx: Context, args: string[], flags: Flags): Promise<number> {
  const code = await command.run!(ctx, args, flags)
  const { size } = ctx.warnings
  if (flags['warnings-as-errors'] && size > 0) throw new FailedError(`${size} warning${size > 1 ? 's' : ''} received`)
  return code || (ctx.reported ? 1 : 0)
}

/** No command: the overview, the help of another command, or an error. */
async function runProgram(argv: readonly string[], io: Io): Promise<number> {
  const global = allFlags([])
  const at = firstOperand(argv, global)
  const word = at === undefined ? undefined : argv[at]!
  if (word === 'help') return helpTopic(argv.slice(at! + 1), io)
  if (word !== undefined) {
    const { refused } = await import('./commands/refused.ts')
    if (Object.hasOwn(refused, word))
      throw new FailedError(`${PROGRAM} does not simulate ${JSON.stringify(word)}: ${refused[word]}`)
    const { runPlugin } = await import('./plugins.ts')
    const code = await runPlugin(argv, io)
    if (code !== undefined) return code
    const { unknownCommand } = await import('./unknown-command.ts')
    const all = await allCommands()
    const own = all.filter(command => command.group === 'Simulation Commands:').map(command => command.name)
    throw unknownCommand(word, [...Object.keys(commands), ...Object.keys(refused)], own)
  }
  const { flags } = await parse(argv, global, PROGRAM)
  connection({ name: PROGRAM, summary: '' }, flags, io)
  const { overview } = await import('./help.ts')
  io.stdout(overview(await allCommands()))
  return 0
}

async function helpTopic(topic: readonly string[], io: Io): Promise<number> {
  const { command, path, args } = await findCommand(topic, lookup)
  if (command) return help(command, path, io.stdout)
  const { overview, overviewUsage } = await import('./help.ts')
  if (args.length === 0) io.stdout(overview(await allCommands()))
  else
    io.stderr(
      `Unknown help topic [${args.map(arg => `\`${arg}\``).join(' ')}]\n\n\n${overviewUsage(await allCommands())}`,
    )
  return 0
}

async function help(command: Command, path: readonly string[], write: (text: string) => void): Promise<number> {
  const { commandHelp } = await import('./help.ts')
  write(commandHelp(command, path))
  return 0
}

const allCommands = (): Promise<Command[]> => Promise.all(Object.values(commands).map(load => load()))

function exit(error: unknown, io: Io): number {
  const { text, code } = outcome(error)
  io.stderr(text)
  return code
}

const READS = new Set(['get', 'list', 'watch'])

class Context implements CommandContext {
  readonly io: Io
  readonly warnings = new Set<string>()
  reported = false
  readonly #client?: Client
  readonly #namespace?: { name: string; explicit: boolean }

  constructor(io: Io, flags: Flags, client?: Client, namespace?: { name: string; explicit: boolean }) {
    this.io = io
    this.#client = client && new CommandClient(client, flags, text => this.warn(text))
    this.#namespace = namespace
  }

  get client(): Client {
    if (!this.#client) throw new Error('a command that is local() has no client')
    return this.#client
  }

  get namespace(): { name: string; explicit: boolean } {
    if (!this.#namespace) throw new Error('a command that is local() has no namespace')
    return this.#namespace
  }

  print(line: string): void {
    this.io.stdout(`${line}\n`)
  }

  complain(line: string): void {
    this.io.stderr(`${line}\n`)
  }

  warn(text: string): void {
    if (this.warnings.has(text)) return
    this.warnings.add(text)
    this.complain(`Warning: ${text}`)
  }

  report(error: unknown): void {
    this.io.stderr(report(error))
    this.reported = true
  }
}

/** The user of --as, with the groups that the API server adds. Throws FailedError. */
function impersonated(flags: Flags): User | undefined {
  const name: string | undefined = flags['as'] || undefined
  const groups: string[] = flags['as-group'] ?? []
  if (name === undefined) {
    if (groups.length > 0 || flags['as-uid'])
      throw new FailedError('requesting uid, groups or user-extra for without impersonating a user')
    return undefined
  }
  const account = /^system:serviceaccount:([^:]+):[^:]+$/.exec(name)
  const own = account ? ['system:serviceaccounts', `system:serviceaccounts:${account[1]}`] : []
  return {
    name,
    ...(flags['as-uid'] ? { uid: flags['as-uid'] } : {}),
    groups: [...groups, ...own, 'system:authenticated'],
  }
}

/** A client that shows the warnings of every reply, and says in every call what concerns the owners of fields. */
class CommandClient implements Client {
  readonly #client: Client
  readonly #flags: Flags
  readonly #warn: (text: string) => void

  constructor(client: Client, flags: Flags, warn: (text: string) => void) {
    this.#client = client
    this.#flags = flags
    this.#warn = warn
  }

  #owned(call: Call): Call {
    const managedFields = this.#flags['show-managed-fields'] || undefined
    const fieldManager = READS.has(call.verb) ? undefined : this.#flags['field-manager'] || FIELD_MANAGER
    const query = managedFields || fieldManager ? { managedFields, fieldManager, ...call.query } : call.query
    const user = impersonated(this.#flags)
    return query === call.query && !user ? call : { ...call, query, ...(user ? { user } : {}) }
  }

  async call(call: Call): Promise<Reply> {
    checkPath(call)
    try {
      const reply = await this.#client.call(this.#owned(call))
      reply.warnings.forEach(this.#warn)
      return reply
    } catch (error) {
      if (error instanceof ApiError) error.warnings.forEach(this.#warn)
      throw error
    }
  }

  resources = (): Promise<Resource[]> => this.#client.resources()
  now = (): Ms => this.#client.now()
  next = (until?: Ms): Promise<boolean> => this.#client.next(until)
  commitDue = (): boolean => this.#client.commitDue()
  commit = (): Promise<void> => this.#client.commit()
  get cluster(): ClusterControl {
    return this.#client.cluster
  }
}
