import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Context, contexts, setNamespace } from '../../../client/contexts.ts'
import { ClusterError, renameCluster, useCluster } from '../../../client/clusters.ts'
import { goJson } from '../../../lib/go-json.ts'
import { FailedError, type Io } from '../../command.ts'
import { PROGRAM } from '../../globals.ts'
import { emptyConfig, type Kubeconfig, names, toFile } from './kubeconfig.ts'
import type { Source } from './source.ts'

/**
 * kubesim's clusters seen as a kubeconfig: each is a context, its cluster and its user, and the server is the state file. What can
 * be written is what clusters have: which one is current, their namespaces and their names.
 */
export class ClusterSource implements Source {
  readonly #io: Io
  readonly #state?: string
  #contexts: Context[] = []

  constructor(io: Io, state?: string) {
    this.#io = io
    this.#state = state && resolve(io.cwd, state)
  }

  get file(): string {
    return `the clusters of ${PROGRAM}`
  }

  async read(): Promise<Kubeconfig> {
    const { current, all } = contexts({ state: this.#state, env: this.#io.env })
    this.#contexts = all
    const config = { ...emptyConfig(), current }
    for (const { name, file, namespace } of all) {
      config.clusters.set(name, { server: pathToFileURL(file).href })
      config.users.set(name, {})
      config.contexts.set(name, { cluster: name, user: name, ...(namespace && { namespace }) })
    }
    return config
  }

  async write(next: Kubeconfig): Promise<void> {
    const reached = await this.read()
    const { current } = reached
    const renamed = rename(reached, next)
    const moved = this.#contexts.filter(({ name }) => takeNamespace(name, reached, next))
    if (goJson(toFile({ ...next, current })) !== goJson(toFile({ ...reached, current }))) {
      throw new FailedError(
        `the configuration follows from the clusters of ${PROGRAM}: only the current context, and the name and namespace of a context, can be set. ` +
          `Make and delete clusters with "${PROGRAM} cluster", or give a file with --kubeconfig`,
      )
    }
    for (const context of moved) {
      setNamespace(this.#io.env, context, next.contexts.get(context.name)!['namespace'] ?? '')
    }
    if (renamed) this.#attempt(() => renameCluster(this.#io.env, ...renamed))
    if (next.current !== (renamed?.[0] === current ? renamed[1] : current)) this.#use(next.current)
  }

  #use(name: string): void {
    if (this.#state || this.#io.env['KUBESIM_STATE']) {
      throw new FailedError('the state file that --state or KUBESIM_STATE names is the only context')
    }
    this.#attempt(() => useCluster(this.#io.env, name))
  }

  #attempt(act: () => void): void {
    try {
      act()
    } catch (error) {
      throw error instanceof ClusterError ? new FailedError(error.message) : error
    }
  }
}

/** Gives a context of `reached` the name that it has in `next`, if one went and one came; returns both names. */
function rename(reached: Kubeconfig, next: Kubeconfig): [from: string, to: string] | undefined {
  const gone = names(reached, 'contexts').filter(name => !next.contexts.has(name))
  const added = names(next, 'contexts').filter(name => !reached.contexts.has(name))
  const [from] = gone
  const [to] = added
  if (from === undefined || to === undefined || gone.length + added.length > 2) return undefined
  reached.contexts.set(to, reached.contexts.get(from)!)
  reached.contexts.delete(from)
  return [from, to]
}

/** Gives a context of `reached` the namespace that it has in `next`; whether that is another one. */
function takeNamespace(name: string, reached: Kubeconfig, next: Kubeconfig): boolean {
  const before = reached.contexts.get(name)
  const after = next.contexts.get(name)
  if (!before || !after || before['namespace'] === after['namespace']) return false
  before['namespace'] = after['namespace']
  return true
}
