import type { ConnectReply, ConnectRequest, Exchange, HttpAnswer } from '../../../cluster/network/connect/call.ts'
import { UNTRUSTED } from '../../../cluster/network/connect/http.ts'
import type { Command, CommandContext, Flags } from '../../command.ts'
import { FailedError } from '../../command.ts'
import {
  CurlError,
  FLAGS,
  fileReader,
  resolveOption,
  type Sending,
  sending,
  withoutSecrets,
  withUrlCredentials,
} from './options.ts'
import { fromOf } from './from.ts'
import { headText, verbose } from './verbose.ts'
import { isSameHost, redirectOf, writeOut } from './write-out.ts'

/** More connections than these in one command are a slip of the finger. */
const MOST = 10_000_000
/** Answers are shown one by one up to so many. */
const FEW = 20

export const curl: Command = {
  name: 'curl',
  group: 'Simulation Commands:',
  usage: 'URL... [--from WHO] [--trace] [--repeat N [--rate R]] [options of curl]',
  summary: 'Send an HTTP request through the cluster',
  long: `Sends an HTTP request from inside the cluster and prints the answer, as curl does in a Pod: the name is looked up
in the cluster's DNS, the address of a Service leads to one of its endpoints, and the container there answers.

The options, texts and exit codes are those of curl. With --repeat every request makes a new connection, and a count
per Pod, version, node and zone ends the output.

--trace shows each decision instead of the body: the questions to DNS, the rules of the node and the chains they stand in,
the endpoints kept and dropped and why, the choice, the source address at each hop, NetworkPolicy, Pod and container.
With --trace or --repeat, -o json prints the same for programs; a body goes to a file called json by -o ./json. (curl's own
--trace FILE, a dump of bytes, is not simulated; -v tells what is sent and received.)`,
  examples: `  # A Service by its name, from a client Pod in the current namespace
  kubesim curl web

  # A Service of another namespace, from a Pod of your own
  kubesim curl http://api.shop.svc.cluster.local:8080/health --from web-5d4f8c7b9-x2x9k

  # Which Pod, and why
  kubesim curl web --trace

  # From outside the cluster, through a load balancer or a node port
  kubesim curl http://172.18.255.201 --from outside --client-ip 198.51.100.7

  # How a hundred connections are spread over the Pods
  kubesim curl web --repeat 100

  # Ten per second while the cluster goes on: what a rollout does to clients
  kubesim curl web --repeat 300 --rate 10

  # Only the status
  kubesim curl -s -o /dev/null -w '%{http_code}\\n' web`,
  flags: FLAGS,
  complete: { names: 'services' },
  async run(ctx, urls, flags) {
    try {
      return await transfer(ctx, urls, flags)
    } catch (error) {
      if (!(error instanceof CurlError)) throw error
      ctx.complain(error.bare ? error.message : `curl: (${error.code}) ${error.message}`)
      if (error.bare) ctx.complain("curl: try 'curl --help' for more information")
      return error.code
    }
  },
}

async function transfer(ctx: CommandContext, urls: string[], flags: Flags): Promise<number> {
  if (urls.length === 0) throw new CurlError(2, 'curl: (2) no URL specified', true)
  const repeat: number = flags['repeat']
  if (repeat < 1 || repeat > MOST) {
    throw new FailedError(`--repeat is ${repeat}; it can be 1 to ${MOST}`)
  }
  if (flags['rate'] !== undefined && repeat === 1)
    throw new FailedError('--rate spreads what --repeat makes: give both')
  if (repeat > 1 && flags['location']) throw new FailedError('--location cannot be used with --repeat')
  const sent = await sending(flags, fileReader(ctx.io))
  let code = 0
  for (const url of urls) {
    const target = sent.query === undefined ? url : `${url}${url.includes('?') ? '&' : '?'}${sent.query}`
    const each = withUrlCredentials(sent, target)
    const failed = repeat > 1 ? await many(ctx, target, each, flags) : await one(ctx, target, each, flags)
    if (failed !== 0) code = failed
  }
  return code
}

