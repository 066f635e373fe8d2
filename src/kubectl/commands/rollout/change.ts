import type { Rollout } from '../../../api/kind.ts'
import { createMergePatch } from '../../../lib/merge-patch.ts'
import type { KubeObject } from '../../../lib/objects.ts'
import { Refusal } from '../../../lib/refusal.ts'
import type { Command, CommandContext, Flags } from '../../command.ts'
import { FailedError } from '../../command.ts'
import { definitionOf } from '../../definition.ts'
import { throwAll } from '../../failures.ts'
import type { Found } from '../../fetch.ts'
import { outputFlags } from '../../printers/index.ts'
import { Results } from '../../results.ts'
import { fieldManager } from '../../field-manager.ts'
import { rolloutTargets, TARGET_FLAGS } from './targets.ts'

/** How one of the commands changes an object; throws Refusal. */
type Change = (rollout: Rollout<any> | undefined, object: KubeObject, ctx: CommandContext) => KubeObject | undefined

const flags = [...TARGET_FLAGS, fieldManager('kubectl-rollout'), ...outputFlags()]

export const restart: Command = {
  name: 'restart',
  usage: 'RESOURCE',
  summary: 'Restart a resource',
  long: 'Replace all pods, by way of a rollout: the time of the restart is noted in the pod template.',
  examples: `  # Restart a deployment
  kubesim rollout restart deployment/web

  # Restart all deployments with a label
  kubesim rollout restart deployment --selector=app=web`,
  complete: { types: ['deployments', 'daemonsets', 'statefulsets'] },
  flags,
  run: (ctx, args, flags) =>
    change(ctx, args, flags, {
      apply: (rollout, object, { client }) => rollout?.restart(object, client.now()),
      done: 'restarted',
      unsupported: 'restarting is not supported',
    }),
}

export const pause: Command = {
  name: 'pause',
  usage: 'RESOURCE',
  summary: 'Mark the provided resource as paused',
  long: 'Collect changes of the pod template without rolling them out, until resume.',
  examples: `  # Pause a deployment; pods stay as they are
  kubesim rollout pause deployment/web`,
  complete: { types: ['deployments'] },
  flags,
  run: (ctx, args, flags) =>
    change(ctx, args, flags, {
      apply: (rollout, object) => rollout?.pause?.(object),
      done: 'paused',
      unsupported: 'pausing is not supported',
    }),
}

export const resume: Command = {
  name: 'resume',
  usage: 'RESOURCE',
  summary: 'Resume a paused resource',
  long: 'Roll out what has changed since the pause.',
  examples: `  # Resume a deployment
  kubesim rollout resume deployment/web`,
  complete: { types: ['deployments'] },
  flags,
  run: (ctx, args, flags) =>
    change(ctx, args, flags, {
      apply: (rollout, object) => rollout?.resume?.(object),
      done: 'resumed',
      unsupported: 'resuming is not supported',
    }),
}

async function change(
  ctx: CommandContext,
  args: string[],
  flags: Flags,
  how: { apply: Change; done: string; unsupported: string },
): Promise<void> {
  const results = await Results.open(ctx, flags, 'none')
  const { found, errors } = await rolloutTargets(ctx, args, flags)
  for (const target of found) {
    try {
      const next = changed(target, ctx, how.apply)
      if (!next) throw refused(target, how.unsupported)
      results.print(await send(ctx, target, next), how.done)
    } catch (error) {
      errors.push(error)
    }
  }
  throwAll(errors)
}

function changed(target: Found, ctx: CommandContext, apply: Change): KubeObject | undefined {
  try {
    return apply(definitionOf(target.resource)?.rollout, target.object, ctx)
  } catch (error) {
    throw error instanceof Refusal ? refused(target, error.message) : error
  }
}

const refused = ({ resource, name }: Found, why: string) =>
  new FailedError(`error: ${resource.groupResource} ${JSON.stringify(name)} ${why}`)

async function send(ctx: CommandContext, { resource, namespace, name, object }: Found, next: KubeObject) {
  const body = createMergePatch(object, next)
  if (Object.keys(body).length === 0) {
    throw new FailedError(
      `failed to create patch for ${name}: if restart has already been triggered within the past second, please wait before attempting to trigger another`,
    )
  }
  const query = { patchType: 'merge' } as const
  return (await ctx.client.call({ verb: 'patch', resource: resource.resource, namespace, name, query, body })).body
}
