import { ApiError } from '../../api/errors.ts'
import type { Context, Controller } from '../../engine/controller.ts'
import { setCondition } from '../../lib/conditions.ts'
import type { Condition, Node, Pod } from '../../lib/objects.ts'
import type { Ms } from '../../lib/time.ts'
import { staySeconds } from '../../lib/tolerations.ts'

const NO_EXECUTE = 'NoExecute'
const EVENT = { from: 'taint-eviction-controller' }

const taints = (node: Node | undefined) => node?.spec.taints?.filter(taint => taint.effect === NO_EXECUTE) ?? []

/**
 * Takes pods off nodes with NoExecute taints that they do not tolerate, or tolerate for a time only
 * (pkg/controller/tainteviction). Its keys are names of nodes; a note by pod uid says when that pod has to go.
 */
export const taintEviction: Controller = {
  name: 'taint-eviction',
  user: 'node-controller',
  watches: [
    {
      resource: 'nodes',
      keys: ({ object, previous }) =>
        taints(object as Node).length + taints(previous as Node | undefined).length > 0 ? [object.metadata.name] : [],
    },
    {
      resource: 'pods',
      keys({ type, object, previous }, read) {
        const { nodeName } = (object as Pod).spec
        if (type === 'DELETED' || !nodeName || (previous as Pod | undefined)?.spec.nodeName === nodeName) return []
        return taints(read.get<Node>('nodes', undefined, nodeName)).length > 0 ? [nodeName] : []
      },
    },
  ],
  reconcile(name, ctx) {
    const bad = taints(ctx.read.get<Node>('nodes', undefined, name))
    let next = Number.POSITIVE_INFINITY
    for (const pod of ctx.read.find<Pod>('pods', `node=${name}`)) {
      if (pod.metadata.deletionTimestamp) continue
      const stay = bad.length === 0 ? Number.POSITIVE_INFINITY : staySeconds(pod.spec.tolerations, bad) * 1000
      const at = deadline(pod, stay, ctx)
      if (at <= ctx.now) evict(pod, ctx)
      else next = Math.min(next, at)
    }
    if (next !== Number.POSITIVE_INFINITY) return { requeueAfter: next - ctx.now }
  },
  waits: () => true,
}

/** When the pod has to go, counted from when that was first seen. */
function deadline(pod: Pod, stay: Ms, ctx: Context): Ms {
  const { uid, name, namespace } = pod.metadata
  const since = ctx.note<Ms>(uid!)
  if (stay === Number.POSITIVE_INFINITY) {
    if (since === undefined) return stay
    ctx.setNote(uid!, undefined)
    ctx.event(pod, 'Normal', 'TaintManagerEviction', `Cancelling deletion of Pod ${namespace}/${name}`, EVENT)
    return stay
  }
  if (since === undefined && stay > 0) ctx.setNote(uid!, ctx.now)
  return (since ?? ctx.now) + stay
}

function evict(pod: Pod, ctx: Context): void {
  const { uid, name, namespace } = pod.metadata
  ctx.setNote(uid!, undefined)
  ctx.event(pod, 'Normal', 'TaintManagerEviction', `Marking for deletion Pod ${namespace}/${name}`, EVENT)
  const why = { reason: 'DeletionByTaintManager', message: 'Taint manager: deleting due to NoExecute taint' }
  const old = pod.status.conditions as Condition[] | undefined
  const conditions = setCondition(old, { type: 'DisruptionTarget', status: 'True', ...why }, ctx.now)
  const status = { ...pod.status, conditions: conditions as Pod['status']['conditions'] }
  try {
    ctx.api.delete(ctx.api.updateStatus<Pod>({ ...pod, status }))
  } catch (error) {
    if (!(error instanceof ApiError) || error.reason !== 'NotFound') throw error
  }
}
