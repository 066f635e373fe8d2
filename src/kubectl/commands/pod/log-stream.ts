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
  /** Bytes that may still be shown of a log, with --limit-bytes. */
  private readonly left = new Map<LogStream, number>()
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
      sinceSeconds: flags['since'] ? Math.ceil(flags['since'] / 1000) : undefined,
      sinceTime: flags['since-time'] || undefined,
    }
    for (const stream of this.streams) {
      const reply = await this.ask(stream, query).catch(error => this.ignored(error))
      if (!reply) continue
      this.print(stream, reply)
      if (!reply.ended && this.left.get(stream) !== 0) this.open.set(stream, { after: reply.now, next: reply.next })
    }
  }

  /** Only what comes from now on is wanted. */
  fromNow(): void {
    for (const stream of this.streams) this.open.set(stream, { after: this.ctx.client.now() })
  }

  /** With --ignore-errors kubectl tells errors among the lines. */
  private ignored(error: unknown): undefined {
    if (!this.flags['ignore-errors'] || !(error instanceof ApiError)) throw error
    this.ctx.print(`error: ${error.message}`)
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
        if (!reply || reply.ended || this.left.get(stream) === 0) this.open.delete(stream)
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

  private print(stream: LogStream, { lines }: LogReply): void {
    const { pod, container } = stream
    const prefix = this.flags['prefix'] ? `[pod/${pod.metadata.name}/${container}] ` : ''
    for (const { at, line } of lines) {
      const text = this.within(stream, `${this.flags['timestamps'] ? `${nano(at)} ` : ''}${line}\n`)
      if (text !== '') this.ctx.io.stdout(prefix + text)
    }
  }

  /** What --limit-bytes leaves of a text; the prefix is not counted. */
  private within(stream: LogStream, text: string): string {
    const limit = this.flags['limit-bytes']
    if (!limit) return text
    const bytes = Buffer.from(text)
    const left: number = this.left.get(stream) ?? limit
    this.left.set(stream, Math.max(0, left - bytes.length))
    return bytes.length <= left ? text : bytes.subarray(0, left).toString()
  }
}

/** RFC 3339 with nanoseconds, as the container runtime stamps lines. */
const nano = (at: Ms): string => `${new Date(at).toISOString().slice(0, 23)}000000Z`
