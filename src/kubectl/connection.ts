import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseGoDuration } from '../lib/duration.ts'
import type { Ms } from '../lib/time.ts'
import type { Command, Flags, Io } from './command.ts'
import { FailedError } from './command.ts'
import { PROGRAM, REFUSED_FLAGS } from './globals.ts'

/** Which cluster a command line asks for. */
export interface Connection {
  /** Absolute path of a state file. */
  state?: string
  /** Name of a cluster. */
  context?: string
  /** The same, by kubectl's other flag. */
  cluster?: string
}

/** Reads the global flags that choose a cluster. Throws FailedError for those that mean nothing here. */
export function connection(command: Command, flags: Flags, io: Io): Connection {
  const own = new Set(command.flags?.map(f => f.name))
  for (const { name, help } of REFUSED_FLAGS) {
    const value = flags[name]
    if (own.has(name) || value === undefined || (Array.isArray(value) && value.length === 0)) continue
    throw new FailedError(refusal(name, value, io) ?? `--${name} is not supported by ${PROGRAM}: ${help}`)
  }
  requestTimeout(flags)
  const { state, context, cluster } = flags
  return {
    state: state && resolve(io.cwd, state),
    context: context || undefined,
    cluster: cluster || undefined,
  }
}

/** How long --request-timeout lets a request last, which only a watch can use up. Undefined: for ever. */
export function requestTimeout(flags: Flags): Ms | undefined {
  const text: string = flags['request-timeout'] ?? '0'
  const ms = /^\d+$/.test(text) ? Number(text) * 1000 : parseGoDuration(text)
  if (ms === undefined || ms < 0) {
    throw new FailedError(
      'Invalid timeout value. Timeout must be a single integer in seconds, or an integer followed by a corresponding time unit (e.g. 1s | 2m | 3h)',
    )
  }
  return ms === 0 ? undefined : ms
}

/** Where the truth can be told in kubectl's own words. */
function refusal(name: string, value: unknown, io: Io): string | undefined {
  if (name === 'user') return `auth info ${JSON.stringify(value)} does not exist`
  if (name === 'kubeconfig' && !existsSync(resolve(io.cwd, String(value)))) {
    return `stat ${value}: no such file or directory`
  }
  return undefined
}
