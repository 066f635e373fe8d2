import type { LabelSelector, Labels, Namespace, Pod } from '../../lib/objects.ts'
import { formatSelector, labelSelector, matches, type Requirement, type Selector } from '../../lib/selector.ts'
import type { Cycle, PodCount } from './cycle.ts'

/** Pods of some namespaces that have some labels. */
export interface Sort {
  /** Sorted; undefined: of every namespace. */
  namespaces: string[] | undefined
  selector: Selector
}

export function isOf(sort: Sort, pod: Pod): boolean {
  if (sort.namespaces && !sort.namespaces.includes(pod.metadata.namespace ?? '')) return false
  return matches(sort.selector, pod.metadata.labels)
}

/** Candidates for a selector: through the index when it asks for a label's value, else all of the namespace. */
function candidates({ namespaces, selector }: Sort, { read }: Cycle): Pod[] {
  if (selector.nothing) return []
  if (!namespaces) return read.list<Pod>('pods')
  const equals = selector.requirements.find(({ op }) => op === '=' || op === '==')
  return namespaces.flatMap(namespace =>
    equals
      ? read.find<Pod>('pods', `label=${namespace}/${equals.key}=${equals.values[0]}`)
      : read.list<Pod>('pods', namespace),
  )
}

/** How many settled pods that are of all these sorts each node has. */
export function countPods(cycle: Cycle, sorts: readonly Sort[]): PodCount {
  const key = sorts.map(({ namespaces, selector }) => `${namespaces ?? '*'}?${keyOf(selector)}`).join('&')
  return cycle.count(
    key,
    () => candidates(sorts[0]!, cycle),
    pod => sorts.every(sort => isOf(sort, pod)),
  )
}

const keyOf = (selector: Selector) => (selector.nothing ? '!' : formatSelector(selector))

/** A selector with the values that the pod itself has for some label keys (`matchLabelKeys`, `mismatchLabelKeys`). */
export function withLabelKeys(
  selector: LabelSelector | undefined,
  labels: Labels | undefined,
  match: string[] | undefined,
  mismatch: string[] | undefined,
): Selector {
  const all = labelSelector(selector)
  const extra = (keys: string[] | undefined, op: 'in' | 'notin'): Requirement[] =>
    (keys ?? []).filter(key => labels?.[key] !== undefined).map(key => ({ key, op, values: [labels![key]!] }))
  const added = [...extra(match, 'in'), ...extra(mismatch, 'notin')]
  return added.length > 0 ? { ...all, requirements: [...all.requirements, ...added] } : all
}

/** Namespaces that a pod (anti-)affinity term speaks of: those it names and those it selects, else the pod's own. */
export function termNamespaces(
  own: string,
  names: string[] | undefined,
  selector: LabelSelector | undefined,
  cycle: Cycle,
): string[] | undefined {
  if (!selector) return names?.length ? [...names].sort() : [own]
  const asked = labelSelector(selector)
  if (asked.requirements.length === 0) return undefined
  const selected = cycle.read
    .list<Namespace>('namespaces')
    .filter(({ metadata }) => matches(asked, metadata.labels))
    .map(({ metadata }) => metadata.name)
  return [...new Set([...(names ?? []), ...selected])].sort()
}
