import { Refusal } from '../../../lib/refusal.ts'
import type { CommandContext, Flag, Flags } from '../../command.ts'
import { FailedError } from '../../command.ts'
import { fetchTargets, type Found } from '../../fetch.ts'
import { FILE_FLAGS } from '../../manifests/load.ts'
import { resolveTargets, SELECTOR } from '../../targets.ts'

/** Flags that name the objects of every `rollout` command. */
export const TARGET_FLAGS: Flag[] = [...FILE_FLAGS, SELECTOR]

/** A kind's refusal as an error of the command. */
export const toldByKind = (error: unknown): unknown =>
  error instanceof Refusal ? new FailedError(error.message) : error

/** The objects that a `rollout` command is about; a kind alone means all of that kind. */
export async function rolloutTargets(
  ctx: CommandContext,
  args: string[],
  flags: Flags,
): Promise<{ found: Found[]; errors: unknown[] }> {
  if (args.length === 0 && flags['filename'].length === 0 && !flags['kustomize']) {
    throw new FailedError('required resource not specified')
  }
  return fetchTargets(ctx.client, await resolveTargets(ctx, args, flags, { emptyMeansAll: true }))
}
