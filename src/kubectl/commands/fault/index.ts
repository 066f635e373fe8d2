import { columns } from '../../../lib/columns.ts'
import { age, parseGoDuration } from '../../../lib/duration.ts'
import type { Fault } from '../../../lib/objects.ts'
import type { Command, CommandContext, Flags } from '../../command.ts'
import { FailedError, UsageError } from '../../command.ts'
import { throwAll } from '../../failures.ts'
import { PROGRAM } from '../../globals.ts'
import { resolveTargets } from '../../targets.ts'
import { effectOf, subjectOf } from './text.ts'

const RESOURCE = 'faults.kubesim.io'
/** A process that crashes has run at least that long, ms. */
const AT_ONCE = 1000

const HEALTH = ['NOT_SERVING', 'UNKNOWN', 'SERVICE_UNKNOWN', 'UNIMPLEMENTED'] as const

const HINT = `See '${PROGRAM} fault -h' for help and examples`

const add: Command = {
  name: 'add',
  usage:
    'pod/NAME (--not-ready | --crash [--every=D] | --oom [--every=D] | --slow=D | --http=STATUS [--share=S] | --grpc=STATUS)',
  summary: 'Make something go wrong in a pod until the fault is removed',
  long: `Make something go wrong in a pod, until the fault is removed or the pod is gone.

Several effects may be given together. Everything that follows is the cluster's own doing: probes fail, containers are
restarted and backed off, endpoints leave their Services, clients wait or see the error.`,
  examples: `# Readiness fails: the pod leaves its Services
${PROGRAM} fault add pod/web-1 --not-ready

# It crashes whenever it has run for 30 seconds
${PROGRAM} fault add pod/web-1 --crash --every 30s

# A third of its answers is a 503
${PROGRAM} fault add pod/web-1 --http 503 --share 0.33

# Its health checks over gRPC fail: liveness restarts it, readiness takes it out of its Services
${PROGRAM} fault add pod/api-1 --grpc NOT_SERVING`,
  complete: 'resource-name',
  flags: [
    { name: 'not-ready', type: 'bool', default: false, help: 'Readiness fails.' },
    { name: 'crash', type: 'bool', default: false, help: 'The process ends with exit code 1, after every start.' },
    { name: 'oom', type: 'bool', default: false, help: 'The process is killed for its memory, after every start.' },
    { name: 'every', type: 'string', help: 'With --crash and --oom: how long it runs each time. Default 1s.' },
    { name: 'slow', type: 'string', help: 'Answers take so much longer (2s, 500ms).' },
    { name: 'http', type: 'int', help: 'HTTP requests are answered with this status.' },
    { name: 'share', type: 'string', help: 'With --http: which part of the requests, 0 to 1. Default all.' },
    { name: 'grpc', type: 'string', help: `What health checks over gRPC are answered: ${HEALTH.join(', ')}.` },
    { name: 'container', short: 'c', type: 'string', help: 'Container that is meant. Default the first.' },
  ],
  async run(ctx, args, flags) {
    const spec = effects(flags)
    const targets = await resolveTargets(ctx, args, {})
    const errors: unknown[] = []
    for (const { resource, namespace, name } of targets.named) {
      if (resource.resource !== 'pods') {
        throw new FailedError(`faults happen to pods, not to ${resource.plural}: name one of its pods`)
      }
      try {
        await inject(ctx, { ...spec, pod: name }, namespace)
      } catch (error) {
        errors.push(error)
      }
    }
    throwAll(errors)
  },
}

const image: Command = {
  name: 'image',
  usage: 'NAME:TAG --pull-error',
  summary: 'Make pulls of an image fail until the fault is removed',
  long: 'Make pulls of an image fail, as written in the pods. Nodes that have the image go on using it.',
  examples: `${PROGRAM} fault image nginx:1.28 --pull-error`,
  complete: 'none',
  flags: [{ name: 'pull-error', type: 'bool', default: false, help: 'The registry answers with an error.' }],
  async run(ctx, args, flags) {
    if (args.length !== 1) throw new UsageError('expected one image, as it is written in the pods', HINT)
    if (!flags['pull-error']) throw new UsageError('--pull-error must be given: nothing else can go wrong here', HINT)
    await inject(ctx, { image: args[0]!, pullError: true }, undefined)
  },
}

const list: Command = {
  name: 'list',
  aliases: ['ls'],
  summary: 'List the faults that are there',
  complete: 'none',
  async run(ctx, args) {
    if (args.length > 0) throw new UsageError(`unexpected arguments: ${args.join(' ')}`, HINT)
    const faults = await all(ctx)
    if (faults.length === 0) {
      ctx.complain('No faults.')
      return
    }
    const now = ctx.client.now()
    const rows = faults.map(fault => {
      const { name, creationTimestamp } = fault.metadata
      const { pod, node, image: named = '' } = fault.spec
      const object = pod ? `pod/${pod.name}` : node ? `node/${node.name}` : `image/${named}`
      return [name, pod?.namespace ?? '', object, effectOf(fault), age(creationTimestamp, now)]
    })
    ctx.io.stdout(columns([['NAME', 'NAMESPACE', 'OBJECT', 'EFFECT', 'AGE'], ...rows]))
  },
}

