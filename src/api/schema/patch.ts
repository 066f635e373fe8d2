import { goJson } from '../../lib/go-json.ts'
import { goPrint } from '../../lib/go-print.ts'
import { JsonPatchError, JsonPatchFormatError, jsonPatch, parseJsonPatch } from '../../lib/json-patch.ts'
import { mergePatch } from '../../lib/merge-patch.ts'
import type { KubeObject } from '../../lib/objects.ts'
import { isMap } from '../../lib/own.ts'
import { StrategicMergeError, strategicMerge } from '../../lib/strategic-merge.ts'
import type { PatchType } from '../call.ts'
import { ApiError, badRequest, invalid, invalidValue } from '../errors.ts'
import type { Decoded, FieldValidation } from './decode.ts'
import { read, strictError } from './decode.ts'
import { mergeSchema } from './schema.ts'

/**
 * An object after a patch, read anew along its type. `current` stays as it is. Throws ApiError in the words of the API
 * server's patch handler (apiserver/pkg/endpoints/handlers/patch.go).
 */
export function applyPatch(
  schema: string,
  current: KubeObject,
  patch: unknown,
  type: PatchType,
  validation: FieldValidation,
): Decoded {
  const patched = change(schema, current, patch, type)
  const { object, unknown, error } = read(schema, patched, type === 'strategic' ? 'unstructured' : 'json')
  const why = error ?? (validation === 'Strict' && unknown.length > 0 ? strictError(unknown) : undefined)
  if (why !== undefined) {
    const shown = type === 'strategic' ? goPrint(patch) : goJson(patched)
    throw invalid('', '', [invalidValue('patch', shown, why)])
  }
  return { object: object!, unknown: validation === 'Ignore' ? [] : unknown }
}

function change(schema: string, current: KubeObject, patch: unknown, type: PatchType): unknown {
  try {
    if (type === 'json') return jsonPatch(current, parseJsonPatch(patch))
    if (type === 'merge') return mergePatch(current, patch)
    if (!isMap(patch)) throw badRequest('invalid JSON document')
    return strategicMerge(current, patch, mergeSchema(schema))
  } catch (error) {
    if (error instanceof JsonPatchFormatError) throw badRequest(error.message)
    if (error instanceof JsonPatchError) throw unprocessable()
    if (error instanceof StrategicMergeError) {
      throw error.kind === 'BadRequest' ? badRequest(error.message) : new ApiError('', error.message)
    }
    throw error
  }
}

/** A failing JSON patch: the API server does not say why. */
const unprocessable = () => new ApiError('Invalid', 'the server rejected our request due to an error in our request')
