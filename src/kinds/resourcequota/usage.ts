/** What one object takes of a quota. Modelled on pkg/quota/v1/evaluator/core. */
import type { Container, KubeObject, PersistentVolumeClaim, Pod, Service } from '../../lib/objects.ts'
import { formatAmount, podLimits, podRequests } from '../../lib/pod-resources.ts'
import type { Ms } from '../../lib/time.ts'
import { isTerminal } from '../pod/readiness.ts'
import type { Quantities } from './quantities.ts'

/** Kinds that are counted by their own name too, not only by `count/...`. */
const BY_NAME = new Set([
  'configmaps',
  'persistentvolumeclaims',
  'replicationcontrollers',
  'resourcequotas',
  'secrets',
  'services',
])

const CLASS = '.storageclass.storage.k8s.io/'

/** By the names that a quota's `hard` may have. */
export function usage(resource: string, object: KubeObject, now: Ms): Quantities {
  const count: Quantities = { [`count/${resource}`]: '1' }
  if (BY_NAME.has(resource)) count[resource] = '1'
  switch (resource) {
    case 'pods':
      return { ...count, ...ofPod(object as Pod, now) }
    case 'services':
      return { ...count, ...ofService(object as Service) }
    case 'persistentvolumeclaims':
      return { ...count, ...ofClaim(object as PersistentVolumeClaim) }
    default:
      return count
  }
}

/** Resources that a quota may ask a container to name: then every one has to. */
const NAMED = ['cpu', 'memory', 'requests.cpu', 'requests.memory', 'limits.cpu', 'limits.memory']

/** Pods that have ended, or ought to be gone by now, take nothing. */
function ofPod(pod: Pod, now: Ms): Quantities {
  const { deletionTimestamp } = pod.metadata
  if (isTerminal(pod) || (deletionTimestamp && Date.parse(deletionTimestamp) <= now)) return {}
  const used: Quantities = { pods: '1' }
  for (const [name, amount] of podRequests(pod.spec)) {
    const text = formatAmount(name, amount)
    used[`requests.${name}`] = text
    if (!name.includes('/')) used[name] = text
  }
  for (const [name, amount] of podLimits(pod.spec)) used[`limits.${name}`] = formatAmount(name, amount)
  return used
}

function ofService({ spec }: Service): Quantities {
  const {
    type,
    ports = [],
    allocateLoadBalancerNodePorts,
  } = spec as Service['spec'] & {
    allocateLoadBalancerNodePorts?: boolean
  }
  const count = String(ports.length)
  if (type === 'NodePort') return { 'services.nodeports': count }
  if (type !== 'LoadBalancer') return {}
  return {
    'services.loadbalancers': '1',
    ...(allocateLoadBalancerNodePorts !== false && { 'services.nodeports': count }),
  }
}

function ofClaim({ spec }: PersistentVolumeClaim): Quantities {
  const storage = (spec.resources?.requests as Quantities | undefined)?.storage ?? '0'
  const used: Quantities = { 'requests.storage': storage }
  if (spec.storageClassName) {
    used[`${spec.storageClassName}${CLASS}requests.storage`] = storage
    used[`${spec.storageClassName}${CLASS}persistentvolumeclaims`] = '1'
  }
  return used
}

/** Why a pod may not be made under a quota of these resources: `must specify requests.cpu for: web`. */
export function unnamed({ spec }: Pod, hard: readonly string[]): string | undefined {
  const wanted = NAMED.filter(name => hard.includes(name))
  if (wanted.length === 0 || (spec as { resources?: unknown }).resources) return undefined
  const missing = new Map<string, string[]>()
  for (const container of [...spec.containers, ...(spec.initContainers ?? [])]) {
    for (const name of wanted) {
      if (names(container, name)) continue
      missing.set(name, [...(missing.get(name) ?? []), container.name])
    }
  }
  if (missing.size === 0) return undefined
  const texts = [...missing]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, list]) => `${name} for: ${list.sort().join(',')}`)
  return `must specify ${texts.join('; ')}`
}

function names({ resources }: Container, name: string): boolean {
  const limit = name.startsWith('limits.')
  const side = (limit ? resources?.limits : resources?.requests) as Quantities | undefined
  return side?.[name.replace(/^(requests|limits)\./, '')] !== undefined
}