const remove: Command = {
  name: 'remove',
  aliases: ['rm', 'delete'],
  usage: '(NAME | pod/NAME ... | --all)',
  summary: 'Remove faults, by name or by the pod they happen to',
  complete: 'none',
  flags: [{ name: 'all', type: 'bool', default: false, help: 'Remove every fault of the cluster.' }],
  async run(ctx, args, flags) {
    if (args.length === 0 && !flags['all'])
      throw new UsageError('expected the NAME of a fault, pod/NAME, or --all', HINT)
    if (args.length > 0 && flags['all']) throw new UsageError('--all goes without names', HINT)
    const faults = await all(ctx)
    const meant = flags['all'] ? faults : args.flatMap(arg => named(arg, faults, ctx.namespace.name))
    for (const fault of new Set(meant)) {
      await ctx.client.call({ verb: 'delete', resource: RESOURCE, name: fault.metadata.name })
      ctx.print(`${fault.metadata.name} removed (${subjectOf(fault)})`)
    }
  },
}

function named(arg: string, faults: Fault[], namespace: string): Fault[] {
  const pod = /^(?:pods?|po)\/(.*)$/.exec(arg)?.[1]
  const found = faults.filter(({ metadata, spec }) =>
    pod === undefined ? metadata.name === arg : spec.pod?.name === pod && spec.pod.namespace === namespace,
  )
  if (found.length > 0) return found
  throw new FailedError(
    pod === undefined ? `no fault ${JSON.stringify(arg)}` : `pod ${JSON.stringify(pod)} has no faults`,
  )
}

async function all(ctx: CommandContext): Promise<Fault[]> {
  const { items } = (await ctx.client.call({ verb: 'list', resource: RESOURCE })).body as { items: Fault[] }
  const number = ({ metadata: { name } }: Fault) => Number(name.slice(name.lastIndexOf('-') + 1))
  return [...items].sort((a, b) => number(a) - number(b))
}

async function inject(ctx: CommandContext, body: object, namespace: string | undefined): Promise<void> {
  const reply = await ctx.client.call({ verb: 'create', resource: RESOURCE, subresource: 'inject', namespace, body })
  const fault = reply.body as Fault
  ctx.print(`${fault.metadata.name} added: ${subjectOf(fault)} ${fault.spec.notReady ? 'is ' : ''}${effectOf(fault)}`)
}

/** What the flags ask for. Throws UsageError. */
function effects(flags: Flags): Partial<Fault['spec']> {
  const spec: Partial<Fault['spec']> = {}
  if (flags['every'] !== undefined && !flags['crash'] && !flags['oom']) {
    throw new UsageError('--every goes with --crash or --oom', HINT)
  }
  const after = flags['every'] === undefined ? AT_ONCE : duration('every', flags['every'])
  if (flags['not-ready']) spec.notReady = true
  if (flags['crash']) spec.crash = { after }
  if (flags['oom']) spec.oom = { after }
  if (flags['slow'] !== undefined) spec.slow = duration('slow', flags['slow'])
  if (flags['share'] !== undefined && flags['http'] === undefined)
    throw new UsageError('--share goes with --http', HINT)
  if (flags['http'] !== undefined) spec.http = { status: status(flags['http']), share: share(flags['share']) }
  if (flags['grpc'] !== undefined) spec.grpc = health(flags['grpc'])
  if (Object.keys(spec).length === 0) {
    throw new UsageError('one of --not-ready, --crash, --oom, --slow, --http and --grpc must be given', HINT)
  }
  if (flags['container']) spec.container = flags['container']
  return spec
}

function duration(flag: string, text: string): number {
  const ms = parseGoDuration(text)
  if (ms !== undefined && ms > 0) return ms
  throw new UsageError(`--${flag} is ${JSON.stringify(text)}; it must be a duration like 2s or 1m30s`, HINT)
}

function status(code: number): number {
  if (code >= 200 && code <= 599) return code
  throw new UsageError(`--http is ${code}; it must be a status of HTTP, 200 to 599`, HINT)
}

function health(text: string): (typeof HEALTH)[number] {
  const known = HEALTH.find(each => each === text.toUpperCase())
  if (known) return known
  throw new UsageError(`--grpc is ${JSON.stringify(text)}; it must be one of ${HEALTH.join(', ')}`, HINT)
}

function share(text: string | undefined): number {
  const part = text === undefined ? 1 : Number(text)
  if (part > 0 && part <= 1) return part
  throw new UsageError(`--share is ${JSON.stringify(text)}; it must be above 0 and at most 1`, HINT)
}

export const fault: Command = {
  name: 'fault',
  group: 'Simulation Commands:',
  summary: 'Make things go wrong on purpose: pods and images',
  long: `Make things go wrong on purpose.

A fault stays until it is removed, or its pod is gone: a pod that a controller makes in its place is healthy. For whole
nodes and zones see ${PROGRAM} node and ${PROGRAM} zone.`,
  commands: [add, image, list, remove],
}