/** One request, and those it is redirected to. */
async function one(ctx: CommandContext, url: string, sent: Sending, flags: Flags): Promise<number> {
  let redirects = 0
  for (;;) {
    const { exchanges } = await connect(ctx, url, sent, flags)
    const [exchange] = exchanges
    const next = flags['location'] ? redirectOf(exchange!) : undefined
    if (next === undefined) return show(ctx, exchange!, sent, flags, redirects)
    if (flags['verbose']) ctx.io.stderr(verbose(exchange!, sent))
    if (flags['trace'] && !isJson(flags)) await showTrace(ctx, exchange)
    if (flags['include'] || flags['head']) ctx.io.stdout(headText(exchange!.response!))
    if (++redirects > flags['max-redirs'])
      throw new CurlError(47, `Maximum (${flags['max-redirs']}) redirects followed`)
    if (!isSameHost(url, next)) sent = withoutSecrets(sent)
    url = next
    const { status } = exchange!.response!
    // Browsers turn a POST into a GET here, and so does curl.
    if (status < 304 && sent.method === 'POST' && !flags['request']) {
      const headers = sent.headers.filter(([name]) => !/^content-(type|length)$/i.test(name))
      sent = { ...sent, method: 'GET', body: '', headers }
    }
  }
}

/** Many connections. Each answer is shown by its first line while they are few, or in full when asked for. */
async function many(ctx: CommandContext, url: string, sent: Sending, flags: Flags): Promise<number> {
  const { rateOf, repeated } = await import('./repeat.ts')
  const full = ['include', 'head', 'verbose', 'output', 'write-out'].some(name => flags[name]) && !isJson(flags)
  const repeat: number = flags['repeat']
  let samples = full ? repeat : repeat <= FEW ? repeat : flags['trace'] ? 1 : 0
  const { reply, interrupted } = await repeated(ctx, repeat, rateOf(flags['rate']), async count => {
    const part = await connect(ctx, url, sent, flags, count, Math.min(samples, count))
    samples -= part.exchanges.length
    return part
  })
  const { exchanges, tally } = reply
  let code = 0
  if (isJson(flags)) {
    const { connections, pods, statuses, failures } = tally
    ctx.print(json({ connections, pods, statuses, failures, ...(flags['trace'] ? { exchanges } : {}) }))
    return tally.failures[0]?.code ?? 0
  }
  if (flags['trace']) await showTrace(ctx, exchanges[0])
  else if (full || repeat <= FEW) {
    for (const exchange of exchanges) {
      const failed = full ? await show(ctx, exchange, sent, flags, 0) : brief(ctx, exchange, flags)
      if (failed !== 0) code = failed
    }
  }
  const { summary } = await import('./summary.ts')
  ctx.print(summary(tally))
  if (interrupted) return INTERRUPTED
  return code || tally.failures[0]?.code || 0
}

/** Of a command that was ended by Ctrl-C. */
const INTERRUPTED = 130

/** `-o json`: kubesim's answer for programs instead of a file; with --trace and --repeat, which have one. */
const isJson = (flags: Flags) => flags['output'] === 'json' && (flags['trace'] || flags['repeat'] > 1)
const json = (value: unknown) => JSON.stringify(value, null, 4)

async function showTrace(ctx: CommandContext, exchange: Exchange | undefined): Promise<void> {
  if (!exchange) return
  const { traceText, paintFor } = await import('./trace.ts')
  ctx.print(traceText(exchange, await paintFor(ctx.io)))
}

