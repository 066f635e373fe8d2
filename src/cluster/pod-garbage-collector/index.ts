import { ApiError } from '../../api/errors.ts'
import type { Context, Controller } from '../../engine/controller.ts'
import { setCondition } from '../../lib/conditions.ts'
import type { Condition, Pod } from '../../lib/objects.ts'
import type { Ms } from '../../lib/time.ts'

/** A node that has gone may come back for this long before its pods are given up. */
const QUARANTINE: Ms = 40_000

/** Deletes pods whose node is no more (pkg/controller/podgc). Its keys are names of nodes; a note tells since when. */
export const podGarbageCollector: Controller = {
  name: 'pod-garbage-collector',
  watches: [
    { resource: 'nodes', keys: ({ type, object }) => (type === 'MODIFIED' ? [] : [object.metadata.name]) },
    {
      resource: 'pods',
      keys({ type, object, previous }, read) {
        const node = (object as Pod).spec.nodeName
        if (type === 'DELETED' || !node || (previous as Pod | undefined)?.spec.nodeName === node) return []
        return read.get('nodes', undefined, node) ? [] : [node]
      },
    },
  ],
  reconcile(node, ctx) {
    if (ctx.read.get('nodes', undefined, node)) {
      ctx.setNote(node, undefined)
      return
    }
    const pods = ctx.read.find<Pod>('pods', `node=${node}`)
    if (pods.length === 0) return
    const since = ctx.note<Ms>(node) ?? ctx.now
    if (since === ctx.now) ctx.setNote(node, since)
    if (ctx.now < since + QUARANTINE) return { requeueAfter: since + QUARANTINE - ctx.now }
    for (const pod of pods) giveUp(pod, ctx)
    ctx.setNote(node, undefined)
  },
}

function giveUp(pod: Pod, ctx: Context): void {
  try {
    ctx.api.delete(failed(pod, ctx), { gracePeriodSeconds: 0 })
  } catch (error) {
    if (!(error instanceof ApiError) || error.reason !== 'NotFound') throw error
  }
}

function failed(pod: Pod, ctx: Context): Pod {
  if (pod.status.phase === 'Succeeded' || pod.status.phase === 'Failed') return pod
  const why = { reason: 'DeletionByPodGC', message: 'PodGC: node no longer exists' }
  const old = pod.status.conditions as Condition[] | undefined
  const conditions = setCondition(old, { type: 'DisruptionTarget', status: 'True', ...why }, ctx.now)
  const status = { ...pod.status, phase: 'Failed', conditions: conditions as Pod['status']['conditions'] }
  return ctx.api.updateStatus<Pod>({ ...pod, status: status as Pod['status'] })
}
