import { createMergePatch } from '../../../lib/merge-patch.ts'
import { goJson } from '../../../lib/go-json.ts'
import type { KubeObject } from '../../../lib/objects.ts'
import type { Command, CommandContext, Flags } from '../../command.ts'
import { FailedError } from '../../command.ts'
import { DRY_RUN, dryRun } from '../../dry-run.ts'
import { describeTarget, isNotFound, throwAll, withSource } from '../../failures.ts'
import { LAST_APPLIED, lastApplied, placed } from '../../last-applied.ts'
import { FILE_FLAGS, loadTargets, type ManifestTarget } from '../../manifests/load.ts'
import { outputFlags } from '../../printers/index.ts'
import { Results } from '../../results.ts'

export const setLastApplied: Command = {
  name: 'set-last-applied',
  usage: '-f FILENAME',
  summary: 'Set the last-applied-configuration annotation on a live object to match the contents of a file',
  long: 'Write into the annotation of live objects that they were last applied as a file says. Nothing else is changed.',
  examples: `  # As if web.yaml had been applied last
  kubesim apply set-last-applied -f web.yaml

  # Also for objects that were never applied
  kubesim apply set-last-applied -f web.yaml --create-annotation=true`,
  complete: 'file',
  flags: [
    {
      name: 'create-annotation',
      type: 'bool',
      default: false,
      help: 'Also annotate objects that do not have the annotation yet.',
    },
    DRY_RUN,
    ...FILE_FLAGS,
    ...outputFlags(),
  ],
  run,
}

async function run(ctx: CommandContext, _args: string[], flags: Flags): Promise<void> {
  const mode = dryRun(ctx, flags)
  const results = await Results.open(ctx, flags, mode)
  const { targets, errors } = await loadTargets(ctx, flags, false)
  throwAll(errors)
  const due: { target: ManifestTarget; live: KubeObject; text: string }[] = []
  for (const target of targets) {
    const live = await get(ctx, target)
    const before = lastApplied(live)
    if (before === undefined && !flags['create-annotation']) {
      throw new FailedError(
        `no last-applied-configuration annotation found on resource: ${target.name}, to create the annotation, run the command with --create-annotation`,
      )
    }
    const text = `${goJson(placed(target))}\n`
    if (text.trim() === before?.trim()) ctx.print(`set-last-applied ${target.name}: no changes required.`)
    else due.push({ target, live, text })
  }
  for (const { target, live, text } of due) {
    const annotations = { ...live.metadata.annotations, [LAST_APPLIED]: text }
    const after = { ...live, metadata: { ...live.metadata, annotations } }
    if (mode === 'client') {
      results.print(after, 'configured')
      continue
    }
    const { resource, namespace, name } = target
    const query = { patchType: 'merge' as const, dryRun: mode === 'server' || undefined }
    const body = createMergePatch(live, after)
    const reply = await ctx.client.call({ verb: 'patch', resource: resource.resource, namespace, name, query, body })
    results.print(reply.body, 'configured')
  }
}

async function get(ctx: CommandContext, target: ManifestTarget): Promise<KubeObject> {
  const { resource, namespace, name, source } = target
  try {
    return (await ctx.client.call({ verb: 'get', resource: resource.resource, namespace, name })).body
  } catch (error) {
    if (isNotFound(error)) throw error
    const doing = `retrieving current configuration of:\n${describeTarget(target)}\nfrom server for:`
    throw withSource(doing, source, error)
  }
}
