import type { Selector } from '../../lib/selector.ts'
import { matches, parseSelector } from '../../lib/selector.ts'
import type { CommandContext, Flag, Flags } from '../command.ts'
import { FailedError } from '../command.ts'
import type { Target } from '../targets.ts'
import { FILENAME, KUSTOMIZE, manifestTarget, RECURSIVE } from '../targets.ts'
import { scanManifests } from './read.ts'

export const FILE_FLAGS: Flag[] = [FILENAME, KUSTOMIZE, RECURSIVE]

/** A target with the manifest that names it. */
export type ManifestTarget = Target & { source: string; manifest: any }

/**
 * The objects of -f with the resources that serve them, in order, for commands that go on after a bad one.
 * Throws FailedError without -f and -k and for a path that is not there.
 */
export async function loadTargets(
  ctx: CommandContext,
  flags: Flags,
  validate: boolean,
): Promise<{ targets: ManifestTarget[]; errors: unknown[] }> {
  if ((flags['filename'] ?? []).length === 0 && !flags['kustomize']) {
    throw new FailedError('must specify one of -f and -k')
  }
  const found = await scanManifests(ctx.io, flags['filename'] ?? [], {
    recursive: flags['recursive'],
    kustomize: flags['kustomize'],
    validate,
  })
  const selector = flags['selector'] ? selectorOf(flags['selector']) : undefined
  const targets: ManifestTarget[] = []
  const errors: unknown[] = []
  for (const item of found) {
    try {
      if ('error' in item) throw item.error
      if (selector && !matches(selector, item.object.metadata?.labels)) continue
      targets.push((await manifestTarget(ctx, item.object, item.source)) as ManifestTarget)
    } catch (error) {
      if (!(error instanceof FailedError)) throw error
      errors.push(error)
    }
  }
  return { targets, errors }
}

function selectorOf(text: string): Selector {
  try {
    return parseSelector(text)
  } catch (error) {
    throw new FailedError((error as Error).message)
  }
}
