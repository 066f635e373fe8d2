import { FailedError, type Io } from './kubectl/command.ts'
import type { Connection } from './kubectl/connection.ts'
import { allFlags } from './kubectl/globals.ts'
import { firstOperand } from './kubectl/parse/find.ts'
import { type Connect, run } from './kubectl/run.ts'

export { creation } from './session/creation.ts'
export { terminal } from './terminal.ts'

/**
 * Runs one command line (`argv` without node and the script), or opens the prompt when it names no command and somebody
 * sits at a terminal. Resolves to the exit code; never throws.
 */
export async function main(argv: readonly string[], io: Io): Promise<number> {
  if (wantsPrompt(argv) && io.console) return (await import('./shell/index.ts')).openShell(argv, io, connect)
  return run(argv, io, connect)
}

const wantsPrompt = (argv: readonly string[]): boolean =>
  !argv.some(word => word === '-h' || word === '--help' || word === '--') &&
  firstOperand(argv, allFlags([])) === undefined

async function connect({ state, context, cluster }: Connection, { env, signal }: Io): ReturnType<Connect> {
  const { openClient } = await import('./client/open.ts')
  const { Home } = await import('./session/home.ts')
  const home = new Home(env)
  const isKnown = (name: string) => name === 'default' || home.has(name)
  if (context && !isKnown(context)) {
    throw new FailedError(`Error in configuration: context was not found for specified context: ${context}`)
  }
  if (cluster && !isKnown(cluster)) throw new FailedError(`no server found for cluster ${JSON.stringify(cluster)}`)
  return openClient({ state, context: context ?? cluster, env, signal })
}
