import type { CommandContext, Flag, Flags } from './command.ts'
import { FailedError } from './command.ts'
import { klog } from './dry-run.ts'
import { isNotFound } from './failures.ts'
import type { Target } from './targets.ts'

/** Deleting objects and waiting until they are gone; used by delete, replace --force and apply --force. */

export interface DeleteOptions {
  /** Seconds; below 0 the object's own. */
  gracePeriod: number
  cascade: 'Background' | 'Foreground' | 'Orphan'
  dryRun?: boolean
}

export const DELETE_FLAGS: Flag[] = [
  {
    name: 'cascade',
    type: 'string',
    default: 'background',
    implied: 'background',
    values: ['background', 'foreground', 'orphan'],
    help: 'What happens to the objects that this one owns: "background", "foreground" (they go first), or "orphan" (they stay).',
  },
  {
    name: 'grace-period',
    type: 'int',
    default: -1,
    help: 'Seconds that the object gets to end by itself. Ignored if negative; 1 is at once; 0 only with --force.',
  },
  { name: 'force', type: 'bool', default: false, help: 'Remove the object at once, without waiting for it to end.' },
  {
    name: 'timeout',
    type: 'duration',
    default: 0,
    help: 'How long to wait before giving up; zero: as long as the object takes.',
  },
  { name: 'wait', type: 'bool', default: true, help: 'Wait until the objects are gone, also for their finalizers.' },
]

/** The value of --cascade. Throws FailedError. */
export function cascade(ctx: CommandContext, flags: Flags): DeleteOptions['cascade'] {
  switch (flags['cascade']) {
    case undefined:
    case 'background':
      return 'Background'
    case 'foreground':
      return 'Foreground'
    case 'orphan':
      return 'Orphan'
    case 'true':
      klog(ctx, '--cascade=true is deprecated (boolean value) and can be replaced with --cascade=background.')
      return 'Background'
    case 'false':
      klog(ctx, '--cascade=false is deprecated (boolean value) and can be replaced with --cascade=orphan.')
      return 'Orphan'
    default:
      throw new FailedError(
        `invalid cascade value (${flags['cascade']}). Must be "background", "foreground", or "orphan"`,
      )
  }
}

/** Begins the deletion; resolves to the object's uid if the answer tells. Throws ApiError. */
export async function deleteTarget(
  ctx: CommandContext,
  { resource, namespace, name }: Target,
  { gracePeriod, cascade, dryRun }: DeleteOptions,
): Promise<string | undefined> {
  const { body } = await ctx.client.call({
    verb: 'delete',
    resource: resource.resource,
    namespace,
    name,
    query: {
      propagationPolicy: cascade,
      gracePeriodSeconds: gracePeriod < 0 ? undefined : gracePeriod,
      dryRun: dryRun || undefined,
    },
  })
  return body?.metadata?.uid ?? body?.details?.uid
}

/** Waits until every object (as it was, by uid) is gone. `timeout` in ms; 0: no limit. Throws FailedError. */
export async function waitUntilGone(
  ctx: CommandContext,
  gone: readonly { target: Target; uid?: string }[],
  timeout: number,
): Promise<void> {
  const until = timeout > 0 ? ctx.client.now() + timeout : undefined
  for (const { target, uid } of gone) {
    while (await exists(ctx, target, uid)) {
      await ctx.client.commit()
      if (await ctx.client.next(until)) continue
      throw new FailedError(`timed out waiting for the condition on ${target.resource.plural}/${target.name}`)
    }
  }
}

async function exists(ctx: CommandContext, { resource, namespace, name }: Target, uid?: string): Promise<boolean> {
  try {
    const { body } = await ctx.client.call({ verb: 'get', resource: resource.resource, namespace, name })
    return uid === undefined || body.metadata.uid === uid
  } catch (error) {
    if (isNotFound(error)) return false
    throw error
  }
}
