import { equal } from './equal.ts'
import { isMap, own, put } from './own.ts'
import type { Json, MergeField, MergeSchema } from './strategic-directives.ts'
import { DELETE_PRIMITIVES, lookUp, ORDER, PATCH, RETAIN_KEYS } from './strategic-directives.ts'
import { mergeMap } from './strategic-merge.ts'
import { identity } from './strategic-merge-list.ts'

/** Strategic merge patches computed from whole objects, as kubectl sends them. */

interface Sides {
  /** Fields that are new or different go into the patch. */
  changes: boolean
  /** Fields that are gone go into the patch as nulls and delete directives. */
  deletions: boolean
}

/**
 * What `kubectl apply` sends: what `modified` says otherwise than `current`, and the removal of what `original` (the last
 * applied configuration) had and `modified` lacks. `{}` when nothing is to be done.
 */
export function threeWayPatch(original: Json, modified: Json, current: Json, schema: MergeSchema): Json {
  const delta = diff(current, modified, schema, { changes: true, deletions: false })
  const gone = diff(original, modified, schema, { changes: false, deletions: true })
  return mergeMap(gone, delta, schema, 'combine')
}

/** The patch that turns `original` into `modified` (what `edit`, `label`, `set` send). */
export function twoWayPatch(original: Json, modified: Json, schema: MergeSchema): Json {
  return diff(original, modified, schema, { changes: true, deletions: true })
}

function diff(
  original: Json,
  modified: Json,
  schema: MergeSchema | undefined,
  sides: Sides,
  retain: boolean | undefined = false,
): Json {
  const patch: Json = {}
  for (const key of Object.keys(modified)) {
    const before = own(original, key)
    const after = own(modified, key)
    if (after === undefined) continue
    if (before === undefined) {
      if (sides.changes) put(patch, key, after)
    } else if (isMap(before) && isMap(after)) diffMap(patch, key, before, after, schema, sides)
    else if (Array.isArray(before) && Array.isArray(after)) diffList(patch, key, before, after, schema, sides)
    else if (sides.changes && !equal(before, after)) put(patch, key, after)
  }
  const gone = Object.keys(original).filter(key => own(original, key) !== undefined && own(modified, key) === undefined)
  if (sides.deletions) for (const key of gone) put(patch, key, null)
  if (retain && (Object.keys(patch).length > 0 || gone.length > 0)) {
    const keep = Object.keys(modified).filter(key => own(modified, key) !== null && own(modified, key) !== undefined)
    if (keep.length > 0) patch[RETAIN_KEYS] = keep.sort()
  }
  return patch
}

/** The field's merge rules; undefined when it is unknown but also unchanged, so that no patch is needed. */
function rules(schema: MergeSchema | undefined, key: string, before: unknown, after: unknown): MergeField | undefined {
  return schema?.field(key) ?? (equal(before, after) ? undefined : lookUp(schema, key))
}

function diffMap(patch: Json, key: string, before: Json, after: Json, schema: MergeSchema | undefined, sides: Sides) {
  const field = rules(schema, key, before, after)
  if (!field) return
  if (field.strategy === 'replace') {
    if (sides.changes) put(patch, key, after)
    return
  }
  const inner = diff(before, after, field.schema, sides, field.retainKeys)
  if (Object.keys(inner).length > 0) put(patch, key, inner)
}

function diffList(
  patch: Json,
  key: string,
  before: unknown[],
  after: unknown[],
  schema: MergeSchema | undefined,
  sides: Sides,
): void {
  const field = rules(schema, key, before, after)
  if (!field) return
  if (field.strategy !== 'merge') {
    if (sides.changes && !equal(before, after)) put(patch, key, after)
  } else if (before.length === 0) {
    if (after.length > 0 && sides.changes) put(patch, key, after)
  } else if (isMap(before[0])) diffMaps(patch, key, before as Json[], after as Json[], field, sides)
  else diffPlain(patch, key, before, after, sides)
}

function diffMaps(patch: Json, name: string, before: Json[], after: Json[], field: MergeField, sides: Sides): void {
  const key = field.key!
  // Items with one and the same key (ports 53/TCP and 53/UDP) are paired in their order.
  const old = new Map<string, Json[]>()
  for (const item of before) {
    const id = String(identity(item, key))
    old.set(id, [...(old.get(id) ?? []), item])
  }
  const changes: Json[] = []
  for (const item of after) {
    const was = old.get(String(identity(item, key)))?.shift()
    if (!was) {
      if (sides.changes) changes.push(item)
      continue
    }
    const inner = diff(was, item, field.schema, sides, field.retainKeys)
    if (Object.keys(inner).length > 0) changes.push({ ...inner, [key]: item[key] })
  }
  if (sides.deletions) {
    const gone = [...old.keys()].filter(id => old.get(id)!.length > 0).sort()
    for (const id of gone) for (const item of old.get(id)!) changes.push({ [PATCH]: 'delete', [key]: item[key] })
  }
  const moved = before.length !== after.length || after.some((item, i) => item[key] !== before[i]![key])
  if (changes.length > 0) put(patch, name, changes)
  if (changes.length > 0 || (sides.changes && moved)) {
    const order = after.map(item => ({ [key]: item[key] }))
    if (order.length > 0) patch[ORDER + name] = order
  }
}

function diffPlain(patch: Json, name: string, before: unknown[], after: unknown[], sides: Sides): void {
  const added = sides.changes ? after.filter(item => !before.includes(item)) : []
  const gone = sides.deletions ? [...new Set(before.filter(item => !after.includes(item)))] : []
  if (added.length > 0) put(patch, name, added)
  if (gone.length > 0) patch[DELETE_PRIMITIVES + name] = gone.sort()
  // Upstream has sorted the old list by now.
  const differs = sides.changes && !equal([...before].sort(), after)
  if ((gone.length > 0 || differs) && after.length > 0) patch[ORDER + name] = after
}
