import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { ApiError } from '../../../api/errors.ts'
import type {
  ConnectReply,
  ConnectRequest,
  DialReply,
  DialRequest,
  From,
} from '../../../cluster/network/connect/call.ts'
import type { Pod } from '../../../lib/objects.ts'
import { sha256 } from '../../../lib/sha256.ts'
import type { Ms } from '../../../lib/time.ts'
import type { CommandContext } from '../../command.ts'
import type { Forwarded } from './ports.ts'

/** Larger requests are cut off: containers hold texts. */
const MOST_BYTES = 4 << 20
const HTTP = /^[A-Z]{3,10} \S+ HTTP\/1\.[01]\r?\n/
const HTTP_BEGINS = /^[A-Z]{1,10}( \S{0,8192}( [HTP/1.0]{0,9})?)?$/

/** Passes what comes through sockets to one pod, and what the pod says back: HTTP request by request, all else as text. */
export class Answering {
  private readonly ctx: CommandContext
  private readonly pod: Pod
  private readonly failed: () => void
  private readonly from: From
  private readonly http: Server
  private readonly ports = new WeakMap<Socket, Forwarded>()
  private wall: boolean | undefined

  /** `failed` is told when the pod cannot be reached; what to say of it has been said. */
  constructor(ctx: CommandContext, pod: Pod, failed: () => void) {
    this.ctx = ctx
    this.pod = pod
    this.failed = failed
    this.from = { kind: 'pod', namespace: pod.metadata.namespace!, name: pod.metadata.name! }
    this.http = createServer((request, response) => void this.answer(request, response))
    this.http.keepAliveTimeout = 0
  }

  close(): void {
    this.http.closeAllConnections()
  }

  take(socket: Socket, port: Forwarded): void {
    socket.on('error', () => socket.destroy())
    this.ports.set(socket, port)
    this.ctx.print(`Handling connection for ${port.local}`)
    void this.begin(socket, port)
  }

  /** The connection is made when somebody comes, not when he speaks: a port where nobody listens is told at once. */
  private async begin(socket: Socket, port: Forwarded): Promise<void> {
    const first = await this.dial(port, '')
    if (!first) {
      socket.destroy()
      return
    }
    if (first.received) socket.write(first.received)
    let begun = Buffer.alloc(0)
    const read = (chunk: Buffer) => {
      begun = Buffer.concat([begun, chunk])
      const head = begun.subarray(0, 8300).toString('latin1')
      if (HTTP.test(head)) {
        socket.off('data', read)
        socket.pause()
        socket.unshift(begun)
        this.http.emit('connection', socket)
        socket.resume()
      } else if (!HTTP_BEGINS.test(head)) {
        socket.off('data', read)
        this.talk(socket, port, first.received, begun)
      }
    }
    socket.on('data', read)
    socket.on('end', () => socket.end())
  }

  /** Text for a server that does not speak HTTP: it answers what has come so far. */
  private talk(socket: Socket, port: Forwarded, banner: string, first: Buffer): void {
    const say = async (chunk: Buffer) => {
      const reply = await this.dial(port, chunk.toString())
      if (!reply) socket.destroy()
      else if (!socket.destroyed) socket.write(reply.received.slice(banner.length))
    }
    let turn = say(first)
    socket.on('data', chunk => {
      turn = turn.then(() => say(chunk))
    })
  }

  private async dial(port: Forwarded, input: string): Promise<DialReply | undefined> {
    const body: DialRequest = { host: '127.0.0.1', port: port.remote, protocol: 'TCP', from: this.from, input }
    const reply = await this.ask<DialReply>('dial', body, port)
    if (!reply) return undefined
    if (reply.attempt?.outcome === 'connected') return reply
    this.lost(port, 'connection refused')
    return undefined
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const port = this.ports.get(request.socket)!
    const chunks: Buffer[] = []
    let size = 0
    for await (const chunk of request as AsyncIterable<Buffer>) {
      size += chunk.length
      if (size > MOST_BYTES) return void request.socket.destroy()
      chunks.push(chunk)
    }
    const headers: Record<string, string> = {}
    for (let i = 0; i < request.rawHeaders.length; i += 2) headers[request.rawHeaders[i]!] = request.rawHeaders[i + 1]!
    const body: ConnectRequest = {
      url: `http://127.0.0.1:${port.remote}${request.url?.startsWith('/') ? request.url : '/'}`,
      from: this.from,
      method: request.method!,
      headers,
      body: Buffer.concat(chunks).toString(),
    }
    const reply = await this.ask<ConnectReply>('connect', body, port)
    const exchange = reply?.exchanges[0]
    if (exchange && (await this.isWall())) await pause(exchange.time.total)
    if (!exchange?.response) {
      request.socket.destroy()
      if (exchange?.failure?.code === 7) this.lost(port, 'connection refused')
      return
    }
    const { status, statusText, headers: fields, body: text } = exchange.response
    response.sendDate = false
    response.writeHead(status, statusText, fields)
    response.end(text)
  }

  /** A call that is kept at once: what it has changed and said does not wait for the end. */
  private async ask<T>(subresource: 'connect' | 'dial', body: object, port: Forwarded): Promise<T | undefined> {
    const { client } = this.ctx
    const { namespace } = this.pod.metadata
    try {
      const reply = await client.call({ verb: 'connect', resource: 'network', subresource, namespace, body })
      return reply.body as T
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      this.lost(port, undefined)
      return undefined
    } finally {
      await client.commit()
    }
  }

  private async isWall(): Promise<boolean> {
    if (this.wall === undefined) {
      this.wall = (await this.ctx.client.cluster.info()).clock === 'wall'
      await this.ctx.client.commit()
    }
    return this.wall
  }

  /** The words of kubectl, of the kubelet and of containerd; `why` is undefined when the pod runs no more. */
  private lost({ local, remote }: Forwarded, why: string | undefined): void {
    const sandbox = Buffer.from(sha256(`sandbox ${this.pod.metadata.uid}`)).toString('hex')
    const netns = `/var/run/netns/cni-${sandbox.slice(0, 8)}-${sandbox.slice(8, 12)}-${sandbox.slice(12, 16)}`
    const inside = `failed to connect to localhost:${remote} inside namespace "${sandbox}"`
    const text = why
      ? `failed to execute portforward in network namespace "${netns}": ${inside}, IPv4: dial tcp4 127.0.0.1:${remote}: connect: ${why} IPv6 dial tcp6: address localhost: no suitable address found `
      : `network namespace for sandbox "${sandbox}" is closed`
    const error = `an error occurred forwarding ${local} -> ${remote}: error forwarding port ${remote} to pod ${sandbox}, uid : ${text}`
    const at = new Date(this.ctx.client.now()).toISOString()
    const stamp = `E${at.slice(5, 7)}${at.slice(8, 10)} ${at.slice(11, 23)}000 ${String(process.pid).padStart(7)}`
    this.ctx.complain(`${stamp} portforward.go:424] "Unhandled Error" err=${JSON.stringify(error)}`)
    this.failed()
  }
}

const pause = (ms: Ms) => new Promise<void>(resolve => void setTimeout(resolve, Math.min(ms, 60_000)))