async function connect(
  ctx: CommandContext,
  url: string,
  { method, headers, body, insecure, connectTimeout, maxTime }: Sending,
  flags: Flags,
  repeat = 1,
  samples = 1,
): Promise<ConnectReply> {
  const named = Object.fromEntries(headers.map(([name, value]) => [name.toLowerCase(), value]))
  const from = fromOf(flags, ctx.namespace.name)
  const request: ConnectRequest = {
    url,
    from,
    method,
    headers: named,
    body,
    insecure,
    connectTimeout,
    maxTime,
    repeat,
    samples,
    trace: flags['trace'],
    resolve: resolveOption(flags['resolve']),
  }
  const { name: namespace } = ctx.namespace
  const reply = await ctx.client.call({
    verb: 'connect',
    resource: 'network',
    subresource: 'connect',
    namespace,
    body: request,
  })
  return reply.body
}

/** Prints an answer as curl does. Resolves to its exit code. */
async function show(
  ctx: CommandContext,
  exchange: Exchange,
  sent: Sending,
  flags: Flags,
  redirects: number,
): Promise<number> {
  const { response } = exchange
  if (flags['verbose']) ctx.io.stderr(verbose(exchange, sent))
  const refused = flags['fail'] && response && response.status >= 400
  const failure = refused
    ? { code: 22, message: `The requested URL returned error: ${response.status}` }
    : exchange.failure
  const body = refused || !response ? '' : response.body
  if (isJson(flags)) ctx.print(json(exchange))
  else {
    if (flags['trace']) await showTrace(ctx, exchange)
    if (response && (flags['include'] || flags['head'])) ctx.io.stdout(headText(response))
    // With --trace the way is shown instead of the body.
    if (response && !refused) await deliver(ctx, body, flags['output'] ?? (flags['trace'] ? NOWHERE : undefined))
  }
  if (flags['verbose'] && response) ctx.io.stderr(`* Connection #0 to host ${exchange.host} left intact\n`)
  if (failure) complain(ctx, failure, flags)
  const exitCode = failure?.code ?? 0
  if (flags['write-out'] !== undefined) {
    const outcome = { exchange, method: sent.method, redirects, exitCode, size: Buffer.byteLength(body) }
    ctx.io.stdout(writeOut(await format(ctx, flags['write-out']), outcome, text => ctx.complain(text)))
  }
  return exitCode
}

const format = async (ctx: CommandContext, text: string) =>
  text.startsWith('@') ? fileReader(ctx.io)(text.slice(1)) : text

const NOWHERE = '/dev/null'

async function deliver(ctx: CommandContext, body: string, output: string | undefined): Promise<void> {
  if (output === NOWHERE) return
  if (output === undefined || output === '-') {
    if (body !== '') ctx.io.stdout(body)
    return
  }
  const [{ writeFile }, { resolve }] = await Promise.all([import('node:fs/promises'), import('node:path')])
  try {
    await writeFile(resolve(ctx.io.cwd, output), body)
  } catch {
    throw new CurlError(23, `client returned ERROR on write, ${Buffer.byteLength(body)} bytes wanted, 0 written`)
  }
}

/** Who answered, and the first line of what it said. */
function brief(ctx: CommandContext, { response, failure, pod }: Exchange, flags: Flags): number {
  if (!response) {
    complain(ctx, failure!, flags)
    return failure!.code
  }
  const status = response.status < 400 ? '' : `${response.status} ${response.statusText}: `
  ctx.print(`${pod ? `${pod.name}: ` : ''}${status}${firstLine(response)}`)
  return flags['fail'] && response.status >= 400 ? 22 : 0
}

/** Of a page, the first line that is to be read. */
function firstLine({ body, headers }: HttpAnswer): string {
  const isPage = headers['Content-Type']?.startsWith('text/html')
  const text = isPage ? body.replace(/<(head|script|style)\b.*?<\/\1>|<[^>]*>/gis, '') : body
  return (
    text
      .split('\n')
      .find(line => line.trim() !== '')
      ?.trim() ?? ''
  )
}

function complain(ctx: CommandContext, { code, message }: { code: number; message: string }, flags: Flags): void {
  if (flags['silent'] && !flags['show-error']) return
  ctx.complain(`curl: (${code}) ${message}`)
  if (code === 60) ctx.complain(UNTRUSTED)
}
