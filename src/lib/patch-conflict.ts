import { equal } from './equal.ts'
import { isMap, own } from './own.ts'
import type { Json, MergeField, MergeSchema } from './strategic-directives.ts'
import { PATCH, RETAIN_KEYS } from './strategic-directives.ts'

/** Whether two strategic merge patches say different things about the same field. */
export function patchesConflict(left: Json, right: Json, schema: MergeSchema | undefined): boolean {
  const directive = own(left, PATCH)
  if (directive !== own(right, PATCH)) return true
  return Object.keys(left).some(key => {
    if (key === PATCH || key === RETAIN_KEYS) return false
    const other = own(right, key)
    return other !== undefined && valuesConflict(own(left, key), other, schema?.field(key))
  })
}

function valuesConflict(left: unknown, right: unknown, field: MergeField | undefined): boolean {
  if (isMap(left) && isMap(right)) return field?.strategy !== 'replace' && patchesConflict(left, right, field?.schema)
  if (!Array.isArray(left) || !Array.isArray(right)) return !equal(left, right)
  if (field?.strategy !== 'merge') return !equal(left, right)
  const { key, schema } = field
  // Sets of plain values take in both.
  if (!key) return false
  return left.some(item => {
    const same = right.find(other => other[key] === item[key])
    return same !== undefined && patchesConflict(item, same, schema)
  })
}
