import { ApiError } from '../../api/errors.ts'
import { kindDefinition } from '../../api/schema/schema.ts'
import { goJson } from '../../lib/go-json.ts'
import { createMergePatch } from '../../lib/merge-patch.ts'
import { twoWayPatch } from '../../lib/three-way-patch.ts'
import type { Command, CommandContext, Flags } from '../command.ts'
import { FailedError } from '../command.ts'
import type { Invalid } from '../editor.ts'
import { throwAll } from '../failures.ts'
import { type Found, fetchTarget } from '../fetch.ts'
import { fieldManager } from '../field-manager.ts'
import { withLastApplied } from '../last-applied.ts'
import { FILE_FLAGS } from '../manifests/load.ts'
import { outputFlags } from '../printers/index.ts'
import { Results } from '../results.ts'
import { resolveTargets } from '../targets.ts'
import { fieldValidation, VALIDATE } from '../validation.ts'
import { SAVE_CONFIG } from './create/generator.ts'

export const edit: Command = {
  name: 'edit',
  group: 'Basic Commands (Intermediate):',
  usage: '(RESOURCE/NAME | -f FILENAME)',
  summary: 'Edit a resource on the server',
  long: `Change objects of the cluster in an editor: the one that KUBE_EDITOR or EDITOR names, else vi.

The objects are changed when the editor is left. If the API server refuses the changes, the editor opens again with its
reasons at the top; saving the same text once more gives up.`,
  examples: `  # Edit a service
  kubesim edit svc/web

  # With another editor
  KUBE_EDITOR=nano kubesim edit svc/web

  # In JSON
  kubesim edit deployment web -o json`,
  complete: 'resource-name',
  flags: [
    fieldManager('kubectl-edit'),
    ...FILE_FLAGS,
    ...outputFlags(),
    { name: 'output-patch', type: 'bool', default: false, help: 'Show the patch that is sent.' },
    SAVE_CONFIG,
    {
      name: 'subresource',
      type: 'string',
      default: '',
      values: ['status'],
      help: 'Edit this subresource instead of the object.',
    },
    VALIDATE,
  ],
  run,
}

async function run(ctx: CommandContext, args: string[], flags: Flags): Promise<void> {
  const validation = fieldValidation(flags)
  const subresource = flags['subresource'] || undefined
  const results = await Results.open(ctx, flags, 'none')
  const { named } = await resolveTargets(ctx, args, flags)
  const found: Found[] = []
  for (const target of named) {
    found.push({ ...target, object: withoutManagedFields(await fetchTarget(ctx.client, target, { subresource })) })
  }
  const [first] = found
  if (!first) throw new FailedError('edit cancelled, no objects found')
  const failures: unknown[] = []

  const send = async (target: Found, edited: any): Promise<Invalid[]> => {
    const { resource, namespace, name, object } = target
    if (goJson(object) === goJson(edited)) {
      results.print(object, 'skipped')
      return []
    }
    const definition = kindDefinition(resource.group, resource.version, resource.kind)
    const wanted = flags['save-config'] ? withLastApplied(edited) : edited
    const body = definition ? twoWayPatch(object, wanted, definition.merge) : createMergePatch(object, wanted)
    const query = { patchType: definition ? ('strategic' as const) : ('merge' as const), fieldValidation: validation }
    if (flags['output-patch']) ctx.print(`Patch: ${goJson(body)}`)
    try {
      const call = { resource: resource.resource, namespace, name, subresource, query, body }
      results.print((await ctx.client.call({ verb: 'patch', ...call })).body, 'edited')
      return []
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      return refused(ctx, subjectOf(target), error, failures)
    }
  }

  const { editObjects } = await import('../editor.ts')
  await editObjects(ctx, {
    objects: found.map(({ object }) => object),
    format: flags['output'].toLowerCase() === 'json' ? 'json' : 'yaml',
    subject: subjectOf(first),
    async save(edited) {
      const pairs = found.map(target => ({
        target,
        edited: edited.find(object => sameIdentity(object, target.object)),
      }))
      if (pairs.some(pair => !pair.edited)) {
        throw new FailedError('At least one of apiVersion, kind and name was changed')
      }
      const invalid: Invalid[] = []
      for (const pair of pairs) invalid.push(...(await send(pair.target, pair.edited)))
      return invalid
    },
  })
  throwAll(failures)
}

const subjectOf = ({ resource, name }: Found): string => `${resource.groupResource} ${JSON.stringify(name)}`

const sameIdentity = (a: any, b: any): boolean =>
  a?.apiVersion === b.apiVersion && a.kind === b.kind && a.metadata?.name === b.metadata.name

function withoutManagedFields(object: any): any {
  return object.metadata.managedFields
    ? { ...object, metadata: { ...object.metadata, managedFields: undefined } }
    : object
}

/** What is not valid is for the user to mend; anything else ends the edit. */
function refused(ctx: CommandContext, subject: string, error: ApiError, failures: unknown[]): Invalid[] {
  if (error.reason === 'Invalid') {
    ctx.complain(`error: ${subject} is invalid`)
    const causes = error.status.details?.causes ?? []
    return [{ subject, causes: causes.map(({ field, message }) => `${field}: ${message}`) }]
  }
  failures.push(
    new FailedError(
      error.reason === 'NotFound'
        ? `${subject} could not be found on the server`
        : `${subject} could not be patched: ${error.message}`,
    ),
  )
  return []
}
