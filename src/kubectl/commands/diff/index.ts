import { ApiError } from '../../../api/errors.ts'
import type { KubeObject } from '../../../lib/objects.ts'
import type { Command, CommandContext, Flags } from '../../command.ts'
import { FailedError, UsageError } from '../../command.ts'
import { isNotFound } from '../../failures.ts'
import { fetchTarget } from '../../fetch.ts'
import { fieldManager } from '../../field-manager.ts'
import { PROGRAM } from '../../globals.ts'
import { placed } from '../../last-applied.ts'
import { FILE_FLAGS, loadTargets, type ManifestTarget } from '../../manifests/load.ts'
import { SELECTOR } from '../../targets.ts'
import { computePatch } from '../apply/patch.ts'
import { checkPrune, PRUNE_FLAGS, prunable } from '../apply/prune.ts'
import { CLIENT_SIDE, FORCE_CONFLICTS, SERVER_SIDE } from '../apply/server-side.ts'
import { masked } from './mask.ts'
import { type Pair, showDifferences } from './show.ts'

export const diff: Command = {
  name: 'diff',
  group: 'Advanced Commands:',
  usage: '-f FILENAME',
  summary: 'Diff the live version against a would-be applied version',
  long: `Show what apply would change: each object as it is against what it would become.

The program in KUBECTL_EXTERNAL_DIFF compares, with its options; without it "diff -u -N" does. Exit code 0: nothing would change.
1: something would. Above 1: it could not be found out.`,
  examples: `  # What would this file change?
  kubesim diff -f web.yaml

  # The same for what another program writes
  cat web.yaml | kubesim diff -f -`,
  complete: 'file',
  flags: [
    fieldManager(CLIENT_SIDE),
    ...FILE_FLAGS,
    FORCE_CONFLICTS,
    ...PRUNE_FLAGS.filter(flag => flag.name !== 'all'),
    SELECTOR,
    { name: 'server-side', type: 'bool', default: false, help: 'Have the API server do the merging.' },
    { name: 'show-managed-fields', type: 'bool', default: false, help: 'Compare metadata.managedFields too.' },
  ],
  async run(ctx, args, flags) {
    try {
      return await compare(ctx, args, flags)
    } catch (error) {
      if (error instanceof UsageError) throw error
      if (!(error instanceof ApiError || error instanceof FailedError)) throw error
      ctx.report(error)
      return Math.max(2, error instanceof FailedError ? error.code : 0)
    }
  },
}

async function compare(ctx: CommandContext, args: string[], flags: Flags): Promise<number> {
  if (args.length > 0) {
    throw new UsageError(`Unexpected args: [${args.join(' ')}]`, `See '${PROGRAM} diff -h' for help and examples`)
  }
  checkPrune({ ...flags, all: flags['prune'] && !flags['selector'] })
  const { targets, errors } = await loadTargets(ctx, flags, false)
  if (errors.length > 0) throw errors[0]
  const pairs: Pair[] = []
  const seen = { uids: new Set<string>(), namespaces: new Set<string>() }
  for (const target of targets) {
    const live = await find(ctx, target)
    const merged = await wouldBe(ctx, target, live, flags)
    if (live?.metadata.uid) seen.uids.add(live.metadata.uid)
    if (target.namespace) seen.namespaces.add(target.namespace)
    pairs.push(pairOf(target, live, merged, flags))
  }
  if (flags['prune']) {
    const choice = { ctx, flags, applied: seen.uids, namespaces: seen.namespaces }
    for await (const found of prunable(choice)) pairs.push(pairOf(found, found.object, undefined, flags))
  }
  return showDifferences(ctx, pairs)
}

async function find(ctx: CommandContext, target: ManifestTarget): Promise<KubeObject | undefined> {
  try {
    return await fetchTarget(ctx.client, target)
  } catch (error) {
    if (isNotFound(error)) return undefined
    throw error
  }
}

/** What apply would make of an object, from a dry run of the API server. */
async function wouldBe(
  ctx: CommandContext,
  target: ManifestTarget,
  live: KubeObject | undefined,
  flags: Flags,
): Promise<KubeObject> {
  const { resource, namespace, name } = target
  const call = { resource: resource.resource, namespace, name }
  const manifest = placed(target)
  if (flags['server-side']) {
    const manager = flags['field-manager'] === CLIENT_SIDE ? SERVER_SIDE : flags['field-manager']
    const force = flags['force-conflicts'] || undefined
    const query = { patchType: 'apply' as const, fieldManager: manager, force, dryRun: true }
    return (await ctx.client.call({ ...call, verb: 'patch', query, body: manifest })).body
  }
  if (!live) return (await ctx.client.call({ ...call, verb: 'create', query: { dryRun: true }, body: manifest })).body
  const { annotations = {} } = manifest.metadata ?? {}
  const modified = { ...manifest, metadata: { ...manifest.metadata, annotations } }
  const { patch: body, patchType } = computePatch(target, live, modified, true)
  if (Object.keys(body).length === 0) return live
  const query = { patchType, dryRun: true }
  return (await ctx.client.call({ ...call, verb: 'patch', query, body })).body
}

function pairOf(
  { resource, namespace, name }: Pick<ManifestTarget, 'resource' | 'namespace' | 'name'>,
  live: KubeObject | undefined,
  merged: KubeObject | undefined,
  flags: Flags,
): Pair {
  const { group, version, kind } = resource
  const file = [...(group ? [group] : []), version, kind, ...(namespace ? [namespace] : ['']), name].join('.')
  const shown = (object: KubeObject | undefined) =>
    object && !flags['show-managed-fields']
      ? { ...object, metadata: { ...object.metadata, managedFields: undefined } }
      : object
  const [before, after] = masked(kind, shown(live), shown(merged))
  return { file, live: before, merged: after }
}
