import type { Client } from '../client/client.ts'

export interface Flag {
  /** Long name without dashes. */
  name: string
  short?: string
  /** `strings` splits at commas and repeats, `array` only repeats; `duration` is Go's (`5s`, `1m30s`), given as ms. */
  type: 'string' | 'bool' | 'int' | 'duration' | 'strings' | 'array'
  default?: string | boolean | number
  /** The value when the flag stands without one (pflag's NoOptDefVal): `--cascade` is `--cascade=background`. */
  implied?: string
  help: string
  /** Not listed in the help. */
  hidden?: boolean
  /** Words for TAB completion of the value. */
  values?: string[]
  /** Where those words are found otherwise. */
  complete?: Complete
  /** Refused when not given: `required flag(s) "image" not set`. */
  required?: true
}

/**
 * Parsed flags by long name. Absent: the default, or undefined; `strings` and `array` are always lists.
 * `flags['--']` is how many arguments stood before a `--` (pflag's ArgsLenAtDash); undefined without one.
 */
export type Flags = Record<string, any>

/**
 * Where completion of an argument finds its words: a list of them, the names of one type, or `TYPE NAME` where only some
 * types make sense.
 */
export type Complete =
  | 'resource'
  | 'resource-name'
  | 'pod'
  | 'pod-file'
  | 'node'
  | 'file'
  | 'context'
  | 'none'
  | string[]
  | { names: string }
  | { types: string[] }

/** A command as one plain object: parsing, help and completion follow from it. */
export interface Command {
  name: string
  aliases?: string[]
  /** Heading in the overview; only for top-level commands. */
  group?:
    | 'Basic Commands (Beginner):'
    | 'Basic Commands (Intermediate):'
    | 'Deploy Commands:'
    | 'Cluster Management Commands:'
    | 'Troubleshooting and Debugging Commands:'
    | 'Advanced Commands:'
    | 'Settings Commands:'
    | 'Simulation Commands:'
    | 'Other Commands:'
  /** After `kubesim <path>`: `(-f FILENAME | NAME)`. */
  usage?: string
  /** One line. */
  summary: string
  /** First line of the command's own help, where it says more than the summary. */
  title?: string
  /** Paragraphs of the help, in our own words. */
  long?: string
  examples?: string
  flags?: Flag[]
  complete?: Complete
  commands?: Command[]
  hidden?: boolean
  /** Only for groups without `run`: where the help goes that answers the bare group (exit 1 either way). Default: stderr. */
  bare?: 'stdout'
  /** True when it needs no cluster: the state file is then never opened, and `client` and `namespace` must not be used. */
  local?(args: string[], flags: Flags): boolean
  /** Resolves to the exit code (0 when nothing). Throws ApiError, UsageError or FailedError. */
  run?(ctx: CommandContext, args: string[], flags: Flags): Promise<number | void>
}

/** A line that was typed, or Ctrl-C, or Ctrl-D. */
export type Typing = { line: string } | 'interrupt' | 'end'

/** The terminal (or a test) around a command. */
export interface Io {
  stdout(text: string): void
  stderr(text: string): void
  /** All of standard input. */
  stdin(): Promise<Buffer>
  /** Standard input is somebody's keyboard: nothing lies there to be read. */
  keyboard?: boolean
  env: Record<string, string | undefined>
  cwd: string
  /** Columns of the terminal; undefined when standard output is no terminal. */
  columns?: number
  tty: boolean
  /** Asks whoever sits at the keyboard for a line; absent: `console` does. */
  ask?(prompt: string): Promise<Typing>
  /** Keyboard and screen, when both are a terminal. */
  console?: { input: NodeJS.ReadStream; output: NodeJS.WriteStream }
  /** Aborted by Ctrl-C. */
  signal?: AbortSignal
}

export interface CommandContext {
  client: Client
  io: Io
  /** The namespace of -n, else the context's, else `default`. `explicit`: given by -n. */
  namespace: { name: string; explicit: boolean }
  /** Standard output, with a newline. */
  print(line: string): void
  /** Standard error, with a newline. */
  complain(line: string): void
  /** `Warning: text` on standard error, each text once per command. */
  warn(text: string): void
  /** Reports an error in kubectl's words on standard error without ending; the command then exits 1. */
  report(error: unknown): void
}

/** Wrong use of the command line; exit 1. `hint` is the closing line (`See 'kubesim get -h' for help and examples`). */
export class UsageError extends Error {
  readonly hint?: string
  constructor(message: string, hint?: string) {
    super(message)
    this.hint = hint
  }
}

/** A failure for the user that is not the API's: `error: message`, exit `code`. */
export class FailedError extends Error {
  readonly code: number
  constructor(message: string, code = 1) {
    super(message)
    this.code = code
  }
}
