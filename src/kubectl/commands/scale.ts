import { ApiError } from '../../api/errors.ts'
import type { Ms } from '../../lib/time.ts'
import type { Command, CommandContext, Flags } from '../command.ts'
import { FailedError } from '../command.ts'
import { DRY_RUN, dryRun } from '../dry-run.ts'
import { throwAll } from '../failures.ts'
import { fetchTargets, type Found } from '../fetch.ts'
import { FILE_FLAGS } from '../manifests/load.ts'
import { outputFlags } from '../printers/index.ts'
import { Results } from '../results.ts'
import { resolveTargets, SELECTOR } from '../targets.ts'

export const scale: Command = {
  name: 'scale',
  group: 'Deploy Commands:',
  usage: '[--resource-version=version] [--current-replicas=count] --replicas=COUNT (-f FILENAME | TYPE NAME)',
  summary: 'Set a new size for a deployment, replica set, or replication controller',
  long: `Set how many replicas a workload should have.

With --current-replicas or --resource-version the size is only set if the object still is as said.`,
  examples: `  # Run five pods of a deployment
  kubesim scale deployment web --replicas=5

  # Only if there are two now
  kubesim scale deployment/web --current-replicas=2 --replicas=5

  # Several at once
  kubesim scale --replicas=0 deployment/web deployment/api

  # Wait up to a minute until there are that many
  kubesim scale deployment/web --replicas=5 --timeout=1m`,
  complete: { types: ['deployments', 'replicasets', 'statefulsets'] },
  flags: [
    { name: 'all', type: 'bool', default: false, help: 'Take all objects of the kinds given, in the namespace.' },
    {
      name: 'current-replicas',
      type: 'int',
      default: -1,
      help: 'Only scale if this is the present size. Not checked when -1.',
    },
    DRY_RUN,
    ...FILE_FLAGS,
    ...outputFlags(),
    { name: 'replicas', type: 'int', required: true, help: 'The new size.' },
    {
      name: 'resource-version',
      type: 'string',
      default: '',
      help: 'Only scale if the object still has this resourceVersion.',
    },
    SELECTOR,
    { name: 'timeout', type: 'duration', default: 0, help: 'How long to wait for the new size. Zero: do not wait.' },
  ],
  run,
}

async function run(ctx: CommandContext, args: string[], flags: Flags): Promise<void> {
  const { replicas, 'current-replicas': current, 'resource-version': version, timeout } = flags
  if (replicas < 0) {
    throw new FailedError('The --replicas=COUNT flag is required, and COUNT must be greater than or equal to 0')
  }
  if (current < -1) throw new FailedError('The --current-replicas must specify an integer of -1 or greater')
  const mode = dryRun(ctx, flags)
  const results = await Results.open(ctx, flags, mode)
  const { found, errors } = await fetchTargets(ctx.client, await resolveTargets(ctx, args, flags))
  if (version && found.length > 1) throw new FailedError('cannot use --resource-version with multiple resources')
  if (found.length === 0 && errors.length === 0) throw new FailedError('no objects passed to scale')
  for (const target of found) {
    if (mode !== 'client') {
      await checkPrecondition(ctx, target, current, version)
      await call(ctx, target, 'patch', {
        query: { patchType: 'merge', dryRun: mode === 'server' },
        body: { spec: { replicas } },
      })
      if (timeout > 0 && mode === 'none') await waitFor(ctx, target, replicas, timeout)
    }
    results.print(target.object, 'scaled')
  }
  throwAll(errors)
}

/** Asks for the scale of an object. Throws NotFound for a kind that has none. */
async function call(ctx: CommandContext, { resource, namespace, name }: Found, verb: 'get' | 'patch', rest = {}) {
  if (!resource.subresources.includes('scale')) {
    throw new ApiError('NotFound', 'the server could not find the requested resource')
  }
  const { body } = await ctx.client.call({
    verb,
    resource: resource.resource,
    namespace,
    name,
    subresource: 'scale',
    ...rest,
  })
  return body
}

async function checkPrecondition(ctx: CommandContext, target: Found, current: number, version: string): Promise<void> {
  if (current === -1 && version === '') return
  const { metadata, spec } = await call(ctx, target, 'get')
  if (current !== -1 && spec.replicas !== current) {
    throw new FailedError(`Expected replicas to be ${current}, was ${spec.replicas}`)
  }
  if (version !== '' && metadata.resourceVersion !== version) {
    throw new FailedError(`Expected resource version to be ${version}, was ${metadata.resourceVersion}`)
  }
}

async function waitFor(ctx: CommandContext, target: Found, replicas: number, timeout: Ms): Promise<void> {
  const until = ctx.client.now() + timeout
  while ((await call(ctx, target, 'get')).status.replicas !== replicas) {
    if (await ctx.client.next(until)) continue
    throw new FailedError(`timed out waiting for ${JSON.stringify(target.name)} to be synced`)
  }
}
