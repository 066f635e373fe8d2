import type { Reader } from '../../../api/kind.ts'
import { isNearly } from '../../../lib/edit-distance.ts'
import type { Deployment, Labels, Namespace, Pod, Service } from '../../../lib/objects.ts'
import { formatLabels, matchesLabels } from '../../../lib/selector.ts'
import { cause, counted, type Finding, listed } from '../finding.ts'
import { inNamespace } from './explain.ts'

/** Pods of the Service's namespace that its selector matches. */
export const matching = (service: Service, read: Reader): Pod[] =>
  matchingIn(service.metadata.namespace!, service.spec.selector!, read)

function matchingIn(namespace: string, selector: Labels, read: Reader): Pod[] {
  const [key] = Object.keys(selector).sort()
  const found = read.find<Pod>('pods', `label=${namespace}/${key}=${selector[key!]}`)
  return found.filter(({ metadata }) => matchesLabels(selector, metadata.labels))
}

/** One pair of a selector that a Pod does not carry, and what it carries instead. */
export interface Miss {
  key: string
  value: string
  /** The same key with another value, or the same value under another key. */
  instead?: { key: string; value: string; nearly: boolean; moved?: true }
}

export interface Near {
  pod: Pod
  misses: Miss[]
}

/** How far a Pod is from a selector: pairs that something nearly like it stands for weigh less than those that are missing. */
const weight = ({ instead }: Miss) => (instead?.nearly ? 1 : instead ? 3 : 4)
const distance = (near: Near) => near.misses.reduce((sum, miss) => sum + weight(miss), 0)

/** Pods of the namespace that come nearest to the selector; none when not one pair is carried or nearly so. */
export function nearest(service: Service, read: Reader): Near[] {
  const selector = service.spec.selector!
  const pairs = Object.keys(selector).length
  const all = read.list<Pod>('pods', service.metadata.namespace).map(pod => ({ pod, misses: missesOf(selector, pod) }))
  const likely = all.filter(({ misses }) => misses.length < pairs || misses.some(({ instead }) => isSlip(instead)))
  const best = Math.min(...likely.map(distance))
  return likely.filter(near => distance(near) === best)
}

/** Mistyped, or the right value under another key. */
const isSlip = (instead: Miss['instead']) => instead !== undefined && (instead.nearly || instead.moved === true)

/** Exported for tests. */
export function missesOf(selector: Labels, { metadata: { labels = {} } }: Pod): Miss[] {
  return Object.keys(selector).flatMap((key): Miss[] => {
    const value = selector[key]!
    if (labels[key] === value) return []
    const instead = substitute(key, value, labels)
    return [instead ? { key, value, instead } : { key, value }]
  })
}

function substitute(key: string, value: string, labels: Labels): Miss['instead'] {
  const own = labels[key]
  if (own !== undefined) return { key, value: own, nearly: isNearly(own, value) }
  const names = Object.keys(labels)
  const mistyped = names.find(name => isNearly(name, key) && (labels[name] === value || isNearly(labels[name]!, value)))
  if (mistyped !== undefined) return { key: mistyped, value: labels[mistyped]!, nearly: true }
  const moved = names.find(name => labels[name] === value)
  return moved === undefined ? undefined : { key: moved, value, nearly: false, moved: true }
}

/** Why the selector matches nothing, and the label that nearly would. */
export function missFindings(service: Service, near: Near[], read: Reader): Finding[] {
  const sleeping = sleepers(service, read)
  if (sleeping.length > 0) return [...sleeping, ...elsewhere(service, read)]
  const found: Finding[] = []
  const groups = new Map<string, Near[]>()
  for (const each of near) {
    const key = JSON.stringify(each.misses)
    groups.set(key, [...(groups.get(key) ?? []), each])
  }
  for (const group of groups.values()) found.push(nearFinding(service, group))
  const others = elsewhere(service, read)
  return [...found, ...others, ...(found.length === 0 ? [inUse(service, others.length > 0, read)] : [])]
}

