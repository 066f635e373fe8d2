import type { LoadRequest } from '../../../cluster/network/load/call.ts'
import type { Ms } from '../../../lib/time.ts'
import type { Command, CommandContext, Flags } from '../../command.ts'
import { FailedError, UsageError } from '../../command.ts'
import { PROGRAM } from '../../globals.ts'
import { span } from '../clock/span.ts'
import { FROM, fromOf } from '../curl/from.ts'
import { rateOf } from '../curl/repeat.ts'
import { Driver } from './driver.ts'
import { Tally, total } from './tally.ts'
import { wordsOf } from './words.ts'

/** Before something is done, so that the table begins with how it was. */
const BEFORE: Ms = 2000
/** After the last that happens. */
const AFTER: Ms = 2000
/** A cluster that never comes to rest is not waited for longer. */
const LONGEST: Ms = 600_000

export const load: Command = {
  name: 'load',
  group: 'Simulation Commands:',
  usage: '(svc/NAME | URL) [--rate R] [--for DURATION] [--during COMMAND]',
  summary: 'Send requests while something happens, and count what is lost',
  long: `Send requests through a Service on the cluster's clock, and tell second by second what became of them.

With --during a command is run meanwhile, and the requests go on until the cluster is at rest again; without, for the time of --for.
The race is that of a real cluster: a Pod that is deleted ends as soon as its program does, while kube-proxy on the client's node hears
of it a moment later and writes its rules at most once a second. Requests sent in between are refused, and those that the Pod was
answering are reset. A preStop sleep outlasts the race, a readiness probe keeps requests from Pods that are not up yet.`,
  examples: `  # What does a restart cost?
  ${PROGRAM} load svc/web --rate 200/s --during '${PROGRAM} rollout restart deployment/web'

  # Half a minute of requests to a path
  ${PROGRAM} load http://web/health --rate 50 --for 30s`,
  complete: 'resource-name',
  flags: [
    { name: 'data', short: 'd', type: 'string', default: '', help: 'Body of each request; makes it a POST.' },
    { name: 'during', type: 'string', help: `A command of ${PROGRAM} to run meanwhile.` },
    {
      name: 'for',
      type: 'string',
      default: '',
      help: 'How long, in cluster time. Default: 10s, or until rest with --during.',
    },
    ...FROM,
    { name: 'header', short: 'H', type: 'array', help: 'A header of each request: "Name: value".' },
    { name: 'max-time', type: 'string', default: '5s', help: 'How long a client waits for its answer.' },
    {
      name: 'output',
      short: 'o',
      type: 'string',
      default: '',
      values: ['json'],
      help: 'json: the counts for programs.',
    },
    { name: 'rate', type: 'string', default: '100', help: 'Requests per second: 200, 200/s, 90/m.' },
    { name: 'request', short: 'X', type: 'string', default: '', help: 'Method of each request. Default: GET.' },
    { name: 'slow', type: 'string', default: '1s', help: 'From which time on an answer counts as slow.' },
  ],
  run,
}

async function run(ctx: CommandContext, args: string[], flags: Flags): Promise<number> {
  if (args.length !== 1)
    throw new UsageError('give one Service (svc/NAME) or URL', `See '${PROGRAM} load -h' for help and examples`)
  if (flags['output'] !== '' && flags['output'] !== 'json') throw new FailedError('--output must be json')
  const rate = rateOf(flags['rate'])!
  const words = flags['during'] === undefined ? undefined : wordsOf(flags['during'])
  const request: Omit<LoadRequest, 'count' | 'until' | 'state'> = {
    url: await urlOf(ctx, args[0]!),
    from: fromOf(flags, ctx.namespace.name),
    method: flags['request'] || (flags['data'] ? 'POST' : 'GET'),
    headers: Object.fromEntries((flags['header'] as string[]).map(headerOf)),
    body: flags['data'],
    maxTime: span(flags['max-time']),
    slow: span(flags['slow']),
  }
  const { now: began } = await ctx.client.cluster.info()
  const tally = new Tally(began)
  const driver = new Driver(ctx.client, ctx.namespace.name, request, rate, sent => tally.add(sent))
  const marks: { at: Ms; text: string }[] = []
  const mark = (text: string) => marks.push({ at: ctx.client.now() - began, text })
  let code = 0
  if (words) {
    await pass(ctx, driver, began + BEFORE)
    mark(words.join(' '))
    code = await runMeanwhile(ctx, driver, words)
    if (flags['for'] === '') {
      await untilRest(ctx, driver)
      mark('at rest')
    }
  }
  const until = flags['for'] === '' ? ctx.client.now() + (words ? AFTER : 10_000) : began + span(flags['for'])
  await pass(ctx, driver, until)
  await show(ctx, tally, marks, flags)
  return code
}

/** `svc/web` is http://web on its first port. Throws FailedError. */
async function urlOf(ctx: CommandContext, text: string): Promise<string> {
  const named = /^(?:svc|services?)\/(.+)$/.exec(text)
  if (!named) return text
  const { name: namespace } = ctx.namespace
  const { body } = await ctx.client.call({ verb: 'get', resource: 'services', namespace, name: named[1]! })
  const [port] = body.spec.ports ?? []
  if (!port) throw new FailedError(`service ${JSON.stringify(named[1])} has no port`)
  return `http://${named[1]}.${namespace}${port.port === 80 ? '' : `:${port.port}`}`
}

function headerOf(text: string): [string, string] {
  const colon = text.indexOf(':')
  if (colon < 1) throw new UsageError(`--header ${JSON.stringify(text)}: use "Name: value"`)
  return [text.slice(0, colon).trim().toLowerCase(), text.slice(colon + 1).trim()]
}

async function runMeanwhile(ctx: CommandContext, driver: Driver, words: string[]): Promise<number> {
  const { run: runLine } = await import('../../run.ts')
  const namespace = ctx.namespace.explicit ? ['-n', ctx.namespace.name] : []
  return runLine([...namespace, ...words], ctx.io, async () => driver)
}

/** Lets time pass under load. */
async function pass(ctx: CommandContext, driver: Driver, until: Ms): Promise<void> {
  while (ctx.client.now() < until && !ctx.io.signal?.aborted) await driver.next(until)
}

async function untilRest(ctx: CommandContext, driver: Driver): Promise<void> {
  const most = ctx.client.now() + LONGEST
  while (ctx.client.now() < most && !ctx.io.signal?.aborted) {
    if ((await ctx.client.cluster.nextWork()) === undefined) return
    await driver.next(most)
  }
}

async function show(ctx: CommandContext, tally: Tally, marks: { at: Ms; text: string }[], flags: Flags): Promise<void> {
  if (flags['output'] === 'json') {
    const { seconds, sum, pods, failures } = tally
    const plain = {
      requests: total(sum),
      ...sum,
      seconds,
      pods: Object.fromEntries(pods),
      failures: Object.fromEntries(failures),
    }
    ctx.print(JSON.stringify(plain, null, 4))
    return
  }
  const { report } = await import('./report.ts')
  ctx.print(report(tally, marks))
}
