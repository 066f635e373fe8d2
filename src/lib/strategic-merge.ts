import { equal } from './equal.ts'
import { goPrint } from './go-print.ts'
import { has, isMap, own, put } from './own.ts'
import type { Json, MergeSchema, Mode } from './strategic-directives.ts'
import {
  DELETE_PRIMITIVES,
  lookUp,
  ORDER,
  PATCH,
  RETAIN_KEYS,
  StrategicMergeError,
  withoutDirectives,
} from './strategic-directives.ts'
import { mergeList } from './strategic-merge-list.ts'

/**
 * Strategic merge patch, modelled on k8s.io/apimachinery/pkg/util/strategicpatch: maps merge, lists with a merge key merge
 * by that key, other lists are replaced, and directives (`$patch`, `$retainKeys`, `$setElementOrder/x`,
 * `$deleteFromPrimitiveList/x`) say the rest. Nothing that is passed in is changed.
 */

export type { Json, MergeField, MergeSchema } from './strategic-directives.ts'
export { StrategicMergeError } from './strategic-directives.ts'

/** The object after the patch. Throws StrategicMergeError. */
export function strategicMerge(original: Json, patch: Json, schema: MergeSchema): Json {
  return mergeMap(original, patch, schema, 'apply')
}

export function mergeMap(original: Json, patch: Json, schema: MergeSchema | undefined, mode: Mode): Json {
  const directive = own(patch, PATCH)
  if (directive !== undefined) {
    if (directive === 'delete') return {}
    if (directive !== 'replace') {
      throw new StrategicMergeError(`unknown patch type: ${goPrint(directive)} in map: ${goPrint(patch)}`)
    }
    const { [PATCH]: _, ...replacement } = patch
    return replacement
  }
  const result = retainKeys({ ...original }, patch, mode)
  const done = mergeOrdered(result, patch, schema, mode)
  for (const key of Object.keys(patch)) {
    if (key !== RETAIN_KEYS && !done.has(key)) mergeField(result, key, own(patch, key), schema, mode)
  }
  return result
}

/** Keeps only the fields that `$retainKeys` names, or hands the directive on. */
function retainKeys(result: Json, patch: Json, mode: Mode): Json {
  const keep = own(patch, RETAIN_KEYS)
  if (keep === undefined) return result
  if (mode === 'combine') {
    result[RETAIN_KEYS] ??= keep
    return result
  }
  const invalid = new StrategicMergeError('invalid patch format of retainKeys', 'BadRequest')
  if (!Array.isArray(keep)) throw invalid
  for (const key of Object.keys(patch)) {
    const free = key === RETAIN_KEYS || key.startsWith(ORDER) || key.startsWith(DELETE_PRIMITIVES)
    if (!free && own(patch, key) !== null && !keep.includes(key)) throw invalid
  }
  for (const key of Object.keys(result)) if (!keep.includes(key)) delete result[key]
  return result
}

/** Merges the lists for which the patch gives an order; returns the keys of the patch that this settled. */
function mergeOrdered(result: Json, patch: Json, schema: MergeSchema | undefined, mode: Mode): Set<string> {
  const done = new Set<string>()
  for (const directive of Object.keys(patch)) {
    if (!directive.startsWith(ORDER)) continue
    done.add(directive)
    const order = list(own(patch, directive))
    if (mode === 'combine') {
      if (has(result, directive) && !equal(result[directive], order)) {
        throw new StrategicMergeError('invalid patch format of setElementOrder list', 'BadRequest')
      }
      result[directive] = order
    }
    const key = directive.slice(ORDER.length)
    const before = has(result, key) ? list(result[key]) : undefined
    const change = has(patch, key) ? list(own(patch, key)) : undefined
    if (!before && !change) continue
    const field = lookUp(schema, key)
    put(result, key, mergeList(before, change, field, mode, mergeMap, order))
    done.add(key)
  }
  return done
}

function list(value: unknown): unknown[] {
  if (Array.isArray(value)) return value
  const type = isMap(value) ? 'map[string]interface {}' : typeof value
  throw new StrategicMergeError(`expected a []interface {}, but received a ${type}`)
}

function mergeField(result: Json, name: string, value: any, schema: MergeSchema | undefined, mode: Mode): void {
  const deletion = name.startsWith(DELETE_PRIMITIVES)
  if (deletion && mode === 'combine') {
    put(result, name, value)
    return
  }
  const key = deletion ? name.slice(DELETE_PRIMITIVES.length) : name
  if (value === null) {
    delete result[key]
    if (mode === 'combine') put(result, key, null)
    return
  }
  const before = own(result, key)
  if (deletion) {
    if (Array.isArray(before) && Array.isArray(value))
      put(
        result,
        key,
        before.filter(item => !value.includes(item)),
      )
  } else if (isMap(before) && isMap(value)) {
    const field = lookUp(schema, key)
    put(result, key, field.strategy === 'replace' ? value : mergeMap(before, value, field.schema, mode))
  } else if (Array.isArray(before) && Array.isArray(value)) {
    const field = lookUp(schema, key)
    put(result, key, field.strategy === 'merge' ? mergeList(before, value, field, mode, mergeMap) : value)
  } else {
    const plain = withoutDirectives(value, mode)
    if (plain === undefined) delete result[key]
    else put(result, key, plain)
  }
}
