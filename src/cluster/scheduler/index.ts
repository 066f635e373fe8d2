import { ApiError } from '../../api/errors.ts'
import type { Context, Controller } from '../../engine/controller.ts'
import { condition, setCondition } from '../../lib/conditions.ts'
import type { Condition, Pod } from '../../lib/objects.ts'
import { Cycle } from './cycle.ts'
import { eventText, failureText } from './failure.ts'
import type { NodeInfo } from './node-info.ts'
import type { PodInfo } from './pod-info.ts'
import { schedule } from './schedule.ts'
import { nodeChangeMatters, podChangeMatters, SCHEDULER_NAME, waitingPods } from './waiting.ts'

/**
 * The one key: the queue of all waiting pods. Pods that appear in one instant are placed in one run, which reads the
 * nodes once.
 */
const QUEUE = ['pods']

export const scheduler: Controller = {
  name: 'scheduler',
  watches: [
    { resource: 'pods', keys: change => (podChangeMatters(change) ? QUEUE : []) },
    { resource: 'nodes', keys: change => (nodeChangeMatters(change) ? QUEUE : []) },
  ],
  reconcile(_, ctx) {
    const pods = waitingPods(ctx.read)
    if (pods.length === 0) return
    const cycle = new Cycle(ctx.read)
    for (const pod of pods) {
      const info = cycle.info(pod)
      const answer = (info.memo.get('hopeless') as string | undefined) ?? place(info, cycle, ctx)
      if (answer === undefined) continue
      info.memo.set('hopeless', answer)
      reject(pod, answer, ctx)
    }
  },
}

/** Finds and binds; or says why no node takes the pod. */
function place(info: PodInfo, cycle: Cycle, ctx: Context): string | undefined {
  const { pod } = info
  const found = schedule(info, cycle)
  if ('refuse' in found || 'refusals' in found) {
    return failureText(cycle.nodes.length, found, pod.spec.preemptionPolicy)
  }
  if (bind(pod, found, ctx)) cycle.place(info, found, { ...pod, spec: { ...pod.spec, nodeName: found.name } })
  return undefined
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
function reject(pod: Pod, message: string, ctx: Context): void {
  const old = condition(pod.status.conditions as Condition[], 'PodScheduled')
  if (old?.status === 'False' && old.message === message) return
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
    status: { ...pod.status, conditions: conditions as Pod['status']['conditions'] },
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
