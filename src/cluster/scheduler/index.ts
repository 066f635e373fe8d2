import { ApiError } from '../../api/errors.ts'
import type { Context, Controller } from '../../engine/controller.ts'
import { condition, setCondition } from '../../lib/conditions.ts'
import type { Condition, Pod } from '../../lib/objects.ts'
import { Cycle } from './cycle.ts'
import { eventText, failureText } from './failure.ts'
import type { NodeInfo } from './node-info.ts'
import { ineligible, preempt, waitsForVictims } from './preemption.ts'
import type { PodInfo } from './pod-info.ts'
import { plugins } from './plugins/index.ts'
import { schedule } from './schedule.ts'
import { claimChangeMatters, nodeChangeMatters, podChangeMatters, SCHEDULER_NAME, waitingPods } from './waiting.ts'

/**
 * The one key: the queue of all waiting pods. Pods that appear in one instant are placed in one run, which reads the
 * nodes once.
 */
const QUEUE = ['pods']

export const scheduler: Controller = {
  name: 'scheduler',
  user: 'system:kube-scheduler',
  watches: [
    { resource: 'pods', keys: change => (podChangeMatters(change) ? QUEUE : []) },
    { resource: 'nodes', keys: change => (nodeChangeMatters(change) ? QUEUE : []) },
    { resource: 'persistentvolumeclaims', keys: change => (claimChangeMatters(change) ? QUEUE : []) },
    { resource: 'persistentvolumes', keys: ({ type }) => (type === 'ADDED' ? QUEUE : []) },
    { resource: 'storageclasses.storage.k8s.io', keys: ({ type }) => (type === 'ADDED' ? QUEUE : []) },
  ],
  reconcile(_, ctx) {
    const pods = waitingPods(ctx.read)
    if (pods.length === 0) return
    const cycle = new Cycle(ctx.read)
    for (const pod of pods) {
      const info = cycle.info(pod)
      const known = info.memo.get('hopeless') as string | undefined
      const answer = known === undefined ? place(info, cycle, ctx) : { text: known }
      if (answer === undefined) continue
      if (answer.nominated === undefined) info.memo.set('hopeless', answer.text)
      if (answer.text !== undefined) reject(pod, answer.text, answer.nominated, ctx)
      const nominated = cycle.node(answer.nominated ?? pod.status.nominatedNodeName ?? '')
      if (nominated) cycle.reserve(info, nominated, { ...pod, spec: { ...pod.spec, nodeName: nominated.name } })
    }
  },
}

/** Why a pod waits, and the node on which others make room for it. */
interface Answer {
  /** Absent: that is known already. */
  text?: string
  nominated?: string
}

/** Finds and binds; or says why no node takes the pod, after others have been sent away if that helps. */
function place(info: PodInfo, cycle: Cycle, ctx: Context): Answer | undefined {
  const { pod } = info
  const found = schedule(info, cycle)
  if ('refuse' in found) return { text: failureText(cycle.nodes.length, found, undefined) }
  if ('refusals' in found) {
    if (waitsForVictims(pod, cycle)) return { nominated: pod.status.nominatedNodeName }
    const because = ineligible(pod)
    const cure = because === undefined ? preempt(info, found.refusals, cycle) : { hindrances: because }
    if ('hindrances' in cure) return { text: failureText(cycle.nodes.length, found, cure.hindrances) }
    for (const victim of cure.pods) sendAway(victim, pod, cure.node, ctx)
    return { text: failureText(cycle.nodes.length, found, undefined), nominated: cure.node }
  }
  const ready = plugins.every(plugin => plugin.preBind?.(info, found, ctx) ?? true)
  // Also one that is not bound yet has its place on the node.
  if (!ready || bind(pod, found, ctx)) cycle.place(info, found, { ...pod, spec: { ...pod.spec, nodeName: found.name } })
  return undefined
}

/** Deletes a pod in favour of another. */
function sendAway(victim: Pod, pod: Pod, node: string, ctx: Context): void {
  if (victim.metadata.deletionTimestamp) return
  const message = `${SCHEDULER_NAME}: preempting to accommodate a higher priority pod`
  const target = { type: 'DisruptionTarget', status: 'True', reason: 'PreemptionByScheduler', message }
  const now = { ...target, observedGeneration: victim.metadata.generation }
  const conditions = setCondition(victim.status.conditions as Condition[] | undefined, now, ctx.now)
  try {
    const status = { ...victim.status, conditions: conditions as Pod['status']['conditions'] }
    ctx.api.delete(ctx.api.updateStatus<Pod>({ ...victim, status }))
  } catch (error) {
    if (error instanceof ApiError) return
    throw error
  }
  record(victim, 'Normal', 'Preempted', `Preempted by pod ${pod.metadata.uid} on node ${node}`, 'Preempting', ctx)
}

/** False when the pod has gone or been bound by somebody else in the meantime. */
function bind(pod: Pod, node: NodeInfo, ctx: Context): boolean {
  const { name, namespace, uid } = pod.metadata
  try {
    ctx.api.handle({
      verb: 'create',
      resource: 'pods',
      subresource: 'binding',
      namespace,
      name,
      body: {
        apiVersion: 'v1',
        kind: 'Binding',
        metadata: { name, namespace, uid },
        target: { kind: 'Node', name: node.name },
      },
    })
  } catch (error) {
    if (error instanceof ApiError) return false
    throw error
  }
  record(pod, 'Normal', 'Scheduled', `Successfully assigned ${namespace}/${name} to ${node.name}`, 'Binding', ctx)
  return true
}

/** Tells why the pod waits, unless it says so already. */
function reject(pod: Pod, message: string, nominated: string | undefined, ctx: Context): void {
  const old = condition(pod.status.conditions as Condition[], 'PodScheduled')
  if (old?.status === 'False' && old.message === message && nominated === undefined) return
  const { generation } = pod.metadata
  const conditions = setCondition(
    pod.status.conditions as Condition[] | undefined,
    {
      type: 'PodScheduled',
      status: 'False',
      reason: 'Unschedulable',
      message,
      lastProbeTime: null,
      observedGeneration: generation,
    },
    ctx.now,
  )
  ctx.api.updateStatus<Pod>({
    ...pod,
    status: {
      ...pod.status,
      conditions: conditions as Pod['status']['conditions'],
      ...(nominated !== undefined && { nominatedNodeName: nominated }),
    },
  })
  record(pod, 'Warning', 'FailedScheduling', eventText(message), 'Scheduling', ctx)
}

function record(
  pod: Pod,
  type: 'Normal' | 'Warning',
  reason: string,
  message: string,
  action: string,
  ctx: Context,
): void {
  ctx.event(pod, type, reason, message, { from: SCHEDULER_NAME, action })
}
