import type { Reader } from '../../api/kind.ts'
import { matchesNode } from '../../lib/node-affinity.ts'
import type { Node, Pod } from '../../lib/objects.ts'
import { type Amounts, podRequests } from '../../lib/pod-resources.ts'
import { tolerates } from '../../lib/tolerations.ts'
import { factsOf } from '../scheduler/node-info.ts'
import { hostPorts } from '../scheduler/pod-info.ts'
import { collide } from '../scheduler/plugins/node-ports.ts'
import { hopeless, isCritical, type Refusal, type Shortage } from './preemption.ts'
import { isTerminal } from './status.ts'

const OS_LABEL = 'kubernetes.io/os'

/**
 * Whether the kubelet takes a pod that it sees for the first time (pkg/kubelet/lifecycle, predicate.go). The scheduler has
 * asked the same already; a pod with nodeName has not gone past it.
 */
export function refusal(pod: Pod, node: Node, read: Reader): Refusal | undefined {
  const { spec, metadata } = pod
  const os = metadata.labels?.[OS_LABEL]
  if (os !== undefined && os !== (node.metadata.labels?.[OS_LABEL] ?? 'linux')) {
    const message = "Failed to admit pod as the `kubernetes.io/os` label doesn't match node label"
    return { reason: 'PodOSSelectorNodeLabelDoesNotMatch', message }
  }
  if (spec.os && spec.os.name !== 'linux') {
    return { reason: 'PodOSNotSupported', message: "Failed to admit pod as the OS field doesn't match node OS" }
  }
  const short = shortages(pod, node, read)
  const unfit = mismatch(pod, node) ?? (portIsTaken(pod, node, read) ? PORTS : undefined) ?? unwelcome(pod, node)
  if (short.length === 0) return unfit
  if (!isCritical(pod)) return shortageText(short[0]!)
  return unfit ?? hopeless(pod, short, othersOn(node, pod, read))
}

/** What is asked again of the pods that a node finds on itself after it was off: their room is theirs. */
export const refusalAfterBoot = (pod: Pod, node: Node): Refusal | undefined =>
  mismatch(pod, node) ?? unwelcome(pod, node)

const predicate = (name: string, text: string): Refusal => ({
  reason: name,
  message: `Predicate ${name} failed: ${text}`,
})

const PORTS = predicate('NodePorts', "node(s) didn't have free ports for the requested pod ports")

function mismatch({ spec }: Pod, { metadata }: Node): Refusal | undefined {
  if (matchesNode(spec, metadata.name, metadata.labels ?? {})) return undefined
  return predicate('NodeAffinity', "node(s) didn't match Pod's node affinity/selector")
}

/** Of the taints only NoExecute is the kubelet's concern, and not for static pods: they are of the node itself. */
function unwelcome(pod: Pod, { spec }: Node): Refusal | undefined {
  if (pod.metadata.annotations?.['kubernetes.io/config.mirror'] !== undefined) return undefined
  const bad = spec.taints?.some(taint => taint.effect === 'NoExecute' && !tolerates(pod.spec.tolerations, taint))
  return bad ? predicate('TaintToleration', "node(s) had taints that the pod didn't tolerate") : undefined
}

function portIsTaken(pod: Pod, node: Node, read: Reader): boolean {
  const wanted = hostPorts(pod)
  if (wanted.length === 0) return false
  return othersOn(node, pod, read).some(other =>
    hostPorts(other).some(taken => wanted.some(port => collide(port, taken))),
  )
}

/** The pods that this kubelet has taken already and that have not ended. */
export function othersOn(node: Node, { metadata }: Pod, read: Reader): Pod[] {
  return read
    .find<Pod>('pods', `node=${node.metadata.name}`)
    .filter(other => other.status.startTime !== undefined && other.metadata.uid !== metadata.uid && !isTerminal(other))
}

const shortageText = ({ resource, requested, used, capacity }: Shortage): Refusal => ({
  reason: `OutOf${resource}`,
  message: `Node didn't have enough resource: ${resource}, requested: ${requested}, used: ${used}, capacity: ${capacity}`,
})

/** Of a resource that the node does not know the kubelet says nothing: it may be one of the whole cluster. */
const isExtended = (resource: string) => resource.includes('/') && !resource.includes('kubernetes.io/')

/** Whether it asks for anything besides cpu and memory. */
const asksForMore = ({ containers, initContainers = [] }: Pod['spec']): boolean =>
  [...containers, ...initContainers].some(({ resources }) => {
    for (const name in resources?.requests) if (name !== 'cpu' && name !== 'memory') return true
    return false
  })

/**
 * What there is too little of, in the kubelet's order. The sums that the store keeps of a node count this pod too, and also
 * those that its kubelet has not seen yet: only when they are above what the node has, its pods are added up one by one.
 */
export function shortages(pod: Pod, node: Node, read: Reader): Shortage[] {
  const { tallies, allocatable, ...facts } = factsOf(node)
  const fits =
    read.tally(tallies.pods) <= facts.pods &&
    read.tally(tallies.cpu) <= facts.cpu &&
    read.tally(tallies.memory) <= facts.memory
  if (fits && !asksForMore(pod.spec)) return []

  const requests = podRequests(pod.spec)
  const wanted = (resource: string) => requests.get(resource)?.value ?? 0
  const others = [...requests.keys()].filter(
    resource =>
      resource !== 'cpu' &&
      resource !== 'memory' &&
      wanted(resource) > 0 &&
      (allocatable.has(resource) || !isExtended(resource)),
  )
  const there = othersOn(node, pod, read)
  const asked = there.map(other => podRequests(other.spec))
  const short: Shortage[] = []
  if (there.length + 1 > facts.pods) {
    short.push({ resource: 'pods', requested: 1, used: there.length, capacity: facts.pods })
  }
  others.sort((a, b) => Number(isExtended(a)) - Number(isExtended(b)) || (a < b ? -1 : 1))
  for (const resource of ['cpu', 'memory', ...others]) {
    const requested = wanted(resource)
    const used = asked.reduce((sum, each: Amounts) => sum + (each.get(resource)?.value ?? 0), 0)
    const capacity = allocatable.get(resource)?.value ?? 0
    if (requested > 0 && requested > capacity - used) short.push({ resource, requested, used, capacity })
  }
  return short
}
