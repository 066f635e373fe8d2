import type { Call, Reply } from '../../../api/call.ts'
import type { Client, ClusterControl, Resource } from '../../../client/client.ts'
import type { LoadReply, LoadRequest, LoadState } from '../../../cluster/network/load/call.ts'
import type { Ms } from '../../../lib/time.ts'

export interface Sent {
  at: Ms
  until: Ms
  count: number
  reply: LoadReply
}

/**
 * Sends requests whenever time passes: before the clock moves on, those that fall into the while until then are sent. It is a
 * client itself, so that a command that waits through it waits under load.
 */
export class Driver implements Client {
  readonly #client: Client
  readonly #namespace: string
  readonly #request: Omit<LoadRequest, 'count' | 'until' | 'state'>
  readonly #rate: number
  readonly #tell: (sent: Sent) => void
  #began: Ms | undefined
  #sent = 0
  #state: LoadState | undefined
  #seesAt: Ms | undefined

  constructor(
    client: Client,
    namespace: string,
    request: Omit<LoadRequest, 'count' | 'until' | 'state'>,
    rate: number,
    tell: (sent: Sent) => void,
  ) {
    this.#client = client
    this.#namespace = namespace
    this.#request = request
    this.#rate = rate
    this.#tell = tell
  }

  async next(until?: Ms): Promise<boolean> {
    const { now, nextDue } = await this.#client.cluster.info()
    if (this.#seesAt !== undefined && this.#seesAt <= now) this.#seesAt = undefined
    const bounds = [until, nextDue?.at, this.#seesAt, this.#nextSecond(now)].filter(at => at !== undefined)
    const to = Math.max(now, Math.min(...bounds))
    await this.#send(now, to)
    // With a bound of our own, time may pass without anything having changed; whoever waits looks again.
    const more = await this.#client.next(to)
    return more || until === undefined || to < until
  }

  commitDue(): boolean {
    return this.#client.commitDue()
  }

  /** What is sent in one second is told for that second. */
  #nextSecond(now: Ms): Ms {
    const began = (this.#began ??= now)
    return began + (Math.floor((now - began) / 1000) + 1) * 1000
  }

  async #send(now: Ms, until: Ms): Promise<void> {
    const due = Math.floor(((until - this.#began!) * this.#rate) / 1000)
    const count = due - this.#sent
    if (count === 0 && !this.#state?.open.length) return
    this.#sent = due
    const body: LoadRequest = { ...this.#request, count, until, state: this.#state }
    const call: Call = { verb: 'connect', resource: 'network', subresource: 'load', namespace: this.#namespace, body }
    const reply: LoadReply = (await this.#client.call(call)).body
    this.#state = reply.state
    this.#seesAt = reply.seesAt
    this.#tell({ at: now, until, count, reply })
  }

  call = (call: Call): Promise<Reply> => this.#client.call(call)
  resources = (): Promise<Resource[]> => this.#client.resources()
  now = (): Ms => this.#client.now()
  commit = (): Promise<void> => this.#client.commit()
  get cluster(): ClusterControl {
    return this.#client.cluster
  }
  /** The cluster stays open for whoever lent it. */
  close(): void {}
}
