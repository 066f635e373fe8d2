import type { PatchType } from '../../../api/call.ts'
import { ApiError } from '../../../api/errors.ts'
import type { FieldValidation } from '../../../api/schema/decode.ts'
import { kindDefinition } from '../../../api/schema/schema.ts'
import { goJson } from '../../../lib/go-json.ts'
import { threeWayMergePatch } from '../../../lib/merge-patch.ts'
import type { KubeObject } from '../../../lib/objects.ts'
import { patchesConflict } from '../../../lib/patch-conflict.ts'
import type { Json } from '../../../lib/strategic-merge.ts'
import { StrategicMergeError } from '../../../lib/strategic-merge.ts'
import { threeWayPatch, twoWayPatch } from '../../../lib/three-way-patch.ts'
import { toYaml } from '../../../lib/yaml.ts'
import type { CommandContext } from '../../command.ts'
import { FailedError } from '../../command.ts'
import { deleteTarget, waitUntilGone } from '../../deletion.ts'
import { describeTarget, withSource } from '../../failures.ts'
import { lastApplied } from '../../last-applied.ts'
import type { ManifestTarget } from '../../manifests/load.ts'

export interface PatchOptions {
  overwrite: boolean
  /** Delete and create anew what cannot be patched. */
  force: boolean
  gracePeriod: number
  /** For the deletion that --force may need, in ms. */
  timeout: number
  dryRun: boolean
  validation: FieldValidation
}

/**
 * The three-way merge of apply: sends what makes `current` as `modified` says, without what the last applied configuration
 * had and `modified` lacks. `changed` is false when nothing had to be sent.
 */
export async function applyPatch(
  ctx: CommandContext,
  target: ManifestTarget,
  current: KubeObject,
  modified: KubeObject,
  options: PatchOptions,
): Promise<{ object: KubeObject; changed: boolean }> {
  const { resource, namespace, name, source } = target
  const { patch, patchType } = computePatch(target, current, modified, options.overwrite)
  if (Object.keys(patch).length === 0) return { object: current, changed: false }
  const query = {
    patchType,
    fieldValidation: options.validation,
    dryRun: options.dryRun || undefined,
  }
  try {
    const call = { resource: resource.resource, namespace, name, query, body: patch }
    return { object: (await ctx.client.call({ verb: 'patch', ...call })).body, changed: true }
  } catch (error) {
    if (options.force && error instanceof ApiError && (error.reason === 'Invalid' || error.reason === 'Conflict')) {
      return { object: await createAnew(ctx, target, modified, options), changed: true }
    }
    const doing = `applying patch:\n${goJson(patch)}\nto:\n${describeTarget(target)}\nfor:`
    throw withSource(doing, source, withSource('patching', source, error))
  }
}

/** What makes `current` as `modified` says: a merge patch for custom resources, a strategic one else. Throws FailedError. */
export function computePatch(
  { resource }: ManifestTarget,
  current: KubeObject,
  modified: KubeObject,
  overwrite: boolean,
): { patch: Json; patchType: PatchType } {
  const text = lastApplied(current)
  const original: Json = text ? JSON.parse(text) : {}
  const definition = kindDefinition(resource.group, resource.version, resource.kind)
  if (!definition) return { patch: threeWayMergePatch(original, modified, current), patchType: 'merge' }
  const { merge } = definition
  try {
    const patch = threeWayPatch(original, modified, current, merge)
    if (overwrite) return { patch, patchType: 'strategic' }
    const changes = twoWayPatch(original, current, merge)
    if (!patchesConflict(patch, changes, merge)) return { patch, patchType: 'strategic' }
    throw new FailedError(
      `patch:\n${toYaml(patch)}\nconflicts with changes made from original to current:\n${toYaml(changes)}\n`,
    )
  } catch (error) {
    if (!(error instanceof StrategicMergeError)) throw error
    throw new FailedError(`creating patch: ${error.message}`)
  }
}

/** --force: the object goes and comes back as the file says. */
async function createAnew(
  ctx: CommandContext,
  target: ManifestTarget,
  modified: KubeObject,
  { gracePeriod, timeout, dryRun, validation }: PatchOptions,
): Promise<KubeObject> {
  const uid = await deleteTarget(ctx, target, { gracePeriod, cascade: 'Background', dryRun })
  if (!dryRun) await waitUntilGone(ctx, [{ target, uid }], timeout)
  const { resource, namespace } = target
  const query = { fieldValidation: validation, dryRun: dryRun || undefined }
  const body = { ...modified, metadata: { ...modified.metadata, resourceVersion: undefined } }
  return (await ctx.client.call({ verb: 'create', resource: resource.resource, namespace, query, body })).body
}
