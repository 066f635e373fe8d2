import type { Context } from '../../engine/controller.ts'
import type { Node, Pod } from '../../lib/objects.ts'
import { controllerOf } from '../../lib/owner.ts'
import { type Ms, parseTime, rfc3339 } from '../../lib/time.ts'
import { othersOn, refusal, refusalAfterBoot, shortages } from './admission.ts'
import type { Memory } from './life.ts'
import { bootedAt, isStandIn } from './node.ts'
import { isCritical, type Refusal, victims } from './preemption.ts'
import { onGrid } from './stage.ts'
import { OWN } from './status.ts'

/** How many pods of one owner a node has refused in a row, and when it has told so of the last. */
interface Refusals {
  count: number
  busyUntil: Ms
}

/** A refusal takes that long; so many are told at that pace, about as fast as controllers make new pods. */
const EACH: Ms = 50
const BRISK = 200
/**
 * Beyond them a node takes its time for that owner, ever more of it. A controller whose pods are refused makes others for
 * ever; in this flood a cluster that nobody looks at for a month must not drown.
 */
const SLOWER: Ms = 500
const SLOWEST: Ms = 3_600_000
/** After so much quiet the row is over. */
const QUIET: Ms = 600_000
/** How often a critical pod looks whether those that make room for it have gone. */
const ROOM: Ms = 500

/**
 * What the kubelet asks of a pod before it takes it. `taken`: go on; else when to look again, if at all.
 */
export function admit(
  key: string,
  pod: Pod,
  node: Node,
  memory: Memory | undefined,
  ctx: Context,
): 'taken' | 'refused' | { requeueAfter: Ms } {
  if (isStandIn(node) || pod.metadata.deletionTimestamp) return 'taken'
  if (pod.status.startTime !== undefined) {
    const unfit = isLost(pod, bootedAt(ctx, node.metadata.name)) && refusalAfterBoot(pod, node)
    if (!unfit) return 'taken'
    refuse(pod, node, unfit, ctx)
    return 'refused'
  }
  const unfit = refusal(pod, node, ctx.read)
  if (!unfit) return isCritical(pod) && makesRoom(pod, node, ctx) ? { requeueAfter: ROOM } : 'taken'
  const at = memory?.refusal?.at ?? turn(key, pod, ctx)
  if (at > ctx.now) return { requeueAfter: at - ctx.now }
  refuse(pod, node, unfit, ctx)
  return 'refused'
}

/** Something of it ran when its node was switched off. (The status tells whole seconds.) */
const isLost = ({ status }: Pod, booted: Ms | undefined): boolean =>
  booted !== undefined &&
  (status.containerStatuses ?? []).some(({ state }) => {
    const startedAt = parseTime(state?.running?.startedAt)
    return startedAt !== undefined && startedAt + 999 < booted
  })

/** When the kubelet comes to tell of a refusal: of one owner's pods one after the other. */
function turn(key: string, pod: Pod, ctx: Context): Ms {
  const memory: Memory = { uid: pod.metadata.uid!, timers: {}, parts: {}, refusal: { at: onGrid(ctx.now + EACH) } }
  const owner = controllerOf(pod)
  if (owner) {
    const name = `refusals/${pod.spec.nodeName}`
    const rows = Object.entries(ctx.note<Record<string, Refusals>>(name) ?? {})
    const fresh = Object.fromEntries(rows.filter(([, row]) => ctx.now < row.busyUntil + QUIET))
    const { count, busyUntil } = fresh[owner.uid] ?? { count: 0, busyUntil: 0 }
    const delay = Math.min(SLOWEST, EACH + SLOWER * Math.max(0, count - BRISK))
    memory.refusal = { at: onGrid(Math.max(ctx.now, busyUntil) + delay) }
    ctx.setNote(name, { ...fresh, [owner.uid]: { count: count + 1, busyUntil: memory.refusal.at } })
    if (count >= BRISK) memory.idle = true
  }
  ctx.setNote(key, memory)
  return memory.refusal!.at
}

/** The pod has failed; of its status only what others wrote stays (pkg/kubelet, rejectPod). */
function refuse(pod: Pod, node: Node, { reason, message }: Refusal, ctx: Context): void {
  ctx.event(pod, 'Warning', reason, message, { from: 'kubelet', host: node.metadata.name })
  const { conditions, qosClass, startTime } = pod.status
  const others = conditions?.filter(({ type }) => !OWN.includes(type)) ?? []
  ctx.api.updateStatus<Pod>({
    ...pod,
    status: {
      ...(others.length > 0 && { conditions: others }),
      message: `Pod was rejected: ${message}`,
      observedGeneration: pod.metadata.generation ?? 1,
      phase: 'Failed',
      qosClass,
      reason,
      startTime: startTime ?? rfc3339(ctx.now),
    } as Pod['status'],
  })
}

/** Ends others for the sake of a critical pod (pkg/kubelet/preemption). False when it has room. */
function makesRoom(pod: Pod, node: Node, ctx: Context): boolean {
  const short = shortages(pod, node, ctx.read)
  if (short.length === 0) return false
  for (const victim of victims(pod, short, othersOn(node, pod, ctx.read))) {
    const key = `${victim.metadata.namespace}/${victim.metadata.name}`
    const memory = ctx.note<Memory>(key) ?? { uid: victim.metadata.uid!, timers: {}, parts: {} }
    if (memory.ended || victim.metadata.deletionTimestamp) continue
    const ended = { reason: 'Preempting', message: 'Preempted in order to admit critical pod' }
    ctx.event(victim, 'Warning', ended.reason, ended.message, { from: 'kubelet', host: node.metadata.name })
    ctx.setNote(key, { ...memory, ended })
    ctx.enqueue(key)
  }
  return true
}
