import { createServer, type Server, type Socket } from 'node:net'
import type { Pod } from '../../../lib/objects.ts'
import { type CommandContext, FailedError } from '../../command.ts'
import { PROGRAM } from '../../globals.ts'
import { Answering } from './answering.ts'
import type { Forwarded } from './ports.ts'

/** More connections than these at once are not taken. */
const MOST = 256

interface Place {
  family: 'tcp4' | 'tcp6'
  ip: string
}

/** Only this machine: nobody else should reach what is simulated here. */
const PLACES: Record<string, Place[]> = {
  localhost: [
    { family: 'tcp4', ip: '127.0.0.1' },
    { family: 'tcp6', ip: '::1' },
  ],
  '127.0.0.1': [{ family: 'tcp4', ip: '127.0.0.1' }],
  '::1': [{ family: 'tcp6', ip: '::1' }],
}

/** Listens and answers until Ctrl-C, or until a connection fails in the pod (FailedError). Throws FailedError. */
export async function forward(
  ctx: CommandContext,
  pod: Pod,
  ports: Forwarded[],
  addresses: readonly string[],
): Promise<void> {
  const foreign = addresses.find(address => !Object.hasOwn(PLACES, address))
  if (foreign !== undefined) {
    throw new FailedError(
      `--address ${foreign} is not supported by ${PROGRAM}: it listens on localhost, 127.0.0.1 and ::1 only`,
    )
  }
  const stopped = new Stop(ctx)
  const answering = new Answering(ctx, pod, () => stopped.lost())
  const sockets = new Set<Socket>()
  const servers: Server[] = []
  try {
    let listened = 0
    for (const port of ports) {
      const listeners = await listen(ctx, port, addresses, socket => {
        sockets.add(socket)
        socket.on('close', () => sockets.delete(socket))
        answering.take(socket, port)
      })
      servers.push(...listeners)
      listened += listeners.length
    }
    if (!listened) {
      const all = ports.map(({ local, remote }) => `{${local} ${remote}}`).join(' ')
      throw new FailedError(`unable to listen on any of the requested ports: [${all}]`)
    }
    await ctx.client.commit()
    await stopped.wait()
  } finally {
    for (const server of servers) server.close()
    for (const socket of sockets) socket.destroy()
    answering.close()
    stopped.close()
  }
}

/** Listens for one port on every address. As in kubectl one of localhost's two addresses is enough. */
async function listen(
  ctx: CommandContext,
  port: Forwarded,
  addresses: readonly string[],
  take: (socket: Socket) => void,
): Promise<Server[]> {
  const asked = port.local
  const servers: Server[] = []
  const errors: string[] = []
  for (const { family, ip } of addresses.flatMap(address => PLACES[address]!)) {
    const shown = family === 'tcp6' ? `[${ip}]` : ip
    try {
      const server = await open(ip, port.local, take)
      servers.push(server)
      port.local = (server.address() as { port: number }).port
      ctx.print(`Forwarding from ${shown}:${port.local} -> ${port.remote}`)
    } catch (error) {
      errors.push(`unable to create listener: Error listen ${family} ${shown}:${port.local}: ${inGo(error)}`)
    }
  }
  if (!servers.length) {
    const text = `Listeners failed to create with the following errors: [${errors.join(' ')}]`
    ctx.complain(`Unable to listen on port ${asked}: ${text}`)
  }
  return servers
}

function open(host: string, port: number, take: (socket: Socket) => void): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer({ allowHalfOpen: true }, take)
    server.maxConnections = MOST
    server.once('error', reject)
    server.listen({ host, port, exclusive: true }, () => resolve(server))
  })
}

const IN_GO: Record<string, string> = {
  EADDRINUSE: 'bind: address already in use',
  EACCES: 'bind: permission denied',
  EADDRNOTAVAIL: 'bind: cannot assign requested address',
  EAFNOSUPPORT: 'socket: address family not supported by protocol',
}
const inGo = (error: unknown): string => {
  const { code = '', message } = error as NodeJS.ErrnoException
  return IN_GO[code] ?? message
}

/** Why forwarding ends: Ctrl-C, or a connection that failed. */
class Stop {
  private readonly ended: Promise<void>
  private end!: () => void
  private failed = false
  private readonly signal?: AbortSignal

  constructor({ io }: CommandContext) {
    this.ended = new Promise(resolve => {
      this.end = resolve
    })
    this.signal = io.signal
    if (this.signal?.aborted) this.end()
    this.signal?.addEventListener('abort', this.end)
    // Without a prompt around the command nobody else hears Ctrl-C.
    if (!this.signal) process.on('SIGINT', this.end)
  }

  lost(): void {
    this.failed = true
    this.end()
  }

  async wait(): Promise<void> {
    await this.ended
    if (this.failed) throw new FailedError('lost connection to pod')
  }

  close(): void {
    this.signal?.removeEventListener('abort', this.end)
    process.off('SIGINT', this.end)
  }
}
