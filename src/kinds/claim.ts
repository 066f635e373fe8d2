/** Who manages whom, by label selector. Modelled on pkg/controller/controller_ref_manager.go. */
import type { Reader } from '../api/kind.ts'
import type { Api } from '../engine/controller.ts'
import type { KubeObject, LabelSelector } from '../lib/objects.ts'
import { term } from '../lib/term.ts'
import { controllerOf, controllerReference, withOwner, withoutOwner } from '../lib/owner.ts'
import { labelSelector, matches, type Selector } from '../lib/selector.ts'
import type { Change } from '../store/store.ts'

/** An object that manages others. */
type Manager = KubeObject & { spec: { selector?: LabelSelector } }

/**
 * What a manager manages of a resource: owned objects that its selector (still) matches and, unless the manager is being
 * deleted, matching ones that nobody manages: those are adopted. Owned ones that do not match are released. Objects that
 * are not `active` are neither adopted nor released; `adopted` adds what the manager wants on its own. The resource must be
 * indexed by orphanTerms.
 */
export function claim<T extends KubeObject>(
  resource: string,
  manager: Manager,
  { read, api }: { read: Reader; api: Api },
  active: (object: T) => boolean = () => true,
  adopted: (object: T) => T = object => object,
): T[] {
  const uid = manager.metadata.uid!
  const selector = labelSelector(manager.spec.selector)
  const deleting = manager.metadata.deletionTimestamp !== undefined
  const claimed: T[] = []
  for (const object of read.find<T>(resource, term('owner', uid))) {
    if (controllerOf(object)?.uid !== uid) continue
    if (matches(selector, object.metadata.labels)) claimed.push(object)
    else if (!deleting && active(object)) api.update(withoutOwner(object, uid))
  }
  if (deleting) return claimed
  for (const object of orphans<T>(resource, manager, selector, read)) {
    if (object.metadata.deletionTimestamp || !active(object)) continue
    claimed.push(api.update(adopted(withOwner(object, controllerReference(manager)))))
  }
  return claimed
}

/** Matching objects of the manager's namespace that nobody manages. */
function orphans<T extends KubeObject>(resource: string, manager: Manager, selector: Selector, read: Reader): T[] {
  const { namespace } = manager.metadata
  const pair = firstPair(manager.spec.selector)
  if (pair === undefined) {
    const all = read.list<T>(resource, namespace)
    return all.filter(object => !controllerOf(object) && matches(selector, object.metadata.labels))
  }
  const found = read.find<T>(resource, `orphan=${namespace}/${pair}`)
  return found.length === 0 ? found : found.filter(object => matches(selector, object.metadata.labels))
}

/** Index terms of an object that may be adopted: one for every label while nobody manages it. */
export function orphanTerms(object: KubeObject): string[] {
  const { labels, namespace } = object.metadata
  const terms: string[] = []
  if (!controllerOf(object)) for (const key in labels) terms.push(`orphan=${namespace}/${key}=${labels[key]}`)
  return terms
}

/** The index term that claimantKeys finds a manager by. */
export const selectorTerm = ({ metadata, spec }: Manager): string =>
  `selector=${metadata.namespace}/${firstPair(spec.selector) ?? ''}`

/** `key=value` of one label that the selector requires; undefined when it has only expressions. */
function firstPair(selector: LabelSelector | undefined): string | undefined {
  const labels = selector?.matchLabels
  for (const key in labels) return `${key}=${labels[key]}`
  return undefined
}

/**
 * Queue keys of the managers (`resource` and `kind` name theirs) that a changed object may concern: the one that manages
 * it, the one that did, and, when nobody manages it, all whose selector matches. Managers must be indexed by selectorTerm.
 */
export function claimantKeys(
  { type, object, previous }: Change,
  resource: string,
  kind: string,
  read: Reader,
): string[] {
  const { namespace } = object.metadata
  const owner = controllerOf(object)
  const before = previous && controllerOf(previous)
  const keys: string[] = []
  if (owner?.kind === kind) keys.push(`${namespace}/${owner.name}`)
  if (before?.kind === kind && before.uid !== owner?.uid) keys.push(`${namespace}/${before.name}`)
  if (!owner && type !== 'DELETED') {
    for (const manager of possibleManagers(object, resource, read)) {
      if (!matches(labelSelector(manager.spec.selector), object.metadata.labels)) continue
      keys.push(`${namespace}/${manager.metadata.name}`)
    }
  }
  return keys
}

function possibleManagers({ metadata }: KubeObject, resource: string, read: Reader): Manager[] {
  const { labels, namespace } = metadata
  const managers = [...read.find<Manager>(resource, `selector=${namespace}/`)]
  for (const key in labels)
    managers.push(...read.find<Manager>(resource, `selector=${namespace}/${key}=${labels[key]}`))
  return managers
}
