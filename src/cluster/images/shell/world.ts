import type { Ms } from '../../../lib/time.ts'
import type { Files, Image, Running } from '../image.ts'

/**
 * Thrown while a process still runs: what it does after `lookAt` is not known yet (time has not come that far, or an
 * answer of the network is awaited). Infinity: it runs for ever unless it is stopped.
 */
export class Suspended {
  readonly lookAt: Ms
  constructor(lookAt: Ms) {
    this.lookAt = lookAt
  }
}

/** Text that flows into a command; reading takes from it. */
export interface Input {
  text: string
  /** Takes a line, waiting until it comes; undefined at the end. Absent: all there will be is in `text`. */
  line?(prompt?: string): string | undefined
  /** A terminal shows what is typed. */
  terminal?: boolean
}

export interface Streams {
  input: Input
  out(text: string): void
  err(text: string): void
}

/** What a tool is called with. Tools answer with their exit code. */
export interface Use {
  name: string
  args: string[]
  io: Streams
  /** Exported variables. */
  env: Record<string, string>
  cwd: string
  world: World
}

export type Tool = (use: Use) => number

/** What is around a process: its clock, its files, the programs it can start. */
export interface World {
  readonly running: Running
  readonly files: Files
  readonly userland: Image['userland']
  /** The process's clock; `pass` moves it. */
  now: Ms
  /** Nothing is known after this moment; Infinity follows the process to its end. */
  readonly until: Ms
  /** Commands left before the run gives up for now. */
  steps: number
  /** Argument vector of the container's main process, for ps. */
  readonly mainCommand: readonly string[]
  /** Whether there is a program of this name. */
  has(name: string): boolean
  /** Sends SIGTERM to the main process; absent where there is nothing to end. */
  terminate?(): void
  /** Where the text of the process itself goes, whatever a command redirects. */
  readonly console: Streams
  /**
   * Starts a program that is neither shell nor wrapper; `undefined` when there is none of that name. `last`: nothing
   * comes after it in the script.
   */
  start(
    argv: string[],
    io: Streams,
    shell: { env: Record<string, string>; cwd: string },
    last: boolean,
  ): number | undefined
}

/** Lets time pass for a process. */
export function pass(world: World, ms: Ms): void {
  if (ms === Number.POSITIVE_INFINITY || world.now + ms > world.until) throw new Suspended(world.now + ms)
  world.now += ms
}

/** Joins a path to a folder and makes it normal. */
export function resolvePath(cwd: string, path: string): string {
  const parts: string[] = []
  for (const part of (path.startsWith('/') ? path : `${cwd}/${path}`).split('/')) {
    if (part === '..') parts.pop()
    else if (part && part !== '.') parts.push(part)
  }
  return `/${parts.join('/')}`
}
