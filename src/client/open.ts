import { existsSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { Home } from '../session/home.ts'
import { Session } from '../session/session.ts'
import type { ClusterFacts } from '../sim.ts'
import { StateFileError } from '../store/state-file-error.ts'
import type { Client } from './client.ts'
import { InProcessClient } from './in-process.ts'

export interface OpenOptions {
  /** Absolute path of a state file (`--state`, else `KUBESIM_STATE`). */
  state?: string
  /** A cluster by name. */
  context?: string
  env: Record<string, string | undefined>
  signal?: AbortSignal
}

/** What a cluster is made of that nobody described. */
export const defaultFacts = (name: string): ClusterFacts => ({
  name,
  nodes: 3,
  zones: ['a', 'b', 'c'],
  bare: false,
  seed: 1,
})

/** Which cluster a command line names, and its state file. */
export function locate({ state, context, env }: OpenOptions): { name: string; file: string; home?: Home } {
  const file = context ? undefined : state || env['KUBESIM_STATE']
  if (file) return { name: 'default', file }
  const home = new Home(env)
  const name = context ?? home.current()
  return { name, file: home.fileOf(name), home }
}

/** What somebody is told who uses no cluster. */
export function noneInUse(home: Home): string {
  const [only, ...others] = home.list()
  const make = "make one with 'kubesim cluster create NAME'"
  const use = `use ${only} with 'kubesim cluster use ${only}', or `
  const choose = `choose one of ${[only, ...others].join(', ')} with 'kubesim cluster use NAME', or `
  return `current-context is not set: no cluster is in use; ${only === undefined ? '' : others.length > 0 ? choose : use}${make}`
}

/** Opens the cluster that a command line names; the first command ever makes the default one. Throws StateFileError. */
export async function openClient(options: OpenOptions): Promise<Client & { close(): void }> {
  const { env, signal } = options
  const { name, file, home } = locate(options)
  if (home) {
    if (name === '') throw new StateFileError(noneInUse(home))
    if (!home.has(name)) {
      if (name !== 'default') throw new StateFileError(`context ${JSON.stringify(name)} does not exist`)
      home.make()
    }
  }
  return new InProcessClient(openSession(file, defaultFacts(name), env, signal), signal)
}

/** Opens a state file, made with `facts` if there is none. Throws StateFileError with the reason in plain words. */
export function openSession(
  file: string,
  facts: ClusterFacts,
  env: Record<string, string | undefined>,
  signal?: AbortSignal,
): Session {
  if (!existsSync(file)) checkFolder(file)
  const clock = env['KUBESIM_CLOCK']
  if (clock && clock !== 'wall' && clock !== 'virtual') {
    throw new StateFileError(`KUBESIM_CLOCK is ${JSON.stringify(clock)}; it can be wall or virtual`)
  }
  try {
    return new Session({
      file,
      facts,
      clock: (clock || undefined) as 'wall' | 'virtual' | undefined,
      signal,
      freeze: env['KUBESIM_FREEZE'] === '1',
    })
  } catch (error) {
    // Looking before would cost every command.
    if (isFolder(file)) throw new StateFileError(`state file ${file} is a directory`)
    throw error
  }
}

const isFolder = (file: string): boolean => statSync(file, { throwIfNoEntry: false })?.isDirectory() ?? false

function checkFolder(file: string): void {
  const folder = dirname(file)
  if (!existsSync(folder)) throw new StateFileError(`state file ${file}: there is no folder ${folder}`)
  if (!isFolder(folder)) throw new StateFileError(`state file ${file}: ${folder} is no folder`)
}
