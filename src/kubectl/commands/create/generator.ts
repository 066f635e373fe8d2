import { ApiError } from '../../../api/errors.ts'
import type { CommandContext, Flag, Flags } from '../../command.ts'
import { FailedError, UsageError } from '../../command.ts'
import { DRY_RUN, dryRun } from '../../dry-run.ts'
import { fieldManager } from '../../field-manager.ts'
import { PROGRAM } from '../../globals.ts'
import { maybeLastApplied } from '../../last-applied.ts'
import { outputFlags } from '../../printers/index.ts'
import { resourceOfKind } from '../../resources.ts'
import { Results } from '../../results.ts'
import { fieldValidation, VALIDATE } from '../../validation.ts'

/** What the subcommands of create share: one object is built from flags, shown, or sent. */

export const SAVE_CONFIG: Flag = {
  name: 'save-config',
  type: 'bool',
  default: false,
  help: 'Remember the object as given in its annotation, for a later apply.',
}

export const GENERATOR_FLAGS: Flag[] = [
  DRY_RUN,
  fieldManager('kubectl-create'),
  ...outputFlags(),
  SAVE_CONFIG,
  VALIDATE,
]

/** The one NAME. Throws UsageError; `path` is the command's: `create secret generic`. */
export function oneName(args: readonly string[], path: string): string {
  if (args.length === 1) return args[0]!
  throw new UsageError(
    `exactly one NAME is required, got ${args.length}`,
    `See '${PROGRAM} ${path} -h' for help and examples`,
  )
}

/**
 * Sends the object (unless it is a client dry run) and tells. `failed` is how an error of the API begins, for example
 * `failed to create deployment: `; without it the error stands as it is.
 */
export async function generate(ctx: CommandContext, flags: Flags, built: any, failed?: string): Promise<void> {
  const mode = dryRun(ctx, flags)
  const validation = fieldValidation(flags)
  const results = await Results.open(ctx, flags, mode)
  const resource = await resourceOfKind(ctx.client, built.apiVersion, built.kind)
  if (!resource) throw new FailedError(`${PROGRAM} does not simulate ${built.kind} in version ${built.apiVersion}`)
  const named = resource.namespaced && ctx.namespace.explicit
  const placed = named ? { ...built, metadata: { ...built.metadata, namespace: ctx.namespace.name } } : built
  const object = maybeLastApplied(placed, flags['save-config'])
  if (mode === 'client') {
    await results.printBuilt(object, 'created')
    return
  }
  try {
    const { body } = await ctx.client.call({
      verb: 'create',
      resource: resource.resource,
      namespace: resource.namespaced ? ctx.namespace.name : undefined,
      query: { fieldValidation: validation, dryRun: mode === 'server' || undefined },
      body: object,
    })
    await results.printBuilt(body, 'created')
  } catch (error) {
    if (failed === undefined || !(error instanceof ApiError)) throw error
    throw new FailedError(`${failed}${error.message}`)
  }
}
