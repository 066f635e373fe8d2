import type { Comparison } from './compare.ts'
import type { Element } from './element.ts'
import { isSame, type Manager, type Ownership } from './entries.ts'
import type { FieldSet } from './set.ts'

/** Fields of an object that an entry may never own: they belong to the server. */
const UNOWNED = [
  ['f:apiVersion'],
  ['f:kind'],
  ['f:metadata', 'f:name'],
  ['f:metadata', 'f:namespace'],
  ['f:metadata', 'f:creationTimestamp'],
  ['f:metadata', 'f:selfLink'],
  ['f:metadata', 'f:uid'],
  ['f:metadata', 'f:generation'],
  ['f:metadata', 'f:managedFields'],
  ['f:metadata', 'f:resourceVersion'],
]

/** What writers of a subresource (or of the main resource, '') cannot set. */
const RESET: Record<string, string[][]> = {
  '': [['f:status']],
  status: [['f:spec'], ['f:metadata']],
}

/** Whether the server alone sets a field of the object ('') or of its metadata, or those who write the main resource cannot. */
export function isUnowned(parent: string, element: Element, hasStatus: boolean): boolean {
  if (parent === '' && element === 'f:status') return hasStatus
  return UNOWNED.some(path => element === path.at(-1) && parent === (path.length > 1 ? path[0] : ''))
}

/** Without what the writer has no say in. */
export function ownable(set: FieldSet, subresource: string, hasStatus: boolean): FieldSet {
  const reset = hasStatus ? (RESET[subresource] ?? []) : []
  let result = set
  for (const path of [...UNOWNED, ...reset]) result = result.without(path)
  // The metadata themselves belong to nobody.
  return result.withoutMember('f:metadata')
}

/**
 * Who owns what after an update (structured-merge-diff merge.Updater.Update): the writer gets what changed, the others lose it,
 * and nobody owns what is gone.
 */
export function updated(owners: readonly Ownership[], changes: Comparison, writer: Manager, limit: Limit): Ownership[] {
  const changed = changes.modified.union(changes.added)
  const won = limit(changed)
  const lost = changes.removed.union(changed)
  const result = owners.map(owner => (isSame(owner, writer) ? owner : { ...owner, set: owner.set.minus(lost) }))
  const own = result.find(owner => isSame(owner, writer))
  if (!own) return won.isEmpty ? result : [...result, { ...writer, set: won }]
  const set = own.set.minus(changes.removed).union(won)
  const mine = { ...own, set, time: won.isEmpty ? own.time : writer.time }
  return result.map(owner => (owner === own ? mine : owner))
}

/** See `ownable`. */
export type Limit = (set: FieldSet) => FieldSet

export interface Dispute {
  owner: Ownership
  set: FieldSet
}

/** Fields that others own and an applier is about to change, but for those it may take. */
export function disputes(
  owners: readonly Ownership[],
  { modified, added }: Comparison,
  applier: Manager,
  allowed: FieldSet,
): Dispute[] {
  const changed = modified.union(added).minus(allowed)
  return owners
    .filter(owner => !isSame(owner, applier))
    .map(owner => ({ owner, set: owner.set.intersection(changed) }))
    .filter(({ set }) => !set.isEmpty)
}
