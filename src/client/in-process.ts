import type { Call, Reply } from '../api/call.ts'
import type { KindDefinition } from '../api/kind.ts'
import { apiVersionOf, resourceOf } from '../api/registry.ts'
import type { Ms } from '../lib/time.ts'
import type { Session } from '../session/session.ts'
import { type Client, type ClusterControl, type Resource, InterruptedError, StandstillError } from './client.ts'

const DEFAULT_SETTLE: Ms = 600_000

/** The client of a cluster in this process. */
export class InProcessClient implements Client {
  readonly #session: Session
  readonly #signal?: AbortSignal
  readonly cluster: ClusterControl

  constructor(session: Session, signal?: AbortSignal) {
    this.#session = session
    this.#signal = signal
    this.cluster = {
      info: async () => session.info(),
      setNamespace: async namespace => session.setNamespace(namespace),
      setClock: async mode => session.setClock(mode),
      advance: async by => session.advance(by),
      rehearse: act => session.rehearse(act),
      nextWork: async () => session.nextWork(),
      settle: async (max = DEFAULT_SETTLE) => session.settle(max),
    }
  }

  async call(call: Call): Promise<Reply> {
    return this.#session.call(call)
  }

  async resources(): Promise<Resource[]> {
    const kinds = this.#session.kinds()
    return kinds.filter(kind => !kind.hidden).flatMap(describeResource)
  }

  now(): Ms {
    return this.#session.now
  }

  async next(until?: Ms): Promise<boolean> {
    const inTime = await this.#session.next(
      until,
      () => new StandstillError('nothing is due on the virtual clock: waiting would never end'),
    )
    if (this.#signal?.aborted) throw new InterruptedError()
    return inTime
  }

  commitDue(): boolean {
    return this.#session.commitDue()
  }

  async commit(): Promise<void> {
    this.#session.commit()
  }

  close(): void {
    this.#session.close()
  }
}

const VERBS = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch']

/** In every version, the preferred one first. */
function describeResource(kind: KindDefinition<any>): Resource[] {
  const { names, subresources = {}, connect = {}, without = [] } = kind
  const preferred = {
    group: kind.group,
    version: kind.version,
    kind: names.kind,
    plural: names.plural,
    singular: names.singular,
    shortNames: names.shortNames ?? [],
    categories: names.categories ?? [],
    namespaced: kind.scope === 'Namespaced',
    verbs: VERBS.filter(verb => !(without as string[]).includes(verb)),
    subresources: [...Object.keys(subresources), ...Object.keys(connect)].sort(),
    resource: resourceOf(kind),
    groupResource: resourceOf(kind),
    apiVersion: apiVersionOf(kind),
    preferred: true,
  }
  if (!kind.versions) return [preferred]
  const others = kind.versions.map(({ version }) => ({
    ...preferred,
    version,
    resource: `${names.plural}.${version}.${kind.group}`,
    apiVersion: apiVersionOf({ ...kind, version }),
    preferred: false,
  }))
  return [preferred, ...others]
}
