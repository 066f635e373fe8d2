import { ApiError } from '../../api/errors.ts'
import type { Node } from '../../lib/objects.ts'
import type { Command, CommandContext, Flags } from '../command.ts'
import { FailedError, UsageError } from '../command.ts'
import { DRY_RUN, type DryRun, dryRun, dryRunSuffix } from '../dry-run.ts'
import { fetchTargets, type Found } from '../fetch.ts'
import { PROGRAM } from '../globals.ts'
import { resolveTargets, SELECTOR } from '../targets.ts'

export const cordon: Command = {
  name: 'cordon',
  group: 'Cluster Management Commands:',
  usage: 'NODE',
  summary: 'Mark node as unschedulable',
  long: 'Mark nodes as unschedulable: the pods on them stay, no new ones come.',
  examples: `  # Keep new pods away from a node
  kubesim cordon kubesim-worker`,
  complete: 'node',
  flags: [DRY_RUN, SELECTOR],
  run: (ctx, args, flags) => run(ctx, args, flags, true),
}

export const uncordon: Command = {
  name: 'uncordon',
  group: 'Cluster Management Commands:',
  usage: 'NODE',
  summary: 'Mark node as schedulable',
  long: 'Mark nodes as schedulable again. Pods that have moved away do not come back by themselves.',
  examples: `  # Let pods come to a node again
  kubesim uncordon kubesim-worker`,
  complete: 'node',
  flags: [DRY_RUN, SELECTOR],
  run: (ctx, args, flags) => run(ctx, args, flags, false),
}

async function run(ctx: CommandContext, args: string[], flags: Flags, desired: boolean): Promise<void> {
  const mode = dryRun(ctx, flags)
  await cordonNodes(ctx, await findNodes(ctx, desired ? 'cordon' : 'uncordon', args, flags), desired, mode)
}

/** The nodes that a command line names or selects. Throws UsageError, FailedError, and ApiError for a missing one. */
export async function findNodes(ctx: CommandContext, command: string, args: string[], flags: Flags): Promise<Found[]> {
  const hint = `See '${PROGRAM} ${command} -h' for help and examples`
  if (args.length === 0 && !flags['selector']) throw new UsageError(`USAGE: ${command} NODE [flags]`, hint)
  if (args.length > 0 && flags['selector']) {
    throw new UsageError('error: cannot specify both a node name and a --selector option', hint)
  }
  const words = args.map(arg => (arg.includes('/') ? arg : `nodes/${arg}`))
  const targets = await resolveTargets(ctx, words.length > 0 ? words : ['nodes'], flags)
  const { found, errors } = await fetchTargets(ctx.client, targets)
  if (errors.length > 0) throw errors[0]
  for (const { resource } of found) {
    if (resource.resource === 'nodes') continue
    const { group, version, plural } = resource
    const gvr = [group, version].filter(Boolean).join('/')
    throw new FailedError(`error: expected resource of type node, got ${JSON.stringify(`${gvr}, Resource=${plural}`)}`)
  }
  return found
}

/** Sets spec.unschedulable of nodes, and tells of each. */
export async function cordonNodes(
  ctx: CommandContext,
  nodes: readonly Found[],
  desired: boolean,
  mode: DryRun,
): Promise<void> {
  const word = desired ? 'cordoned' : 'uncordoned'
  for (const { name, object } of nodes) {
    const done = ((object as Node).spec.unschedulable ?? false) === desired
    try {
      if (!done && mode !== 'client') await setUnschedulable(ctx, name, desired, mode)
      ctx.print(`node/${name} ${done ? 'already ' : ''}${word}${dryRunSuffix(mode)}`)
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      ctx.complain(`error: unable to ${desired ? 'cordon' : 'uncordon'} node ${JSON.stringify(name)}: ${error.message}`)
    }
  }
}

async function setUnschedulable(ctx: CommandContext, name: string, desired: boolean, mode: DryRun): Promise<void> {
  await ctx.client.call({
    verb: 'patch',
    resource: 'nodes',
    name,
    query: { patchType: 'strategic', dryRun: mode === 'server' || undefined },
    body: { spec: { unschedulable: desired || null } },
  })
}
