import type { ChalkInstance } from 'chalk'
import type { Io } from './command.ts'

/** What paints text for this output: colour only for a terminal, unless NO_COLOR or FORCE_COLOR decide otherwise. */
export async function painter({ tty, env }: Io): Promise<ChalkInstance> {
  const { Chalk } = await import('chalk')
  const forced = env['FORCE_COLOR']
  const colour = forced === undefined ? tty && !env['NO_COLOR'] : forced !== '0'
  return new Chalk({ level: colour ? 1 : 0 })
}
