import { goPrint } from './go-print.ts'
import { isMap } from './own.ts'
import type { Json, MergeField, MergeSchema, Mode } from './strategic-directives.ts'
import { PATCH, StrategicMergeError, withoutDirectives } from './strategic-directives.ts'

/** How two maps merge; passed in because maps hold lists and lists hold maps. */
type MergeMap = (original: Json, patch: Json, schema: MergeSchema | undefined, mode: Mode) => Json

/** Lists under a strategic merge patch: merged by key (or as a set of plain values), then put in order. */

/** The value by which list items are told apart: the merge key's, or the item itself. */
export function identity(item: unknown, key: string | undefined): unknown {
  if (!key || !isMap(item)) return item
  if (!Object.hasOwn(item, key)) {
    throw new StrategicMergeError(`map: ${goPrint(item)} does not contain declared merge key: ${key}`)
  }
  return item[key]
}

/**
 * The list `before` with `change` merged in. `order` is `$setElementOrder`, else the change's own order counts; items that
 * only `before` has keep their place between neighbours as far as possible, new items come before them.
 */
export function mergeList(
  before: unknown[] | undefined,
  change: unknown[] | undefined,
  field: MergeField,
  mode: Mode,
  mergeMap: MergeMap,
  order?: unknown[],
): unknown[] {
  const { key } = field
  if (order && change) checkOrder(change, order, key)
  let merged: unknown[]
  let kept = before ?? []
  if (!change) merged = kept
  else if (!before) merged = withoutDirectives(change, mode) as unknown[]
  else if (order && field.strategy !== 'merge') merged = change
  else if (isMap(before[0] ?? change[0])) ({ merged, kept, change } = mergeMaps(before, change, field, mode, mergeMap))
  else merged = [...new Set([...before, ...change])]
  if (!order) return arrange(merged, change ?? [], kept, key)
  // Upstream deletes and appends inside the old list: new items stand where deleted ones left room.
  const places = [...kept, ...merged.slice(kept.length)].slice(0, before?.length ?? 0)
  return arrange(merged, order, places, key)
}

function mergeMaps(before: unknown[], change: unknown[], field: MergeField, mode: Mode, mergeMap: MergeMap) {
  const { key, schema } = field
  if (!key) throw new StrategicMergeError('cannot merge lists without merge key for struct')
  let kept = before
  const plain: Json[] = []
  let replace = false
  for (const item of change) {
    if (!isMap(item)) throw new StrategicMergeError('list element types are not identical')
    const directive = item[PATCH]
    if (directive === undefined) plain.push(item)
    else if (directive === 'delete') {
      const gone = identity(item, key)
      kept = kept.filter(other => !isMap(other) || other[key] !== gone)
    } else if (directive === 'replace') replace = true
    else throw new StrategicMergeError(`unknown patch type: ${goPrint(directive)} in map: ${goPrint(item)}`)
  }
  if (replace) return { merged: plain, kept: plain, change: [] as unknown[] }
  const merged = [...kept]
  for (const item of plain) {
    const id = identity(item, key)
    const at = merged.findIndex(other => isMap(other) && other[key] === id)
    if (at < 0) merged.push(item)
    else merged[at] = mergeMap(merged[at] as Json, item, schema, mode)
  }
  return { merged, kept, change: plain as unknown[] }
}

/** Items that `order` names in its order, the others in that of `before`, then the two woven by the order of `before`. */
function arrange(items: unknown[], order: unknown[], before: unknown[], key: string | undefined): unknown[] {
  const ordered = places(order, key)
  const earlier = places(before, key)
  const id = (item: unknown) => identity(item, key)
  const named = items.filter(item => ordered.has(id(item)))
  const others = items.filter(item => !ordered.has(id(item)))
  named.sort((a, b) => ordered.get(id(a))! - ordered.get(id(b))!)
  others.sort((a, b) => (earlier.get(id(a)) ?? 0) - (earlier.get(id(b)) ?? 0))
  const woven: unknown[] = []
  let next = 0
  for (const item of named) {
    const place = earlier.get(id(item))
    while (place !== undefined && next < others.length) {
      const other = earlier.get(id(others[next]))
      if (other === undefined || other >= place) break
      woven.push(others[next++])
    }
    woven.push(item)
  }
  return next === 0 ? [...woven, ...others] : [...woven, ...others.slice(next)]
}

function places(items: unknown[], key: string | undefined): Map<unknown, number> {
  const at = new Map<unknown, number>()
  items.forEach((item, i) => {
    const id = identity(item, key)
    if (!at.has(id)) at.set(id, i)
  })
  return at
}

/** What the patch adds must stand in the given order. */
function checkOrder(change: unknown[], order: unknown[], key: string | undefined): void {
  if (order.length === 0) return
  let place = 0
  for (const item of change) {
    if (isMap(item) && item[PATCH] !== undefined) continue
    while (place < order.length && identity(order[place], key) !== identity(item, key)) place++
    if (place++ < order.length) continue
    throw new StrategicMergeError(
      `The order in patch list:\n${goPrint(change)}\n doesn't match $setElementOrder list:\n${goPrint(order)}\n`,
    )
  }
}
