import { ApiError } from '../../../api/errors.ts'
import type { Node } from '../../../lib/objects.ts'
import type { Command, CommandContext, Flags } from '../../command.ts'
import { FailedError, UsageError } from '../../command.ts'
import { DRY_RUN, dryRun } from '../../dry-run.ts'
import { throwAll } from '../../failures.ts'
import { fetchTargets } from '../../fetch.ts'
import { PROGRAM } from '../../globals.ts'
import { outputFlags } from '../../printers/index.ts'
import { resolveResource } from '../../resources.ts'
import { Results } from '../../results.ts'
import { resolveTargets, SELECTOR } from '../../targets.ts'
import { changeTaints, parseTaints, refuseContradiction, type TaintChanges } from './taints.ts'

export const taint: Command = {
  name: 'taint',
  group: 'Cluster Management Commands:',
  usage: 'NODE NAME KEY_1=VAL_1:TAINT_EFFECT_1 ... KEY_N=VAL_N:TAINT_EFFECT_N',
  summary: 'Update the taints on one or more nodes',
  long: `Change the taints of nodes.

A taint keeps pods away that do not tolerate it. It has a key, a value (which may be left out) and an effect: NoSchedule
keeps new pods away, PreferNoSchedule does if there is another node, NoExecute drives running pods away too. A taint with
the same key and effect is replaced only with --overwrite. KEY:EFFECT- removes a taint, KEY- all of a key.`,
  examples: `  # Keep a node for batch pods
  kubesim taint nodes kubesim-worker dedicated=batch:NoSchedule

  # Remove that taint
  kubesim taint nodes kubesim-worker dedicated:NoSchedule-

  # Remove all taints of a key
  kubesim taint nodes kubesim-worker dedicated-

  # Taint all nodes with a label
  kubesim taint nodes -l disk=hdd slow:PreferNoSchedule`,
  complete: 'resource-name',
  flags: [
    { name: 'all', type: 'bool', default: false, help: 'Take all nodes of the cluster.' },
    DRY_RUN,
    ...outputFlags(),
    { name: 'overwrite', type: 'bool', default: false, help: 'Allow taints to be replaced.' },
    SELECTOR,
  ],
  run,
}

async function run(ctx: CommandContext, args: string[], flags: Flags): Promise<void> {
  const { resources, specs } = split(args)
  if (resources.length === 0) throw new FailedError('one or more resources must be specified as <resource> <name>')
  if (specs.length === 0) throw new FailedError('at least one taint update is required')
  const changes = parse(specs)
  await check(ctx, resources[0]!)
  refuseContradiction(changes)
  if (flags['all'] && flags['selector']) {
    throw new FailedError("setting 'all' parameter with a non empty selector is prohibited")
  }
  const selecting = flags['all'] || flags['selector']
  if (!selecting && resources.length < 2) {
    throw new FailedError("at least one resource name must be specified since 'all' parameter is not set")
  }
  const mode = dryRun(ctx, flags)
  const results = await Results.open(ctx, flags, mode)
  const targets = await resolveTargets(ctx, selecting ? ['nodes'] : ['nodes', ...resources.slice(1)], flags)
  const { found, errors } = await fetchTargets(ctx.client, targets)
  for (const { name, object } of found) {
    try {
      const { taints, word } = changeTaints(object as Node, changes, flags['overwrite'])
      const changed = { ...object, spec: { ...object['spec'], taints: taints.length > 0 ? taints : undefined } }
      if (mode === 'client') {
        results.print(changed, word)
        continue
      }
      const { body } = await ctx.client.call({
        verb: 'patch',
        resource: 'nodes',
        name,
        query: { patchType: 'merge', dryRun: mode === 'server' || undefined },
        body: { spec: { taints: taints.length > 0 ? taints : null } },
      })
      results.print(body, word)
    } catch (error) {
      if (!(error instanceof ApiError) && !(error instanceof FailedError)) throw error
      errors.push(error)
    }
  }
  throwAll(errors)
}

/** `nodes web a=b:NoSchedule` -> resources and taints. Throws FailedError when they are mixed. */
function split(args: readonly string[]): { resources: string[]; specs: string[] } {
  const resources: string[] = []
  const specs: string[] = []
  for (const arg of args) {
    if (/[=:]|-$/.test(arg)) specs.push(arg)
    else if (specs.length === 0) resources.push(arg)
    else throw new FailedError(`all resources must be specified before taint changes: ${arg}`)
  }
  return { resources, specs }
}

function parse(specs: readonly string[]): TaintChanges {
  try {
    return parseTaints(specs)
  } catch (error) {
    throw new UsageError((error as Error).message, `See '${PROGRAM} taint -h' for help and examples`)
  }
}

async function check(ctx: CommandContext, word: string): Promise<void> {
  const type = word.toLowerCase()
  const { kind } = await resolveResource(ctx.client, type)
  if (kind === 'Node') return
  throw new FailedError(`invalid resource type ${type}, only node types are supported`)
}
