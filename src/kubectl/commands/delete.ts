import type { Command, CommandContext, Flags } from '../command.ts'
import { FailedError } from '../command.ts'
import type { DeleteOptions } from '../deletion.ts'
import { cascade, DELETE_FLAGS, deleteTarget, waitUntilGone } from '../deletion.ts'
import { DRY_RUN, dryRun, dryRunSuffix } from '../dry-run.ts'
import { isNotFound, throwAll, withSource } from '../failures.ts'
import { fetchList, foundObject } from '../fetch.ts'
import { FILE_FLAGS, loadTargets } from '../manifests/load.ts'
import { kindName } from '../named.ts'
import type { Target } from '../targets.ts'
import { ALL_NAMESPACES, FIELD_SELECTOR, resolveTargets, SELECTOR } from '../targets.ts'

export const remove: Command = {
  name: 'delete',
  group: 'Basic Commands (Intermediate):',
  usage: '([-f FILENAME] | [-k DIRECTORY] | TYPE [(NAME | -l label | --all)])',
  summary: 'Delete resources by file names, stdin, resources and names, or by resources and label selector',
  long: `Delete objects by file, standard input, kind and name, or kind and label selector.

The command tells what it deletes at once, then waits until the objects are gone: Pods end gracefully, finalizers are
honoured, and what an object owns is deleted after it unless --cascade=orphan.`,
  examples: `  # Delete what a file holds
  kubesim delete -f web.yaml

  # Delete pods and services with the label app=web
  kubesim delete pods,services -l app=web

  # Delete a pod at once
  kubesim delete pod web --grace-period=0 --force

  # Delete all pods of a namespace
  kubesim delete pods --all`,
  complete: 'resource-name',
  flags: [
    { name: 'all', type: 'bool', default: false, help: 'Delete all objects of the kinds given, in the namespace.' },
    ALL_NAMESPACES,
    ...DELETE_FLAGS,
    DRY_RUN,
    FIELD_SELECTOR,
    ...FILE_FLAGS,
    {
      name: 'ignore-not-found',
      type: 'bool',
      default: false,
      help: 'Treat "not found" as a successful delete. Defaults to "true" when --all is given.',
    },
    { name: 'now', type: 'bool', default: false, help: 'End Pods at once (the same as --grace-period=1).' },
    {
      name: 'output',
      short: 'o',
      type: 'string',
      default: '',
      values: ['name'],
      help: 'Use "-o name" for short answers.',
    },
    SELECTOR,
  ],
  run,
}

async function run(ctx: CommandContext, args: string[], flags: Flags): Promise<void> {
  const mode = dryRun(ctx, flags)
  const policy = cascade(ctx, flags)
  const selecting = flags['all'] || flags['selector'] || flags['field-selector']
  const { targets, errors } = await find(ctx, args, flags)
  const gracePeriod = grace(ctx, flags)
  if (flags['output'] !== '' && flags['output'] !== 'name') {
    throw new FailedError(`unexpected -o output mode: ${flags['output']}. We only support '-o name'`)
  }
  const ignoring = flags['ignore-not-found'] || (selecting && (flags['filename'] ?? []).length === 0)
  const options: DeleteOptions = { gracePeriod, cascade: policy, dryRun: mode === 'server' }
  const gone: { target: Target; uid?: string }[] = []
  let found = 0
  warnClusterScope(ctx, flags, targets)
  for (const target of targets) {
    try {
      found++
      if (mode !== 'client') gone.push({ target, uid: await deleteTarget(ctx, target, options) })
      const word = `${gracePeriod === 0 ? 'force deleted' : 'deleted'}`
      const where = target.namespace === undefined ? '' : ` from ${target.namespace} namespace`
      const kind = kindName(target.resource)
      if (flags['output'] === 'name') ctx.print(`${kind}/${target.name}`)
      else ctx.print(`${kind} "${target.name}" ${word}${where}${dryRunSuffix(mode)}`)
    } catch (error) {
      if (!(ignoring && isNotFound(error))) errors.push(withSource('deleting', target.source, error))
    }
  }
  throwAll(errors)
  if (found === 0) ctx.print('No resources found')
  else if (flags['wait'] && mode === 'none') await waitUntilGone(ctx, gone, flags['timeout'])
}

interface Found {
  targets: Target[]
  errors: unknown[]
}

/** Named objects as they are, the others from lists. A list that fails does not keep the rest from going on. */
async function find(ctx: CommandContext, args: string[], flags: Flags): Promise<Found> {
  // A bad document of a file does not keep the others from being deleted.
  const files = (flags['filename'] ?? []).length > 0 || flags['kustomize']
  if (files && args.length === 0 && !flags['all']) return loadTargets(ctx, flags, false)
  const targets = await resolveTargets(ctx, args, flags)
  const all: Target[] = [...targets.named]
  const errors: unknown[] = []
  for (const listing of targets.lists) {
    try {
      const { items } = await fetchList(ctx.client, listing, targets)
      for (const object of items) all.push(foundObject(listing.resource, object))
    } catch (error) {
      errors.push(error)
    }
  }
  return { targets: all, errors }
}

/** --grace-period, --now and --force together. Throws FailedError. */
function grace(ctx: CommandContext, flags: Flags): number {
  let period: number = flags['grace-period']
  if (flags['now']) {
    if (period !== -1) throw new FailedError('--now and --grace-period cannot be specified together')
    period = 1
  }
  // A forgotten --force must not cost data: without it 0 is 1.
  if (period === 0 && !flags['force']) period = 1
  if (!flags['force']) return period
  if (period > 0) throw new FailedError('--force and --grace-period greater than 0 cannot be specified together')
  ctx.warn(
    'Immediate deletion does not wait for confirmation that the running resource has been terminated. The resource may continue to run on the cluster indefinitely.',
  )
  return 0
}

function warnClusterScope(ctx: CommandContext, flags: Flags, targets: Target[]): void {
  if (!ctx.namespace.explicit || flags['all-namespaces']) return
  if (targets.some(({ resource }) => !resource.namespaced)) {
    ctx.warn('deleting cluster-scoped resources, not scoped to the provided namespace')
  }
}
