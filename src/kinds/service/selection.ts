import type { Reader } from '../../api/kind.ts'
import { isTrue } from '../../lib/conditions.ts'
import { equal } from '../../lib/equal.ts'
import type { Labels, Pod, Service } from '../../lib/objects.ts'
import { matchesLabels } from '../../lib/selector.ts'
import type { Change } from '../../store/store.ts'

/**
 * Which Pods a Service selects and which Services select a Pod, through index terms on both sides: a Service is found by
 * one pair of its selector, a Pod by each of its labels.
 */

const firstPair = (selector: Labels): string => {
  let first: string | undefined
  for (const key in selector) if (first === undefined || key < first) first = key
  return `${first}=${selector[first!]}`
}

/** Index term of a Service with a selector, else undefined. */
export function selectorTerm(service: Service): string | undefined {
  const { selector, type } = service.spec
  if (!selector || type === 'ExternalName') return undefined
  return `selector=${service.metadata.namespace}/${firstPair(selector)}`
}

/** Pods of the Service's namespace that carry all pairs of its selector, in the order of their names. */
export function podsOf(service: Service, read: Reader): Pod[] {
  const { selector } = service.spec
  if (!selector) return []
  const found = read.find<Pod>('pods', `label=${service.metadata.namespace}/${firstPair(selector)}`)
  return Object.keys(selector).length === 1 ? found : found.filter(pod => matchesLabels(selector, pod.metadata.labels))
}

/** Adds the keys (`ns/name`) of the Services that select Pods with these labels. */
function addServices(namespace: string, labels: Labels | undefined, read: Reader, keys: Set<string>): void {
  for (const key in labels) {
    for (const service of read.find<Service>('services', `selector=${namespace}/${key}=${labels[key]}`)) {
      if (matchesLabels(service.spec.selector, labels)) keys.add(`${namespace}/${service.metadata.name}`)
    }
  }
}

const hasAddress = (pod: Pod | undefined) => pod?.status.podIP !== undefined

const isTerminal = (pod: Pod) => pod.status.phase === 'Succeeded' || pod.status.phase === 'Failed'

/** Whether the two states of a Pod make different endpoints in the Services that select both. */
function endpointChanged(before: Pod, after: Pod): boolean {
  return (
    before.status.podIP !== after.status.podIP ||
    before.metadata.deletionTimestamp !== after.metadata.deletionTimestamp ||
    isTrue(before.status.conditions, 'Ready') !== isTrue(after.status.conditions, 'Ready') ||
    isTerminal(before) !== isTerminal(after)
  )
}

const sameMembership = (before: Pod, after: Pod) =>
  before.spec.hostname === after.spec.hostname &&
  before.spec.subdomain === after.spec.subdomain &&
  (before.metadata.labels === after.metadata.labels || equal(before.metadata.labels, after.metadata.labels))

let lastChange: Change | undefined
let lastKeys: string[] = []

/**
 * Services whose endpoints a change of a Pod may touch. A Pod without an address is in none. The answer for the last
 * change is remembered, because two controllers ask.
 */
export function servicesTouchedBy(change: Change, read: Reader): string[] {
  if (change !== lastChange) {
    lastKeys = touched(change, read)
    lastChange = change
  }
  return lastKeys
}

function touched(change: Change, read: Reader): string[] {
  const pod = change.object as unknown as Pod
  const before = change.type === 'MODIFIED' ? (change.previous as unknown as Pod | undefined) : undefined
  if (!hasAddress(pod) && !hasAddress(before)) return []
  const moved = before !== undefined && !sameMembership(before, pod)
  if (before && !moved && !endpointChanged(before, pod)) return []
  const keys = new Set<string>()
  const namespace = pod.metadata.namespace!
  addServices(namespace, pod.metadata.labels, read, keys)
  if (moved) addServices(namespace, before!.metadata.labels, read, keys)
  return [...keys]
}
