import type { FieldValidation } from '../../api/schema/decode.ts'
import type { KubeObject } from '../../lib/objects.ts'
import type { Command, CommandContext, Flags } from '../command.ts'
import { FailedError } from '../command.ts'
import { cascade, DELETE_FLAGS, deleteTarget, waitUntilGone } from '../deletion.ts'
import { DRY_RUN, dryRun } from '../dry-run.ts'
import { isNotFound, throwAll, withSource } from '../failures.ts'
import { maybeLastApplied, placed } from '../last-applied.ts'
import { FILE_FLAGS, loadTargets, type ManifestTarget } from '../manifests/load.ts'
import { kindName } from '../named.ts'
import { outputFlags } from '../printers/index.ts'
import { Results } from '../results.ts'
import { fieldValidation, VALIDATE } from '../validation.ts'
import { fieldManager } from '../field-manager.ts'

export const replace: Command = {
  name: 'replace',
  group: 'Advanced Commands:',
  usage: '-f FILENAME',
  summary: 'Replace a resource by file name or stdin',
  long: `Replace objects by whole new ones from files or standard input. The objects must exist, except with --force, which
deletes them first and makes them anew. A resourceVersion in the file must be that of the object.`,
  examples: `  # Replace a pod by what stands in a file
  kubesim replace -f pod.yaml

  # Change an object on its way through a pipe
  kubesim get pod web -o yaml | sed 's/nginx:1.27/nginx:1.28/' | kubesim replace -f -

  # Delete it and make it anew
  kubesim replace --force -f pod.yaml`,
  complete: 'file',
  flags: [
    fieldManager('kubectl-replace'),
    ...DELETE_FLAGS,
    DRY_RUN,
    ...FILE_FLAGS,
    ...outputFlags(),
    {
      name: 'save-config',
      type: 'bool',
      default: false,
      help: 'Remember the object as given in its annotation, for a later apply.',
    },
    {
      name: 'subresource',
      type: 'string',
      default: '',
      values: ['status', 'scale'],
      help: 'Replace this subresource instead of the object.',
    },
    VALIDATE,
  ],
  run,
}

async function run(ctx: CommandContext, _args: string[], flags: Flags): Promise<void> {
  const validation = fieldValidation(flags)
  const mode = dryRun(ctx, flags)
  if (flags['grace-period'] >= 0 && !flags['force']) {
    throw new FailedError('--grace-period must have --force specified')
  }
  if (flags['timeout'] !== 0 && !flags['force']) throw new FailedError('--timeout must have --force specified')
  const results = await Results.open(ctx, flags, mode)
  const { targets, errors } = await loadTargets(ctx, flags, validation !== 'Ignore')
  if (flags['force'] && mode !== 'client') await deleteFirst(ctx, targets, flags, mode === 'server')
  let count = 0
  for (const target of targets) {
    const object = maybeLastApplied(placed(target), flags['save-config'])
    try {
      let replaced = object
      if (mode !== 'client') {
        const put = flags['force'] ? create : update
        replaced = await put(ctx, target, object, validation, mode === 'server', flags['subresource'] || undefined)
      }
      count++
      results.print(replaced, 'replaced')
    } catch (error) {
      errors.push(flags['force'] ? error : withSource('replacing', target.source, error))
    }
  }
  throwAll(errors)
  if (count === 0) throw new FailedError('no objects passed to replace')
}

async function deleteFirst(ctx: CommandContext, targets: ManifestTarget[], flags: Flags, dryRun: boolean) {
  const gone: { target: ManifestTarget; uid?: string }[] = []
  // Without --force of delete, 0 means 1.
  const gracePeriod = flags['grace-period'] === 0 ? 1 : flags['grace-period']
  const policy = cascade(ctx, flags)
  for (const target of targets) {
    try {
      gone.push({ target, uid: await deleteTarget(ctx, target, { gracePeriod, cascade: policy, dryRun }) })
    } catch (error) {
      if (isNotFound(error)) continue
      throw withSource('deleting', target.source, error)
    }
    const { resource, name, namespace } = target
    if (flags['output'] === 'name') ctx.print(`${kindName(resource)}/${name}`)
    else
      ctx.print(
        `${kindName(resource)} "${name}" deleted${namespace === undefined ? '' : ` from ${namespace} namespace`}`,
      )
  }
  if (!dryRun) await waitUntilGone(ctx, gone, flags['timeout'])
}

async function create(
  ctx: CommandContext,
  { resource, namespace }: ManifestTarget,
  object: KubeObject,
  validation: FieldValidation,
  dryRun: boolean,
): Promise<KubeObject> {
  const body = { ...object, metadata: { ...object.metadata, resourceVersion: undefined } }
  const query = { fieldValidation: validation, dryRun: dryRun || undefined }
  return (await ctx.client.call({ verb: 'create', resource: resource.resource, namespace, query, body })).body
}

/** Without a resourceVersion in the manifest, whatever stands there is replaced. */
async function update(
  ctx: CommandContext,
  { resource, namespace, name }: ManifestTarget,
  object: KubeObject,
  validation: FieldValidation,
  dryRun: boolean,
  subresource: string | undefined,
): Promise<KubeObject> {
  const query = { fieldValidation: validation, dryRun: dryRun || undefined }
  const call = { resource: resource.resource, namespace, name, subresource }
  return (await ctx.client.call({ verb: 'update', ...call, query, body: object })).body
}
