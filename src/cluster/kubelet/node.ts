import type { Context } from '../../engine/controller.ts'
import { condition, isTrue } from '../../lib/conditions.ts'
import type { Condition, Node, Pod } from '../../lib/objects.ts'
import { type Ms, parseTime, rfc3339 } from '../../lib/time.ts'
import { offSince } from '../faults/faults.ts'

/** A node that joins gets its network after this time. */
const JOINING: Ms = 10_000

type NodeCondition = Condition & { lastHeartbeatTime?: string }

const STAND_IN = 'kwok.x-k8s.io/node'

/** Its kubelet is a stand-in: containers run and do nothing. */
export const isStandIn = ({ metadata }: Node): boolean => metadata.annotations?.[STAND_IN] === 'fake'

export const isReady = (node: Node): boolean => isTrue(node.status.conditions, 'Ready')

/** Notes about the machines: `off/<node>`: it is switched off; `booted/<node>`: when it was switched on again. */
export const bootedAt = (ctx: Context, node: string): Ms | undefined => ctx.note<Ms>(`booted/${node}`)
export const isOff = (ctx: Context, node: Node): boolean => offSince(ctx.read, node) !== undefined

/** The kubelet of one node as far as the node itself goes: it comes up and tells so (pkg/kubelet/nodestatus). */
export function reconcileNode(name: string, ctx: Context): { requeueAfter: Ms } | undefined {
  const node = ctx.read.get<Node>('nodes', undefined, name)
  if (!node) {
    for (const note of ['off', 'booted', 'images', 'addresses', 'refusals']) {
      if (ctx.note(`${note}/${name}`) !== undefined) ctx.setNote(`${note}/${name}`, undefined)
    }
    return undefined
  }
  if (isOff(ctx, node)) {
    if (!ctx.note(`off/${name}`)) ctx.setNote(`off/${name}`, true)
    return undefined
  }
  if (ctx.note(`off/${name}`)) {
    ctx.setNote(`off/${name}`, undefined)
    ctx.setNote(`booted/${name}`, ctx.now)
    tell(node, ctx, 'Starting', 'Starting kubelet.')
    post(node, ctx)
    for (const { metadata } of ctx.read.find<Pod>('pods', `node=${name}`)) {
      ctx.enqueue(`${metadata.namespace}/${metadata.name}`)
    }
    return undefined
  }
  if (condition(node.status.conditions, 'Ready')?.reason !== 'KubeletNotReady') return undefined
  const ready = (parseTime(node.metadata.creationTimestamp) ?? 0) + JOINING
  if (ctx.now < ready) return { requeueAfter: ready - ctx.now }
  post(node, ctx)
  return undefined
}

function tell(node: Node, ctx: Context, reason: string, message: string): void {
  ctx.event(node, 'Normal', reason, message, { from: 'kubelet', host: node.metadata.name })
}

const HEALTHY: [type: string, status: string, reason: string, message: string][] = [
  ['MemoryPressure', 'False', 'KubeletHasSufficientMemory', 'kubelet has sufficient memory available'],
  ['DiskPressure', 'False', 'KubeletHasNoDiskPressure', 'kubelet has no disk pressure'],
  ['PIDPressure', 'False', 'KubeletHasSufficientPID', 'kubelet has sufficient PID available'],
  ['Ready', 'True', 'KubeletReady', 'kubelet is posting ready status'],
]

const TOLD: Record<string, string> = {
  MemoryPressure: 'NodeHasSufficientMemory',
  DiskPressure: 'NodeHasNoDiskPressure',
  PIDPressure: 'NodeHasSufficientPID',
  Ready: 'NodeReady',
}

/** Posts that all is well, and tells what has become so. */
function post(node: Node, ctx: Context): void {
  const old = (node.status.conditions ?? []) as NodeCondition[]
  const time = rfc3339(ctx.now)
  const conditions: NodeCondition[] = old.filter(({ type }) => !HEALTHY.some(each => each[0] === type))
  for (const [type, status, reason, message] of HEALTHY) {
    const before = condition(old, type)
    const changed = before?.status !== status
    const lastTransitionTime = changed ? time : before.lastTransitionTime
    conditions.push({ type, status, reason, message, lastHeartbeatTime: time, lastTransitionTime })
    if (changed) tell(node, ctx, TOLD[type]!, `Node ${node.metadata.name} status is now: ${TOLD[type]}`)
  }
  ctx.api.updateStatus<Node>({
    ...node,
    status: { ...node.status, conditions: conditions as Node['status']['conditions'] },
  })
}
