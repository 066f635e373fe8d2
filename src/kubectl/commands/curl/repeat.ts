import type { ConnectReply, Exchange, Tally } from '../../../cluster/network/connect/call.ts'
import type { CommandContext } from '../../command.ts'
import { UsageError } from '../../command.ts'

/** Connections in one call: so often progress is shown, and Ctrl-C heard. */
const CHUNK = 10_000
/** Milliseconds of cluster time between looks with --rate: connections that fall in between are made together. */
const GRID = 50
/** Real milliseconds for which others are kept waiting. */
const TURN = 250
/** Real milliseconds after which Ctrl-C is heard at the latest. */
const HEARING = 200
/** Real milliseconds after which a run counts as long. */
const LONG = 400

const UNITS: Record<string, number> = { s: 1, m: 60, h: 3600, d: 86_400 }

/** Connections per second of `10`, `10/s`, `90/m`, `5/h`, as curl writes it. Throws UsageError. */
export function rateOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const match = /^(\d+(?:\.\d+)?)(?:\/([smhd]))?$/.exec(text)
  const rate = match ? Number(match[1]) / UNITS[match[2] ?? 's']! : 0
  if (rate > 0) return rate
  throw new UsageError(`--rate ${JSON.stringify(text)} is no rate: use one like 10, 10/s, 90/m or 5/h`)
}

/**
 * Makes `total` connections by `send`, all in one instant, or so many per second of cluster time. Ends early, with what
 * was done, when the user interrupts.
 */
export async function repeated(
  ctx: CommandContext,
  total: number,
  rate: number | undefined,
  send: (count: number) => Promise<ConnectReply>,
): Promise<{ reply: ConnectReply; interrupted: boolean }> {
  const result: ConnectReply = { exchanges: [], tally: { connections: 0, pods: [], statuses: [], failures: [] } }
  const progress = progressOn(ctx, total)
  const interrupted = interruption(ctx)
  const turns = turnsOf(ctx)
  let began: number | undefined
  for (let done = 0; done < total && !interrupted(); ) {
    let count = Math.min(CHUNK, total - done)
    if (rate !== undefined) {
      const { now, clock } = await ctx.client.cluster.info()
      began ??= now
      count = Math.min(count, Math.floor(((now - began) * rate) / 1000 + 1e-9) + 1 - done)
      if (count < 1) {
        const until = Math.max(began + Math.ceil((done * 1000) / rate), now + Math.min(GRID, 1000 / rate))
        if (clock === 'virtual') await ctx.client.cluster.advance(until - now)
        // On a wall clock Ctrl-C is to be heard while nothing happens.
        else while (!interrupted()) if (!(await ctx.client.next(Math.min(until, now + HEARING)))) break
        continue
      }
    }
    const { exchanges, tally } = await send(count)
    done += count
    result.exchanges.push(...exchanges)
    merge(result.tally, tally)
    progress.show(done)
    await turns.pass()
  }
  progress.end()
  return { reply: result, interrupted: interrupted() }
}

/** Keeps what was done now and then, so that other processes get their turn with the state file. */
function turnsOf({ client }: CommandContext) {
  let last = performance.now()
  return {
    async pass(): Promise<void> {
      if (performance.now() - last < TURN) return
      await client.commit()
      // Signals and other work of this process have their turn too.
      await new Promise(resolve => setImmediate(resolve))
      last = performance.now()
    },
  }
}

/** Whether the user has pressed Ctrl-C; asked between connections, so that what was done is still counted. */
function interruption({ io }: CommandContext): () => boolean {
  if (io.signal) return () => io.signal!.aborted
  let pressed = false
  process.once('SIGINT', () => (pressed = true))
  return () => pressed
}

function merge(into: Tally, { connections, pods, statuses, failures }: Tally): void {
  into.connections += connections
  for (const each of pods) {
    const known = into.pods.find(({ pod }) => pod.namespace === each.pod.namespace && pod.name === each.pod.name)
    if (known) known.count += each.count
    else into.pods.push(each)
  }
  for (const each of statuses) {
    const known = into.statuses.find(({ status }) => status === each.status)
    if (known) known.count += each.count
    else into.statuses.push(each)
  }
  for (const each of failures) {
    const known = into.failures.find(({ message }) => message === each.message)
    if (known) known.count += each.count
    else into.failures.push(each)
  }
  into.pods.sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))
}

const keyOf = ({ pod }: { pod: NonNullable<Exchange['pod']> }) => `${pod.namespace}/${pod.name}`

/** How far it is, on standard error of a terminal, when it takes long. */
function progressOn({ io }: CommandContext, total: number) {
  const began = performance.now()
  let shown = false
  return {
    show(done: number) {
      if (!io.tty || performance.now() - began < LONG || done >= total || !process.stderr.isTTY) return
      shown = true
      const part = `${Math.floor((done * 100) / total)}%`.padStart(4)
      io.stderr(`\r${part}  ${done.toLocaleString('en')} of ${total.toLocaleString('en')} connections`)
    },
    end() {
      if (shown) io.stderr('\r\x1b[K')
    },
  }
}
