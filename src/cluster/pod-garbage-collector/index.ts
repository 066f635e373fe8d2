import { ApiError } from '../../api/errors.ts'
import type { Context, Controller } from '../../engine/controller.ts'
import { isTrue, setCondition } from '../../lib/conditions.ts'
import type { Condition, Node, Pod } from '../../lib/objects.ts'
import type { Ms } from '../../lib/time.ts'

/** A node that has gone may come back for this long before its pods are given up. */
const QUARANTINE: Ms = 40_000

/** More pods than these that have ended are not kept (--terminated-pod-gc-threshold); that is looked at so often. */
const MOST_ENDED = 12_500
const PERIOD: Ms = 20_000
/** The key of that; the others are names of nodes. */
const ENDED = '/ended'

const isEnded = ({ status }: Pod): boolean => status.phase === 'Succeeded' || status.phase === 'Failed'

/** An administrator vouches that the machine is off: its pods cannot be running any more. */
const OUT_OF_SERVICE = 'node.kubernetes.io/out-of-service'

const isOutOfService = (node: Node | undefined): boolean =>
  node?.spec.taints?.some(({ key }) => key === OUT_OF_SERVICE) === true && !isTrue(node.status.conditions, 'Ready')

/**
 * Deletes pods whose node is no more, and those that are to go from a node that is out of service
 * (pkg/controller/podgc). Its keys are names of nodes; a note tells since when a node is missing.
 */
export const podGarbageCollector: Controller = {
  name: 'pod-garbage-collector',
  user: 'pod-garbage-collector',
  watches: [
    {
      resource: 'nodes',
      keys: ({ type, object }) => (type !== 'MODIFIED' || isOutOfService(object as Node) ? [object.metadata.name] : []),
    },
    {
      resource: 'pods',
      keys({ type, object, previous }, read) {
        const node = (object as Pod).spec.nodeName
        const before = previous as Pod | undefined
        if (type === 'MODIFIED' && isEnded(object as Pod) && !isEnded(before!)) {
          return read.tally('pods/ended') > MOST_ENDED ? [ENDED] : []
        }
        if (type === 'DELETED' || !node) return []
        const leaves = object.metadata.deletionTimestamp && !before?.metadata.deletionTimestamp
        if (before?.spec.nodeName === node && !leaves) return []
        const known = read.get<Node>('nodes', undefined, node)
        return !known || (leaves && isOutOfService(known)) ? [node] : []
      },
    },
  ],
  reconcile(node, ctx) {
    if (node === ENDED) return removeOldest(ctx)
    const known = ctx.read.get<Node>('nodes', undefined, node)
    if (known) {
      ctx.setNote(node, undefined)
      if (!isOutOfService(known)) return
      const leaving = ctx.read.find<Pod>('pods', `node=${node}`).filter(({ metadata }) => metadata.deletionTimestamp)
      for (const pod of leaving) giveUp(pod, ctx, 'PodGC: node is out-of-service')
      return
    }
    const pods = ctx.read.find<Pod>('pods', `node=${node}`)
    if (pods.length === 0) return
    const since = ctx.note<Ms>(node) ?? ctx.now
    if (since === ctx.now) ctx.setNote(node, since)
    if (ctx.now < since + QUARANTINE) return { requeueAfter: since + QUARANTINE - ctx.now }
    for (const pod of pods) giveUp(pod, ctx, 'PodGC: node no longer exists')
    ctx.setNote(node, undefined)
  },
}

/** Of too many pods that have ended the oldest go, evicted ones first. */
function removeOldest(ctx: Context): { requeueAfter: Ms } | undefined {
  const excess = ctx.read.tally('pods/ended') - MOST_ENDED
  if (excess <= 0) return undefined
  const early = ctx.now % PERIOD
  if (early > 0) return { requeueAfter: PERIOD - early }
  const rank = ({ metadata, status }: Pod) => `${status.reason === 'Evicted' ? 0 : 1}${metadata.creationTimestamp}`
  const ended = ctx.read.list<Pod>('pods').filter(pod => isEnded(pod) && !pod.metadata.deletionTimestamp)
  ended.sort((a, b) => (rank(a) < rank(b) ? -1 : 1))
  for (const pod of ended.slice(0, excess)) giveUp(pod, ctx, '')
  return undefined
}

function giveUp(pod: Pod, ctx: Context, message: string): void {
  try {
    ctx.api.delete(failed(pod, ctx, message), { gracePeriodSeconds: 0 })
  } catch (error) {
    if (!(error instanceof ApiError) || error.reason !== 'NotFound') throw error
  }
}

function failed(pod: Pod, ctx: Context, message: string): Pod {
  if (isEnded(pod)) return pod
  const why = { reason: 'DeletionByPodGC', message }
  const old = pod.status.conditions as Condition[] | undefined
  const conditions = setCondition(old, { type: 'DisruptionTarget', status: 'True', ...why }, ctx.now)
  const status = { ...pod.status, phase: 'Failed', conditions: conditions as Pod['status']['conditions'] }
  return ctx.api.updateStatus<Pod>({ ...pod, status: status as Pod['status'] })
}
