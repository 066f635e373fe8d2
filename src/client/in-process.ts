import type { Call, Reply } from '../api/call.ts'
import type { Ms } from '../lib/time.ts'
import type { Session } from '../session/session.ts'
import { type Client, type ClusterControl, type Resource, InterruptedError, StandstillError } from './client.ts'
import { servedResources } from './served-resource.ts'

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
    // A refusal comes when somebody waits for it: before, Node would look whether it goes unheard.
    await undefined
    return this.#session.call(call)
  }

  async resources(): Promise<Resource[]> {
    return servedResources(this.#session.kinds())
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