/** What the Pods of the namespace carry under the selector's keys. */
function inUse({ metadata, spec }: Service, isElsewhere: boolean, read: Reader): Finding {
  const { namespace } = metadata
  const pods = read.list<Pod>('pods', namespace)
  const none = `No Pod in namespace ${namespace} carries ${formatLabels(spec.selector)}`
  if (pods.length === 0) return cause(`${none}: there are no Pods at all.`)
  const values = Object.keys(spec.selector!).map(key => {
    const counts = new Map<string, number>()
    for (const pod of pods) {
      const value = pod.metadata.labels?.[key]
      if (value !== undefined) counts.set(value, (counts.get(value) ?? 0) + 1)
    }
    const pairs = [...counts].map(([value, count]) => `${key}=${value} (${counted(count, 'Pod')})`)
    return pairs.length > 0 ? listed(pairs) : `no label ${key}`
  })
  const attempt = isElsewhere ? undefined : `kubectl get pods --show-labels${inNamespace({ metadata })}`
  return cause(`${none}; there is ${values.join(', and ')}.`, attempt)
}

function nearFinding(service: Service, group: Near[]): Finding {
  const [{ misses }] = group as [Near]
  const names = listed(group.map(({ pod }) => pod.metadata.name))
  const has = group.length === 1 ? 'has' : 'have'
  const parts = misses.map(({ key, value, instead }) => {
    if (!instead) return `${has} no label ${key}, and the selector asks for ${key}=${value}`
    const what = `${instead.key}=${instead.value}`
    return instead.nearly ? `${has} ${what}, which is nearly ${key}=${value}` : `${has} ${what}, not ${key}=${value}`
  })
  const wanted = { ...service.spec.selector! }
  for (const { key, instead } of misses) {
    delete wanted[key]
    if (instead) wanted[instead.key] = instead.value
  }
  const isFixable = misses.every(({ instead }) => instead)
  const text = `${group.length === 1 ? 'Pod' : 'Pods'} ${names} ${parts.join(' and ')}.`
  if (!isFixable) return cause(text, `kubectl get pods --show-labels${inNamespace(service)}`)
  const pairs = Object.keys(wanted).map(key => `${key}=${wanted[key]}`)
  return cause(text, `kubectl set selector service/${service.metadata.name} ${pairs.join(',')}${inNamespace(service)}`)
}

/** The same labels in other namespaces: a Service selects in its own only. */
function elsewhere(service: Service, read: Reader): Finding[] {
  const { namespace, name } = service.metadata
  return read.list<Namespace>('namespaces').flatMap(({ metadata }) => {
    if (metadata.name === namespace) return []
    const pods = matchingIn(metadata.name, service.spec.selector!, read)
    if (pods.length === 0) return []
    return [
      cause(
        `${counted(pods.length, 'Pod')} in namespace ${metadata.name} ${pods.length === 1 ? 'carries' : 'carry'} these labels, but a Service selects only Pods of its own namespace, which is ${namespace}: make the Service there, and reach it as ${name}.${metadata.name}.`,
      ),
    ]
  })
}

const WORKLOADS = ['deployments.apps', 'statefulsets.apps', 'replicasets.apps'] as const

/** Workloads whose Pods would match, but that have none: scaled to zero, or not able to make them. */
function sleepers(service: Service, read: Reader): Finding[] {
  const { namespace } = service.metadata
  for (const resource of WORKLOADS) {
    const found = read
      .list<Deployment>(resource, namespace)
      .filter(
        ({ spec, metadata }) =>
          matchesLabels(service.spec.selector, spec.template.metadata?.labels) && !metadata.deletionTimestamp,
      )
    if (found.length > 0) return found.map(workload => sleeper(workload, service))
  }
  return []
}

function sleeper(workload: Deployment, service: Service): Finding {
  const { kind, metadata, spec, status } = workload
  const called = `${kind} ${metadata.name}`
  const target = `${kind.toLowerCase()}/${metadata.name}`
  const namespace = inNamespace(service)
  if (spec.replicas === 0) {
    return cause(
      `${called} makes Pods that would match, but is scaled to zero.`,
      `kubectl scale ${target} --replicas=1${namespace}`,
    )
  }
  const failure = status.conditions?.find(({ type, status: is }) => type === 'ReplicaFailure' && is === 'True')
  if (failure)
    return cause(
      `${called} makes Pods that would match, but cannot: ${failure.message}.`,
      `kubectl describe ${target}${namespace}`,
    )
  if (spec.paused) {
    return cause(
      `${called} would make Pods that match, but is paused, and what was changed is not rolled out.`,
      `kubectl rollout resume ${target}${namespace}`,
    )
  }
  return cause(
    `${called} makes Pods that will match, but has not made one yet.`,
    `kubectl describe ${target}${namespace}`,
  )
}
