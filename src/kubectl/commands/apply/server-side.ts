import { ApiError } from '../../../api/errors.ts'
import type { FieldValidation } from '../../../api/schema/decode.ts'
import type { KubeObject } from '../../../lib/objects.ts'
import type { CommandContext, Flag } from '../../command.ts'
import { FailedError } from '../../command.ts'
import { LAST_APPLIED, lastApplied, placed } from '../../last-applied.ts'
import type { ManifestTarget } from '../../manifests/load.ts'

export interface ServerSideOptions {
  fieldManager: string
  force: boolean
  dryRun: boolean
  validation: FieldValidation
}

/** Under which names apply owns fields when it merges by itself, and when the API server does. */
export const CLIENT_SIDE = 'kubectl-client-side-apply'
export const SERVER_SIDE = 'kubectl'

export const FORCE_CONFLICTS: Flag = {
  name: 'force-conflicts',
  type: 'bool',
  default: false,
  help: 'With --server-side: take fields from others who own them.',
}

/** The name under which the annotation of an earlier client-side apply stays. */
const ANNOTATOR = 'kubectl-last-applied'

/**
 * Has the API server merge a manifest. What an earlier client-side apply owned goes over to this one. Throws FailedError for
 * conflicts, ApiError for all else.
 */
export async function applyServerSide(
  ctx: CommandContext,
  target: ManifestTarget,
  options: ServerSideOptions,
): Promise<KubeObject> {
  const manifest = placed(target)
  const applied = await send(ctx, target, manifest, options)
  if (options.dryRun) return applied
  if (options.fieldManager === SERVER_SIDE && lastApplied(applied) !== undefined) {
    const annotations = { [LAST_APPLIED]: lastApplied(applied) }
    const { apiVersion, kind, metadata } = applied
    const only = { apiVersion, kind, metadata: { name: metadata.name, namespace: metadata.namespace, annotations } }
    await send(ctx, target, only, { ...options, fieldManager: ANNOTATOR, force: true })
  }
  return (await takeOver(ctx, target, options.fieldManager)) ? send(ctx, target, manifest, options) : applied
}

async function send(
  ctx: CommandContext,
  { resource, namespace, name }: ManifestTarget,
  body: unknown,
  { fieldManager, force, dryRun, validation }: ServerSideOptions,
): Promise<KubeObject> {
  const query = {
    patchType: 'apply' as const,
    fieldManager,
    force: force || undefined,
    fieldValidation: validation,
    dryRun: dryRun || undefined,
  }
  try {
    return (await ctx.client.call({ verb: 'patch', resource: resource.resource, namespace, name, query, body })).body
  } catch (error) {
    if (!(error instanceof ApiError) || error.reason !== 'Conflict' || !error.status.details?.causes) throw error
    throw new FailedError(`${error.message}\n${ADVICE}`)
  }
}

const ADVICE = `Please review the fields above--they currently have other managers. Here
are the ways you can resolve this warning:
* If you intend to manage all of these fields, please re-run the apply
  command with the \`--force-conflicts\` flag.
* If you do not intend to manage all of the fields, please edit your
  manifest to remove references to the fields that should keep their
  current managers.
* You may co-own fields by updating your manifest to match the existing
  value; in this case, you'll become the manager if the other manager(s)
  stop managing the field (remove it from their configuration).
See https://kubernetes.io/docs/reference/using-api/server-side-apply/#conflicts`

type Entries = NonNullable<KubeObject['metadata']['managedFields']>

/** Makes the fields of client-side apply those of this manager (client-go util/csaupgrade). False: there were none. */
async function takeOver(
  ctx: CommandContext,
  { resource, namespace, name }: ManifestTarget,
  fieldManager: string,
): Promise<boolean> {
  const call = { resource: resource.resource, namespace, name }
  const { body: object } = await ctx.client.call({ ...call, verb: 'get', query: { managedFields: true } })
  const entries: Entries = object.metadata.managedFields ?? []
  const isOld = (e: Entries[number]) => e.manager === CLIENT_SIDE && e.operation === 'Update' && !e.subresource
  if (!entries.some(isOld)) return false
  const { mergeFields } = await import('../../../api/managed-fields/set.ts')
  const isOwn = (e: Entries[number]) => e.manager === fieldManager && e.operation === 'Apply' && !e.subresource
  const own = entries.find(isOwn)
  const taken = entries.filter(isOld).map(({ fieldsV1 }) => fieldsV1)
  const next = { ...own!, fieldsV1: mergeFields([own!.fieldsV1, ...taken]) }
  const managedFields = entries.filter(e => !isOld(e)).map(e => (isOwn(e) ? next : e))
  const body = [{ op: 'replace', path: '/metadata/managedFields', value: managedFields }]
  await ctx.client.call({ ...call, verb: 'patch', query: { patchType: 'json', fieldManager }, body })
  return true
}
