import type { Command, CommandContext, Flags } from '../../command.ts'
import { definitionOf } from '../../definition.ts'
import { DRY_RUN, type DryRun, dryRun } from '../../dry-run.ts'
import { throwAll } from '../../failures.ts'
import type { Found } from '../../fetch.ts'
import { outputFlags } from '../../printers/index.ts'
import { Results } from '../../results.ts'
import { withoutRollout } from './history.ts'
import { rolloutTargets, TARGET_FLAGS, toldByKind } from './targets.ts'

export const undo: Command = {
  name: 'undo',
  usage: '(TYPE NAME | TYPE/NAME) [flags]',
  summary: 'Undo a previous rollout',
  long: 'Go back to the pod template of an earlier revision. It gets a new number.',
  examples: `  # Back to the revision before
  kubesim rollout undo deployment/web

  # Back to revision 3
  kubesim rollout undo deployment/web --to-revision=3

  # Show the pod template that would come back
  kubesim rollout undo deployment/web --dry-run=client`,
  complete: { types: ['deployments', 'daemonsets', 'statefulsets'] },
  flags: [
    DRY_RUN,
    ...outputFlags(),
    ...TARGET_FLAGS,
    { name: 'to-revision', type: 'int', default: 0, help: 'The revision to go back to. 0: the one before.' },
  ],
  run,
}

async function run(ctx: CommandContext, args: string[], flags: Flags): Promise<void> {
  const mode = dryRun(ctx, flags)
  const results = await Results.open(ctx, flags, mode)
  const { found, errors } = await rolloutTargets(ctx, args, flags)
  for (const target of found) {
    try {
      results.print(target.object, await goBack(ctx, target, flags['to-revision'], mode))
    } catch (error) {
      errors.push(toldByKind(error))
    }
  }
  throwAll(errors)
}

/** What became of it, in words. */
async function goBack(ctx: CommandContext, target: Found, toRevision: number, mode: DryRun): Promise<string> {
  const { resource, namespace, name } = target
  if (!definitionOf(resource)?.rollout) throw withoutRollout(resource, 'rollbacker', 'rollbacker')
  const call = { resource: resource.resource, namespace, name }
  const query = { toRevision, preview: mode === 'client' }
  const { text, patch, patchType } = (await ctx.client.call({ ...call, verb: 'get', as: 'undo', query })).body
  if (patch)
    await ctx.client.call({ ...call, verb: 'patch', body: patch, query: { patchType, dryRun: mode === 'server' } })
  return text
}
