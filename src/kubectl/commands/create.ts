import type { Query } from '../../api/call.ts'
import type { FieldValidation } from '../../api/schema/decode.ts'
import type { KubeObject } from '../../lib/objects.ts'
import type { Command, CommandContext, Flags } from '../command.ts'
import { FailedError, UsageError } from '../command.ts'
import { DRY_RUN, dryRun } from '../dry-run.ts'
import { throwAll, withSource } from '../failures.ts'
import { PROGRAM } from '../globals.ts'
import { maybeLastApplied, placed } from '../last-applied.ts'
import { FILE_FLAGS, loadTargets, type ManifestTarget } from '../manifests/load.ts'
import { outputFlags } from '../printers/index.ts'
import { Results } from '../results.ts'
import { SELECTOR } from '../targets.ts'
import { fieldValidation, VALIDATE } from '../validation.ts'
import { fieldManager } from '../field-manager.ts'
import { configMap } from './create/configmap.ts'
import { cronjob } from './create/cronjob.ts'
import { deployment } from './create/deployment.ts'
import { SAVE_CONFIG } from './create/generator.ts'
import { job } from './create/job.ts'
import { ingress } from './create/ingress.ts'
import { namespace } from './create/namespace.ts'
import { refusedGenerators } from './create/refused.ts'
import { clusterRole, role } from './create/role.ts'
import { clusterRoleBinding, roleBinding } from './create/rolebinding.ts'
import { podDisruptionBudget } from './create/poddisruptionbudget.ts'
import { priorityClass } from './create/priorityclass.ts'
import { quota } from './create/quota.ts'
import { secret } from './create/secret.ts'
import { service } from './create/service.ts'
import { serviceAccount } from './create/serviceaccount.ts'

export const create: Command = {
  name: 'create',
  group: 'Basic Commands (Beginner):',
  usage: '-f FILENAME',
  summary: 'Create a resource from a file or from stdin',
  long: 'Create objects from files or standard input, or one object by the subcommand for its kind.',
  examples: `  # Create what a file says
  kubesim create -f web.yaml

  # Create what another program writes
  cat web.yaml | kubesim create -f -`,
  complete: 'file',
  flags: [
    DRY_RUN,
    { name: 'edit', type: 'bool', default: false, help: 'Change the objects in an editor before they are created.' },
    fieldManager('kubectl-create'),
    ...FILE_FLAGS,
    ...outputFlags(),
    SAVE_CONFIG,
    SELECTOR,
    VALIDATE,
  ],
  commands: [
    clusterRole,
    clusterRoleBinding,
    role,
    roleBinding,
    configMap,
    cronjob,
    deployment,
    ingress,
    job,
    namespace,
    podDisruptionBudget,
    priorityClass,
    quota,
    secret,
    service,
    serviceAccount,
    ...refusedGenerators,
  ],
  run,
}

async function run(ctx: CommandContext, args: string[], flags: Flags): Promise<void> {
  if (args.length > 0) {
    throw new UsageError(`Unexpected args: [${args.join(' ')}]`, `See '${PROGRAM} create -h' for help and examples`)
  }
  const validation = fieldValidation(flags)
  const mode = dryRun(ctx, flags)
  const results = await Results.open(ctx, flags, mode)
  const { targets, errors } = await loadTargets(ctx, flags, validation !== 'Ignore')
  if (targets.length === 0 && errors.length === 0) throw new FailedError('no objects passed to create')
  if (flags['edit'] && targets.length > 0) {
    throwAll(errors)
    await edited(ctx, targets, flags, validation, results)
    return
  }
  const query = { fieldValidation: validation, dryRun: mode === 'server' || undefined }
  for (const target of targets) {
    try {
      const object = maybeLastApplied(placed(target), flags['save-config'])
      results.print(mode === 'client' ? object : await send(ctx, target, object, query), 'created')
    } catch (error) {
      errors.push(withSource('creating', target.source, error))
    }
  }
  throwAll(errors)
}

async function send(ctx: CommandContext, { resource, namespace }: ManifestTarget, object: KubeObject, query: Query) {
  const body = { ...object, metadata: { ...object.metadata, resourceVersion: undefined } }
  return (await ctx.client.call({ verb: 'create', resource: resource.resource, namespace, query, body })).body
}

/** --edit: what the editor leaves is created. */
async function edited(
  ctx: CommandContext,
  targets: ManifestTarget[],
  flags: Flags,
  validation: FieldValidation,
  results: Results,
): Promise<void> {
  const { editObjects } = await import('../editor.ts')
  const [first] = targets
  await editObjects(ctx, {
    objects: targets.map(placed),
    format: flags['output'].toLowerCase() === 'json' ? 'json' : 'yaml',
    subject: `${first!.resource.groupResource} ${JSON.stringify(first!.name)}`,
    async save(objects) {
      for (const [i, object] of objects.entries()) {
        const target = targets[i]
        if (!target) throw new FailedError('objects were added in the editor')
        results.print(await send(ctx, target, object, { fieldValidation: validation }), 'created')
      }
      return []
    },
  })
}
