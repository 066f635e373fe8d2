import { mergePatch } from '../../lib/merge-patch.ts'
import type { KubeObject } from '../../lib/objects.ts'
import type { Reply } from '../call.ts'
import { ApiError } from '../errors.ts'
import { requireNamespace } from '../namespace.ts'
import { scaled, scaleOf } from '../scale.ts'
import { applyPatch } from '../schema/patch.ts'
import { current, type Request, type Server } from '../server.ts'
import { apply } from './apply.ts'
import { precondition, replace, replaceStatus, requireSameName } from './update.ts'

export function patch(server: Server, request: Request): Reply {
  const { kind, call, warnings } = request
  const { patchType: type = 'strategic', fieldValidation = 'Warn' } = call.query ?? {}
  if (type === 'strategic' && kind.custom) throw unsupportedMediaType()
  if (type === 'apply') return apply(server, request)
  if (!server.store.get(request.key)) requireNamespace(server, request)
  const previous = current(server, request)
  if (call.subresource === 'scale') {
    const scale = mergePatch(scaleOf(kind, previous), call.body) as KubeObject
    precondition(request, previous, (call.body as KubeObject)?.metadata)
    const { object: draft } = applyPatch(kind.schema, scaled(kind, previous, scale), {}, 'merge', 'Ignore')
    return { code: 200, body: scaleOf(kind, replace(server, request, previous, draft)), warnings }
  }
  const { object, unknown } = applyPatch(kind.schema, previous, call.body, type, fieldValidation)
  warnings.push(...unknown)
  requireSameName(request, object)
  precondition(request, previous, object.metadata)
  if (call.subresource === 'status')
    return { code: 200, body: replaceStatus(server, request, previous, object), warnings }
  return { code: 200, body: replace(server, request, previous, object), warnings }
}

/** Custom resources know no strategic merge. */
export const unsupportedMediaType = () =>
  new ApiError(
    'UnsupportedMediaType',
    'the body of the request was in an unknown format - accepted media types include: application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml',
  )
