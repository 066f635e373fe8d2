import type { Fault, Node } from '../../../lib/objects.ts'
import type { Command, CommandContext, Flags } from '../../command.ts'
import { FailedError, UsageError } from '../../command.ts'
import { throwAll } from '../../failures.ts'
import { PROGRAM } from '../../globals.ts'
import { parseTaints } from '../taint/taints.ts'
import { fail, powerFaults, recover } from './power.ts'

const HINT = `See '${PROGRAM} node -h' for help and examples`

const add: Command = {
  name: 'add',
  usage: '[NAME] [--zone=Z] [--cpu=N] [--memory=Q] [--pods=N]',
  summary: 'Add a node, which is ready after some seconds',
  examples: `# The next worker, in the zone that has the fewest nodes
${PROGRAM} node add

# A big one for batch work
${PROGRAM} node add big --cpu 32 --memory 128Gi --label disk=ssd --taint dedicated=batch:NoSchedule`,
  complete: 'none',
  flags: [
    { name: 'zone', type: 'string', help: 'Zone that it stands in.' },
    { name: 'cpu', type: 'string', help: 'Cores. Default 8.' },
    { name: 'memory', type: 'string', help: 'Memory. Default 16Gi.' },
    { name: 'pods', type: 'string', help: 'How many pods it takes. Default 110.' },
    { name: 'label', type: 'strings', help: 'Labels, KEY=VALUE.' },
    { name: 'taint', type: 'strings', help: 'Taints, KEY=VALUE:EFFECT.' },
  ],
  async run(ctx, args, flags) {
    if (args.length > 1) throw new UsageError(`expected one name, got ${args.length} arguments`, HINT)
    const resources: Record<string, string> = {}
    for (const name of ['cpu', 'memory', 'pods']) if (flags[name] !== undefined) resources[name] = flags[name]
    const body = { name: args[0], zone: flags['zone'], resources, labels: labels(flags), taints: taints(flags) }
    const reply = await ctx.client.call({ verb: 'create', resource: 'nodes', subresource: 'join', body })
    const { metadata } = reply.body as Node
    ctx.print(`node/${metadata.name} added in zone ${metadata.labels?.['topology.kubernetes.io/zone']}`)
  },
}

function labels(flags: Flags): Record<string, string> {
  const map: Record<string, string> = {}
  for (const pair of flags['label'] as string[]) {
    const at = pair.indexOf('=')
    if (at < 1) throw new UsageError(`--label is ${JSON.stringify(pair)}; it must be KEY=VALUE`, HINT)
    map[pair.slice(0, at)] = pair.slice(at + 1)
  }
  return map
}

function taints(flags: Flags): Node['spec']['taints'] {
  try {
    return parseTaints(flags['taint']).add
  } catch (error) {
    throw new UsageError((error as Error).message, HINT)
  }
}

/** Does something with each node of the command line; errors do not keep the others from it. */
async function each(args: string[], act: (name: string) => Promise<void>): Promise<void> {
  if (args.length === 0) throw new UsageError('expected the NAME of a node', HINT)
  const errors: unknown[] = []
  for (const arg of args) {
    try {
      await act(arg.replace(/^(nodes?|no)\//, ''))
    } catch (error) {
      errors.push(error)
    }
  }
  throwAll(errors)
}

const remove: Command = {
  name: 'remove',
  usage: 'NAME ...',
  summary: 'Switch nodes off for good and take them out of the cluster',
  long: `Switch nodes off for good and take them out of the cluster.

What ran there is gone at once. The pods are given up when the cluster has noticed, after some forty seconds; drain the
node before if they are to end well.`,
  complete: 'node',
  async run(ctx, args) {
    await each(args, async name => {
      await ctx.client.call({ verb: 'delete', resource: 'nodes', name })
      ctx.print(`node/${name} removed`)
    })
  },
}

const failNodes: Command = {
  name: 'fail',
  usage: 'NAME ...',
  summary: 'Switch nodes off, as when the power fails',
  long: `Switch nodes off, as when the power fails.

What runs there stops answering at once; the cluster notices when the kubelet has not renewed its lease for fifty
seconds. Then the node is NotReady and its pods leave their Services, and after five minutes more they are replaced.`,
  examples: `${PROGRAM} node fail kubesim-worker
${PROGRAM} clock advance 1m
${PROGRAM} get nodes`,
  complete: 'node',
  run: (ctx, args) => each(args, name => fail(ctx, name)),
}

const recoverNodes: Command = {
  name: 'recover',
  usage: 'NAME ...',
  summary: 'Switch failed nodes on again',
  long: 'Switch failed nodes on again: the kubelet comes back, its containers are started anew, pods that were deleted in the meantime go.',
  complete: 'node',
  async run(ctx, args) {
    const faults = await powerFaults(ctx)
    await each(args, name => recover(ctx, name, faults))
  },
}

export const node: Command = {
  name: 'node',
  group: 'Simulation Commands:',
  summary: 'Add, remove, fail and recover nodes',
  long: `Add, remove, fail and recover nodes: what happens to machines, not to their objects in the API.`,
  commands: [add, remove, failNodes, recoverNodes],
}

const ZONE = 'topology.kubernetes.io/zone'

async function nodesOf(ctx: CommandContext, args: string[]): Promise<Node[]> {
  if (args.length !== 1) {
    throw new UsageError('expected the name of one zone', `See '${PROGRAM} zone -h' for help and examples`)
  }
  const { items } = (await ctx.client.call({ verb: 'list', resource: 'nodes' })).body as { items: Node[] }
  const found = items.filter(({ metadata }) => metadata.labels?.[ZONE] === args[0])
  if (found.length > 0) return found
  const zones = [...new Set(items.map(({ metadata }) => metadata.labels?.[ZONE]))].filter(Boolean).sort()
  throw new FailedError(`no node is in zone ${JSON.stringify(args[0])}; there are ${zones.join(', ') || 'no zones'}`)
}

const failZone: Command = {
  name: 'fail',
  usage: 'ZONE',
  summary: 'Switch off all nodes of a zone',
  examples: `${PROGRAM} zone fail b`,
  complete: 'none',
  async run(ctx, args) {
    const off = await powerFaults(ctx)
    const names = (await nodesOf(ctx, args)).map(({ metadata }) => metadata.name)
    const on = names.filter(name => !isOff(name, off))
    if (on.length === 0) throw new FailedError(`all nodes of zone ${JSON.stringify(args[0])} have failed already`)
    await each(on, name => fail(ctx, name))
  },
}

const recoverZone: Command = {
  name: 'recover',
  usage: 'ZONE',
  summary: 'Switch the failed nodes of a zone on again',
  complete: 'none',
  async run(ctx, args) {
    const off = await powerFaults(ctx)
    const names = (await nodesOf(ctx, args)).map(({ metadata }) => metadata.name).filter(name => isOff(name, off))
    if (names.length === 0) throw new FailedError(`no node of zone ${JSON.stringify(args[0])} has failed`)
    await each(names, name => recover(ctx, name, off))
  },
}

const isOff = (name: string, faults: Fault[]) => faults.some(({ spec }) => spec.node!.name === name)

export const zone: Command = {
  name: 'zone',
  group: 'Simulation Commands:',
  summary: 'Fail and recover all nodes of a zone',
  long: `Fail and recover all nodes of a zone (label ${ZONE}) at once.`,
  commands: [failZone, recoverZone],
}
