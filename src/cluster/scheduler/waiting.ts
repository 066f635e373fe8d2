import type { Reader } from '../../api/kind.ts'
import type { Node, Pod } from '../../lib/objects.ts'
import type { Change } from '../../store/store.ts'

export const SCHEDULER_NAME = 'default-scheduler'

/** Whether a pod wants a node from this scheduler. */
function waits({ metadata, spec, status }: Pod): boolean {
  return (
    !spec.nodeName &&
    status.phase === 'Pending' &&
    !metadata.deletionTimestamp &&
    (spec.schedulerName ?? SCHEDULER_NAME) === SCHEDULER_NAME &&
    !spec.schedulingGates?.length
  )
}

/** Pods that wait for a node: the highest priority first, then the oldest. */
export function waitingPods(read: Reader): Pod[] {
  const pods = read.find<Pod>('pods', 'node=').filter(waits)
  if (pods.length < 2) return pods
  const order = pods.map(pod => ({
    pod,
    priority: pod.spec.priority ?? 0,
    created: pod.metadata.creationTimestamp ?? '',
    revision: Number(pod.metadata.resourceVersion),
  }))
  order.sort(
    (a, b) =>
      b.priority - a.priority || (a.created < b.created ? -1 : a.created > b.created ? 1 : a.revision - b.revision),
  )
  return order.map(({ pod }) => pod)
}

const takesRoom = ({ spec, status }: Pod) =>
  spec.nodeName !== undefined && status.phase !== 'Succeeded' && status.phase !== 'Failed'

/**
 * Whether a change of a pod gives the scheduler something to do: a pod wants a node, or room or company has come about
 * for one that waits. (What the scheduler itself writes on waiting pods does not.)
 */
export function podChangeMatters({ type, object, previous }: Change): boolean {
  const pod = object as Pod
  const before = previous as Pod | undefined
  if (type === 'DELETED') return takesRoom(pod)
  if (!pod.spec.nodeName) return waits(pod) && before?.metadata.generation !== pod.metadata.generation
  if (!before?.spec.nodeName) return true
  return takesRoom(before) && !takesRoom(pod)
}

export function nodeChangeMatters({ type, object, previous }: Change): boolean {
  if (type !== 'MODIFIED' || !previous) return type === 'ADDED'
  const [node, before] = [object as Node, previous as Node]
  return (
    JSON.stringify([node.metadata.labels, node.spec, node.status.allocatable]) !==
    JSON.stringify([before.metadata.labels, before.spec, before.status.allocatable])
  )
}

/** A claim that pods may wait for has come, or has got its volume. */
export function claimChangeMatters({ type, object, previous }: Change): boolean {
  if (type !== 'MODIFIED') return type === 'ADDED'
  return object['status']?.phase !== previous?.['status']?.phase
}
