import type { Command, Flag } from '../command.ts'
import { allFlags } from '../globals.ts'
import { findLong, implied } from './spelling.ts'

/** The command that a line asks for, and the rest of the line. */
export interface Line {
  /** Words of the command without the program's name: `['rollout', 'undo']`; empty for the program itself. */
  path: string[]
  command?: Command
  args: string[]
}

/** Looks up a top-level command by name or alias. */
export type Lookup = (name: string) => Promise<Command | undefined>

/** Finds the command: the first words that are no flags and no values of flags. */
export async function findCommand(args: readonly string[], lookup: Lookup): Promise<Line> {
  const at = firstOperand(args, allFlags([]))
  const command = at === undefined ? undefined : await lookup(args[at]!)
  if (at === undefined || !command) return { path: [], args: [...args] }
  return descend([command.name], command, without(args, at))
}

function descend(path: string[], command: Command, args: string[]): Line {
  if (!command.commands) return { path, command, args }
  const at = firstOperand(args, allFlags(command.flags ?? []))
  const sub = at === undefined ? undefined : subcommand(command, args[at]!)
  return sub ? descend([...path, sub.name], sub, without(args, at!)) : { path, command, args }
}

export const subcommand = (command: Command, name: string): Command | undefined =>
  command.commands?.find(c => c.name === name || c.aliases?.includes(name))

/** Where the first argument stands that is neither a flag nor a flag's value. Unknown flags count as having a value. */
export function firstOperand(args: readonly string[], flags: readonly Flag[]): number | undefined {
  for (let i = 0; i < args.length; i++) {
    const arg = args[i]!
    if (arg === '--') return undefined
    if (!arg.startsWith('-') || arg === '-') return i
    if (arg.includes('=')) continue
    if (arg.startsWith('--')) {
      const flag = findLong(flags, arg.slice(2))
      if (!flag || implied(flag) === undefined) i++
    } else if (arg.length === 2) {
      const flag = flags.find(f => f.short === arg[1])
      if (!flag || implied(flag) === undefined) i++
    }
  }
  return undefined
}

const without = (args: readonly string[], at: number): string[] => [...args.slice(0, at), ...args.slice(at + 1)]
