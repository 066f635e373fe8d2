import { equal } from './equal.ts'
import { isMap, own, put } from './own.ts'

/** JSON merge patch (RFC 7386): maps merge, null removes, anything else replaces. Arguments stay as they are. */
export function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isMap(patch)) return patch
  const result: Record<string, any> = isMap(target) ? { ...target } : {}
  for (const key of Object.keys(patch)) {
    const value = own(patch, key)
    if (value === null) delete result[key]
    else put(result, key, mergePatch(own(result, key), value))
  }
  return result
}

/** The merge patch that turns `original` into `modified`, `{}` when they are equal. Lists are replaced whole. */
export function createMergePatch(original: Record<string, any>, modified: Record<string, any>): Record<string, any> {
  const patch: Record<string, any> = {}
  for (const key of Object.keys(modified)) {
    const before = own(original, key)
    const after = own(modified, key)
    if (before === undefined) put(patch, key, after)
    else if (isMap(before) && isMap(after)) {
      const inner = createMergePatch(before, after)
      if (Object.keys(inner).length > 0) put(patch, key, inner)
    } else if (!equal(before, after)) put(patch, key, after)
  }
  for (const key of Object.keys(original)) {
    if (own(modified, key) === undefined && own(original, key) !== undefined) put(patch, key, null)
  }
  return patch
}

/**
 * The merge patch by which apply makes `current` as `modified` says, without what `original` had and `modified` lacks
 * (apimachinery pkg/util/jsonmergepatch).
 */
export function threeWayMergePatch(
  original: Record<string, any>,
  modified: Record<string, any>,
  current: Record<string, any>,
): Record<string, any> {
  const changes = onlyNulls(createMergePatch(current, modified), false)
  const deletions = onlyNulls(createMergePatch(original, modified), true)
  return laidOver(changes, deletions)
}

/** The nulls of a patch, or all but them. */
function onlyNulls(patch: Record<string, any>, nulls: boolean): Record<string, any> {
  const result: Record<string, any> = {}
  for (const key of Object.keys(patch)) {
    const value = patch[key]
    if (isMap(value)) {
      const inner = onlyNulls(value, nulls)
      if (Object.keys(inner).length > 0 || (!nulls && Object.keys(value).length === 0)) put(result, key, inner)
    } else if ((value === null) === nulls) put(result, key, value)
  }
  return result
}

function laidOver(below: Record<string, any>, above: Record<string, any>): Record<string, any> {
  const result = { ...below }
  for (const key of Object.keys(above)) {
    const under = own(below, key)
    put(result, key, isMap(under) && isMap(above[key]) ? laidOver(under, above[key]) : above[key])
  }
  return result
}
