import { ApiError } from '../../../api/errors.ts'
import { StandstillError } from '../../../client/client.ts'
import type { Pod } from '../../../lib/objects.ts'
import type { Ms } from '../../../lib/time.ts'
import type { CommandContext, Flags } from '../../command.ts'

/** One container's log. */
export interface LogStream {
  pod: Pod
  container: string
}

interface LogReply {
  lines: { at: Ms; line: string }[]
  now: Ms
  ended: boolean
  next?: Ms
}

/** Prints the logs of containers: what there is, and what comes. */
export class LogStreams {
  private readonly ctx: CommandContext
  private readonly flags: Flags
  /** Where each open log goes on, and when its next line comes. */
  private readonly open = new Map<LogStream, { after: Ms; next?: Ms }>()
  private readonly streams: LogStream[]

  constructor(ctx: CommandContext, streams: LogStream[], flags: Flags) {
    this.ctx = ctx
    this.streams = streams
    this.flags = flags
  }

  /** Prints what was written until now, one container after another. Throws ApiError. */
  async past(): Promise<void> {
    const { flags } = this
    const query = {
      previous: flags['previous'],
      tailLines: flags['tail'] < 0 ? undefined : flags['tail'],
      limitBytes: flags['limit-bytes'] || undefined,
      sinceSeconds: flags['since'] ? Math.ceil(flags['since'] / 1000) : undefined,
      sinceTime: flags['since-time'] || undefined,
    }
    for (const stream of this.streams) {
      const reply = await this.ask(stream, query)
      this.print(stream, reply)
      if (!reply.ended) this.open.set(stream, { after: reply.now, next: reply.next })
    }
  }

  /** Prints what comes, until every container has ended, or nothing can come any more, or Ctrl-C. */
  async follow(): Promise<void> {
    const { client, io } = this.ctx
    while (this.open.size && !io.signal?.aborted) {
      const moments = [...this.open.values()].flatMap(({ next }) => (next === undefined ? [] : [next]))
      try {
        await client.next(moments.length ? Math.min(...moments) : undefined)
      } catch (error) {
        if (error instanceof StandstillError) return
        throw error
      }
      for (const [stream, { after }] of [...this.open]) {
        const reply = await this.more(stream, after)
        if (reply) this.print(stream, reply)
        if (!reply || reply.ended) this.open.delete(stream)
        else this.open.set(stream, { after: reply.now, next: reply.next })
      }
    }
  }

  /** Undefined when the container is gone. */
  private async more(stream: LogStream, after: Ms): Promise<LogReply | undefined> {
    try {
      return await this.ask(stream, { after })
    } catch (error) {
      if (error instanceof ApiError) return undefined
      throw error
    }
  }

  private async ask({ pod, container }: LogStream, query: object): Promise<LogReply> {
    const { name, namespace } = pod.metadata
    const call = {
      verb: 'get',
      resource: 'pods',
      subresource: 'log',
      namespace,
      name,
      query: { ...query, container },
    } as const
    return (await this.ctx.client.call(call)).body
  }

  private print({ pod, container }: LogStream, { lines }: LogReply): void {
    const prefix = this.flags['prefix'] ? `[pod/${pod.metadata.name}/${container}] ` : ''
    for (const { at, line } of lines) this.ctx.print(prefix + (this.flags['timestamps'] ? `${nano(at)} ` : '') + line)
  }
}

/** RFC 3339 with nanoseconds, as the container runtime stamps lines. */
const nano = (at: Ms): string => `${new Date(at).toISOString().slice(0, 23)}000000Z`
