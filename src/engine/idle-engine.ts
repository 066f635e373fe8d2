import type { ApiServer } from '../api/server.ts'
import type { Ms } from '../lib/time.ts'
import type { Store } from '../store/store.ts'
import type { Api, Controller } from './controller.ts'
import { Beyond } from './beyond.ts'

/**
 * The engine of the reader, the bundle for commands that only look (see build.js): it stands in for `Engine` and plays
 * nothing. When something is due, or something is to be written, it throws Beyond: that is work for the whole program.
 */
export class Engine {
  readonly #store: Store
  #now: Ms

  constructor(store: Store, _server: ApiServer, _controllers: Controller[], now: Ms) {
    this.#store = store
    this.#now = now
  }

  get now(): Ms {
    return this.#now
  }

  get actor(): undefined {
    return undefined
  }

  get api(): Api {
    throw new Beyond()
  }

  nextDue(): Ms | undefined {
    return this.#store.queue.peek()?.at
  }

  resume(now: Ms): void {
    this.#now = now
  }

  advanceTo(_until: Ms): void {
    throw new Beyond()
  }

  observe(): void {
    throw new Beyond()
  }

  nextWork(_limit: Ms): Ms | undefined {
    throw new Beyond()
  }
}
