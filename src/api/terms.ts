import type { KubeObject } from '../lib/objects.ts'
import { term } from '../lib/term.ts'
import type { Terms } from '../store/store.ts'
import type { KindRegistry } from './kind.ts'

/** What the store indexes for an object: its kind's own terms, and `owner=<uid>` for each owner. */
export function termsOf(registry: KindRegistry) {
  return (key: string, object: KubeObject): Terms => {
    const kind = registry.byResource(key.slice(0, key.indexOf('/')))
    const index = kind?.index?.(object) ?? []
    const owners = object.metadata.ownerReferences
    const tally = kind?.tally?.(object) ?? []
    if (!owners || owners.length === 0) return { index, tally }
    for (const { uid } of owners) index.push(term('owner', uid))
    return { index, tally }
  }
}

/** Whether it is plain that two states of an object have the same terms. */
export function sameTerms(registry: KindRegistry) {
  return (key: string, a: KubeObject, b: KubeObject): boolean =>
    a.metadata.ownerReferences === b.metadata.ownerReferences &&
    (registry.byResource(key.slice(0, key.indexOf('/')))?.sameTerms?.(a, b) ?? false)
}
