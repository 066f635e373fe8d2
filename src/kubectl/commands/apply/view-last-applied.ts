import { goJsonPretty } from '../../../lib/go-json.ts'
import { toYaml } from '../../../lib/yaml.ts'
import type { Command, CommandContext, Flags } from '../../command.ts'
import { UsageError } from '../../command.ts'
import { throwAll } from '../../failures.ts'
import { fetchTargets } from '../../fetch.ts'
import { PROGRAM } from '../../globals.ts'
import { lastApplied } from '../../last-applied.ts'
import { FILE_FLAGS } from '../../manifests/load.ts'
import { resolveTargets, SELECTOR } from '../../targets.ts'

export const viewLastApplied: Command = {
  name: 'view-last-applied',
  usage: '(TYPE [NAME | -l label] | TYPE/NAME | -f FILENAME)',
  summary: 'View the latest last-applied-configuration annotations by resource/name or file',
  long: 'Show what objects were last applied as. Objects that were never applied print nothing.',
  examples: `  # What a deployment was last applied as
  kubesim apply view-last-applied deployment/web

  # In JSON
  kubesim apply view-last-applied -f web.yaml -o json`,
  complete: 'resource-name',
  flags: [
    { name: 'all', type: 'bool', default: false, help: 'Take all objects of the kind given, in the namespace.' },
    ...FILE_FLAGS,
    { name: 'output', short: 'o', type: 'string', default: 'yaml', values: ['yaml', 'json'], help: 'yaml or json.' },
    SELECTOR,
  ],
  run,
}

async function run(ctx: CommandContext, args: string[], flags: Flags): Promise<void> {
  const { output } = flags
  if (output !== 'yaml' && output !== 'json') {
    throw new UsageError(
      `Unexpected -o output mode: ${output}, the flag 'output' must be one of yaml|json`,
      `See '${PROGRAM} apply view-last-applied -h' for help and examples`,
    )
  }
  const { found, errors } = await fetchTargets(
    ctx.client,
    await resolveTargets(ctx, args, flags, { emptyMeansAll: true }),
  )
  throwAll(errors)
  for (const { object } of found) {
    const text = lastApplied(object)
    if (text === undefined) continue
    const value = JSON.parse(text)
    ctx.io.stdout(output === 'yaml' ? toYaml(value) : `${goJsonPretty(value, true, '  ')}\n`)
  }
}
