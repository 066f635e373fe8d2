import type { DialReply, DialRequest } from '../../cluster/network/connect/call.ts'
import type { Command, CommandContext, Flags } from '../command.ts'
import { FROM, fromOf } from './curl/from.ts'

export const nc: Command = {
  name: 'nc',
  group: 'Simulation Commands:',
  usage: 'HOST PORT [-u] [-z] [-v] [-w SECONDS] [--from WHO] [--trace]',
  summary: 'Open a connection of any protocol through the cluster',
  long: `Opens a TCP connection (-u: UDP) from inside the cluster, sends what stands on standard input and prints what comes
back: what a server says first, and the answers to requests of HTTP written by hand. Options, texts and exit codes are those
of OpenBSD's nc, but nothing is read from a keyboard. With -z nothing is sent; PORT may then be a range such as 80-90.

As with the real one, a UDP port counts as open when nobody says that it is not: a packet that is dropped looks the same.`,
  examples: `  # Is the port open?
  kubesim nc -zv redis 6379

  # What does the server say?
  kubesim nc mysql 3306

  # HTTP by hand
  printf 'GET / HTTP/1.0\\r\\n\\r\\n' | kubesim nc web 80

  # Which Pod gets a packet, and why
  kubesim nc -u kube-dns.kube-system 53 --trace`,
  flags: [
    ...FROM,
    {
      name: 'trace',
      type: 'bool',
      default: false,
      help: 'Show each decision on the way; with -o json for programs.',
    },
    { name: 'output', short: 'o', type: 'string', help: 'With --trace: json.', values: ['json'] },
    { name: 'udp', short: 'u', type: 'bool', default: false, help: 'UDP instead of TCP.' },
    {
      name: 'scan',
      short: 'z',
      type: 'bool',
      default: false,
      help: 'Only see whether somebody listens; send nothing.',
    },
    { name: 'verbose', short: 'v', type: 'bool', default: false, help: 'Tell on standard error how it went.' },
    { name: 'wait', short: 'w', type: 'string', help: 'Seconds to wait for a connection.' },
    {
      name: 'listen',
      short: 'l',
      type: 'bool',
      default: false,
      help: 'Refused: listening is not simulated.',
      hidden: true,
    },
  ],
  complete: { names: 'services' },
  run,
}

/** One past the last port that a range may name. */
const PORTS = 65_536

async function run(ctx: CommandContext, args: string[], flags: Flags): Promise<number> {
  if (flags['listen']) return complain(ctx, 'kubesim does not simulate listening (-l)')
  const [host, range] = args
  if (host === undefined || range === undefined || args.length > 2) {
    ctx.complain('usage: kubesim nc [-uvz] [-w SECONDS] [--from WHO] [--trace] HOST PORT')
    return 1
  }
  const wait: string | undefined = flags['wait']
  if (wait !== undefined && !/^\d+$/.test(wait)) return complain(ctx, `timeout invalid: ${wait}`)
  const ports = portsOf(range)
  if (typeof ports === 'string') return complain(ctx, ports)
  if (ports.length > 1 && !flags['scan']) return complain(ctx, `kubesim takes a range of ports (${range}) only with -z`)
  let code = 1
  for (const port of ports) if ((await one(ctx, host, port, flags)) === 0) code = 0
  return code
}

function complain(ctx: CommandContext, text: string): number {
  ctx.complain(`nc: ${text}`)
  return 1
}

/** The ports of `80` or `80-90`, or what nc says of anything else. */
function portsOf(text: string): number[] | string {
  const [first = '', last = first, ...rest] = text.split('-')
  for (const each of [first, last, ...rest]) {
    const problem = /^\d+$/.test(each)
      ? Number(each) < 1
        ? 'too small'
        : Number(each) >= PORTS
          ? 'too large'
          : ''
      : 'invalid'
    if (problem || rest.length > 0) return `port number ${problem || 'invalid'}: ${rest.length > 0 ? text : each}`
  }
  const [low, high] = [Number(first), Number(last)].sort((a, b) => a - b) as [number, number]
  return Array.from({ length: high - low + 1 }, (_, i) => low + i)
}

async function one(ctx: CommandContext, host: string, port: number, flags: Flags): Promise<number> {
  const protocol = flags['udp'] ? 'UDP' : 'TCP'
  const from = fromOf(flags, ctx.namespace.name)
  const input = flags['scan'] || ctx.io.keyboard ? '' : (await ctx.io.stdin()).toString()
  const request: DialRequest = { host, port, protocol, from, input, trace: flags['trace'] }
  const call = { verb: 'connect', resource: 'network', subresource: 'dial', body: request } as const
  const reply: DialReply = (await ctx.client.call({ ...call, namespace: ctx.namespace.name })).body
  if (flags['trace']) await showTrace(ctx, reply, flags)
  else if (!flags['scan']) ctx.io.stdout(reply.received)
  return answer(ctx, reply, request, flags)
}

async function showTrace(ctx: CommandContext, reply: DialReply, flags: Flags): Promise<void> {
  if (flags['output'] === 'json') return ctx.print(JSON.stringify(reply, null, 4))
  const { traceText, paintFor } = await import('./curl/trace.ts')
  ctx.print(traceText({ trace: reply.trace }, await paintFor(ctx.io)))
}

function answer(
  ctx: CommandContext,
  { attempt }: DialReply,
  { host, port, protocol }: DialRequest,
  flags: Flags,
): number {
  if (!attempt) return complain(ctx, `getaddrinfo for host "${host}" port ${port}: Name or service not known`)
  const { address, outcome } = attempt
  const told = (text: string) => {
    if (flags['verbose']) ctx.complain(text)
  }
  const named = host === address ? host : `${host} (${address})`
  const kind = protocol.toLowerCase()
  // Over UDP silence looks like success, and a refusal ends it without a word.
  if (outcome === 'connected' || (protocol === 'UDP' && outcome === 'timeout')) {
    told(`Connection to ${named} ${port} port [${kind}/${SERVICES[port] ?? '*'}] succeeded!`)
    return 0
  }
  if (protocol === 'UDP') return 1
  const why = outcome === 'refused' ? 'failed: Connection refused' : 'failed: Connection timed out'
  const limited = outcome === 'timeout' && flags['wait'] !== undefined
  told(`nc: connect to ${named} port ${port} (${kind}) ${limited ? 'timed out: Operation now in progress' : why}`)
  return 1
}

/** Names of /etc/services. */
const SERVICES: Record<number, string> = {
  22: 'ssh',
  25: 'smtp',
  53: 'domain',
  80: 'http',
  123: 'ntp',
  443: 'https',
  3306: 'mysql',
  5432: 'postgresql',
  5672: 'amqp',
  6379: 'redis',
  8080: 'http-alt',
}
