import { createMergePatch } from '../../../lib/merge-patch.ts'
import { goJson } from '../../../lib/go-json.ts'
import type { Command, CommandContext, Flags } from '../../command.ts'
import { FailedError } from '../../command.ts'
import { throwAll } from '../../failures.ts'
import { fetchTargets } from '../../fetch.ts'
import { LAST_APPLIED, lastApplied } from '../../last-applied.ts'
import { FILE_FLAGS } from '../../manifests/load.ts'
import { outputFlags } from '../../printers/index.ts'
import { Results } from '../../results.ts'
import { resolveTargets } from '../../targets.ts'

export const editLastApplied: Command = {
  name: 'edit-last-applied',
  usage: '(RESOURCE/NAME | -f FILENAME)',
  summary: 'Edit latest last-applied-configuration annotations of a resource/object',
  long: 'Change in an editor what an object was last applied as. Only the annotation is changed.',
  examples: `  # Edit what a deployment was last applied as
  kubesim apply edit-last-applied deployment/web`,
  complete: 'resource-name',
  flags: [...FILE_FLAGS, ...outputFlags()],
  run,
}

async function run(ctx: CommandContext, args: string[], flags: Flags): Promise<void> {
  const results = await Results.open(ctx, flags, 'none')
  const { found, errors } = await fetchTargets(ctx.client, await resolveTargets(ctx, args, flags))
  throwAll(errors)
  const applied = found.flatMap(target => {
    const text = lastApplied(target.object)
    return text === undefined ? [] : [{ target, manifest: JSON.parse(text) }]
  })
  const [first] = applied
  if (!first) {
    throw new FailedError('The last-applied-configuration annotation is missing: the objects were never applied')
  }
  const { editObjects } = await import('../../editor.ts')
  await editObjects(ctx, {
    objects: applied.map(({ manifest }) => manifest),
    format: flags['output'].toLowerCase() === 'json' ? 'json' : 'yaml',
    subject: `${first.target.resource.groupResource} ${JSON.stringify(first.target.name)}`,
    async save(edited) {
      for (const [i, { target, manifest }] of applied.entries()) {
        const { resource, namespace, name, object } = target
        const after = edited[i]
        if (after === undefined || goJson(after) === goJson(manifest)) {
          results.print(object, 'skipped')
          continue
        }
        const annotations = { ...object.metadata.annotations, [LAST_APPLIED]: `${goJson(after)}\n` }
        const body = createMergePatch(object, { ...object, metadata: { ...object.metadata, annotations } })
        const call = { resource: resource.resource, namespace, name, query: { patchType: 'merge' as const }, body }
        results.print((await ctx.client.call({ verb: 'patch', ...call })).body, 'edited')
      }
      return []
    },
  })
}
