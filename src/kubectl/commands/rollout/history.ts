import type { Resource } from '../../../client/client.ts'
import type { Command, CommandContext, Flags } from '../../command.ts'
import { FailedError } from '../../command.ts'
import { definitionOf, groupKind } from '../../definition.ts'
import { throwAll } from '../../failures.ts'
import type { Found } from '../../fetch.ts'
import { nameOf } from '../../results.ts'
import { rolloutTargets, TARGET_FLAGS, toldByKind } from './targets.ts'

export const history: Command = {
  name: 'history',
  usage: '(TYPE NAME | TYPE/NAME) [flags]',
  summary: 'View rollout history',
  long: 'Show the revisions of a workload and why each was made, or the pod template of one of them.',
  examples: `  # All revisions
  kubesim rollout history deployment/web

  # The pod template of one
  kubesim rollout history deployment/web --revision=3`,
  complete: { types: ['deployments', 'daemonsets', 'statefulsets'] },
  flags: [
    ...TARGET_FLAGS,
    { name: 'revision', type: 'int', default: 0, help: 'The revision whose pod template is shown. 0: all revisions.' },
  ],
  run,
}

async function run(ctx: CommandContext, args: string[], flags: Flags): Promise<void> {
  const { revision } = flags
  if (revision < 0) throw new FailedError(`revision must be a positive integer: ${revision}`)
  const { found, errors } = await rolloutTargets(ctx, args, flags)
  for (const target of found) {
    try {
      const text = await historyOf(ctx, target, revision)
      ctx.print(`${nameOf(target.object)} ${revision > 0 ? `with revision #${revision}` : ''}\n${text}`)
    } catch (error) {
      errors.push(toldByKind(error))
    }
  }
  throwAll(errors)
}

async function historyOf(ctx: CommandContext, { resource, namespace, name }: Found, revision: number): Promise<string> {
  if (!definitionOf(resource)?.rollout) throw withoutRollout(resource, 'history', 'history viewer')
  const query = { revision }
  const call = { verb: 'get', resource: resource.resource, namespace, name, as: 'history', query } as const
  return (await ctx.client.call(call)).body.text
}

/** kubectl has other words for kinds that make pods than for those that have nothing to do with rollouts. */
export function withoutRollout(resource: Resource, what: string, viewer: string): FailedError {
  const quoted = JSON.stringify(groupKind(resource))
  return definitionOf(resource)?.template
    ? new FailedError(`no ${viewer} has been implemented for ${quoted}`)
    : new FailedError(
        `error retrieving ${what} for ${quoted}, no visitor method exists for {${resource.group} ${resource.kind}}`,
      )
}
