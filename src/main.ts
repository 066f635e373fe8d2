import { FailedError, type Io } from './kubectl/command.ts'
import type { Connection } from './kubectl/connection.ts'
import { type Connect, run } from './kubectl/run.ts'

export { terminal } from './terminal.ts'

/** Runs one command line (`argv` without node and the script). Resolves to the exit code; never throws. */
export const main = (argv: readonly string[], io: Io): Promise<number> => run(argv, io, connect)

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
