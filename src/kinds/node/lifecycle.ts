import type { Context, Controller } from '../../engine/controller.ts'
import { condition, setCondition } from '../../lib/conditions.ts'
import type { Condition, Fault, Node, Pod } from '../../lib/objects.ts'
import { type Ms, rfc3339 } from '../../lib/time.ts'
import {
  FAULTS,
  NOT_READY,
  noticedAt,
  readiness,
  stoppedAt,
  taintFor,
  UNREACHABLE,
  zoneOf,
  zonePlan,
} from './health.ts'

const UNSCHEDULABLE = 'node.kubernetes.io/unschedulable'
const FROM = { from: 'node-controller' }
/** The key that looks at all nodes together: who is tainted NoExecute, and when. */
const ZONES = '/zones'

type Taint = NonNullable<Node['spec']['taints']>[number]

/**
 * Tells of nodes that come and go, notices those that fall silent, and taints nodes so that they say what is wrong with
 * them (k8s.io/kubernetes pkg/controller/nodelifecycle). The uid of each node it knows is a note by the node's name.
 */
export const nodeLifecycle: Controller = {
  name: 'node-lifecycle',
  user: 'node-controller',
  watches: [
    {
      resource: 'nodes',
      keys({ type, object, previous }) {
        const node = object as Node
        const changed = type !== 'MODIFIED' || readiness(node) !== readiness(previous as Node)
        if (!changed && !disagrees(node)) return []
        // Where all is well and nothing was amiss there is nothing to do for zones.
        const amiss = taintFor(node) !== undefined || (previous && taintFor(previous as Node) !== undefined)
        return amiss ? [node.metadata.name, ZONES] : [node.metadata.name]
      },
    },
    {
      resource: FAULTS,
      keys: ({ object }) => ((object as Fault).spec.node ? [(object as Fault).spec.node!.name] : []),
    },
  ],
  reconcile: (key, ctx) => (key === ZONES ? driveAway(ctx) : look(key, ctx)),
  waits: () => true,
}

function look(name: string, ctx: Context): { requeueAfter: Ms } | undefined {
  const node = ctx.read.get<Node>('nodes', undefined, name)
  introduce(name, node, ctx)
  if (!node) return undefined
  const stopped = stoppedAt(node, ctx.read)
  if (stopped !== undefined && readiness(node) !== 'Unknown') {
    const due = noticedAt(node, stopped)
    if (ctx.now >= due) giveUp(node, ctx)
    else if (!disagrees(node)) return { requeueAfter: due - ctx.now }
    else {
      taint(node, ctx)
      return { requeueAfter: due - ctx.now }
    }
    return undefined
  }
  if (readiness(node) === 'False') unready(name, ctx)
  if (disagrees(node)) taint(node, ctx)
  return undefined
}

/** RegisteredNode, RemovingNode. */
function introduce(name: string, node: Node | undefined, { note, setNote, event }: Context): void {
  const known = note<string>(name)
  if (known === node?.metadata.uid) return
  setNote(name, node?.metadata.uid)
  const about = node ?? { apiVersion: 'v1', kind: 'Node', metadata: { name, uid: known } }
  const [reason, what] = node
    ? ['RegisteredNode', `Registered Node ${name} in Controller`]
    : ['RemovingNode', `Removing Node ${name} from Controller`]
  event(about, 'Normal', reason!, `Node ${name} event: ${what}`, FROM)
}

/** Nothing is known of the node any more, and its pods count as not ready. */
function giveUp(node: Node, ctx: Context): void {
  const { name } = node.metadata
  const time = rfc3339(ctx.now)
  const never = readiness(node) === ''
  const why = never
    ? { reason: 'NodeStatusNeverUpdated', message: 'Kubelet never posted node status.' }
    : { reason: 'NodeStatusUnknown', message: 'Kubelet stopped posting node status.' }
  const types = ['MemoryPressure', 'DiskPressure', 'PIDPressure', 'Ready']
  const olds = never ? types.map(type => ({ type, status: '' })) : node.status.conditions!
  const conditions = olds.map(old => ({ ...old, status: 'Unknown', ...why, lastTransitionTime: time }))
  ctx.event(node, 'Normal', 'NodeNotReady', `Node ${name} status is now: NodeNotReady`, FROM)
  const silent = ctx.api.updateStatus<Node>({ ...node, status: { ...node.status, conditions } })
  unready(name, ctx)
  if (disagrees(silent)) taint(silent, ctx)
}

/** Pods of a node that is not ready are not either (pkg/controller/util/node, MarkPodsNotReady). */
function unready(node: string, ctx: Context): void {
  for (const pod of ctx.read.find<Pod>('pods', `node=${node}`)) {
    const old = pod.status.conditions as Condition[] | undefined
    const ready = condition(old, 'Ready')
    if (ready?.status !== 'True') continue
    const conditions = setCondition(old, { ...ready, status: 'False', lastTransitionTime: rfc3339(ctx.now) }, ctx.now)
    const status = { ...pod.status, conditions: conditions as Pod['status']['conditions'] }
    ctx.api.updateStatus<Pod>({ ...pod, status })
    ctx.event(pod, 'Warning', 'NodeNotReady', 'Node is not ready', FROM)
  }
}

/** Taints with effect NoSchedule that are the node controller's. */
function wanted(node: Node): string[] {
  const keys = node.spec.unschedulable ? [UNSCHEDULABLE] : []
  const own = taintFor(node)
  return own === undefined ? keys : [...keys, own]
}

const OWN = [UNSCHEDULABLE, NOT_READY, UNREACHABLE]
const isOwn = ({ key, effect }: Taint) => OWN.includes(key) && effect === 'NoSchedule'

function disagrees(node: Node): boolean {
  const there = (node.spec.taints ?? []).filter(isOwn).map(({ key }) => key)
  const keys = wanted(node)
  return there.length !== keys.length || there.some(key => !keys.includes(key))
}

function taint(node: Node, ctx: Context): void {
  const old = node.spec.taints ?? []
  const keys = wanted(node)
  const kept = old.filter(each => !isOwn(each) || keys.includes(each.key))
  const timeAdded = rfc3339(ctx.now)
  const added = keys
    .filter(key => !kept.some(each => isOwn(each) && each.key === key))
    .map(key => ({ key, effect: 'NoSchedule', timeAdded }))
  write(node, [...kept, ...added], ctx)
}

function write(node: Node, taints: Taint[], ctx: Context): Node {
  return ctx.api.update<Node>({ ...node, spec: { ...node.spec, taints: taints.length > 0 ? taints : undefined } })
}

const isDriving = ({ key, effect }: Taint) => effect === 'NoExecute' && (key === NOT_READY || key === UNREACHABLE)

/** NoExecute taints: off nodes that are ready again, on to the others, one after the other in each zone. */
function driveAway(ctx: Context): { requeueAfter: Ms } | undefined {
  const nodes = ctx.read.list<Node>('nodes')
  const { pace, allDown } = zonePlan(nodes)
  let next = Number.POSITIVE_INFINITY
  for (const node of nodes) {
    const old = node.spec.taints ?? []
    const key = allDown ? undefined : taintFor(node)
    const kept = old.filter(each => !isDriving(each) || each.key === key)
    if (key === undefined || kept.some(isDriving)) {
      if (kept.length !== old.length) write(node, kept, ctx)
      continue
    }
    const zone = zoneOf(node)
    const last = ctx.note<Ms>(`zone${zone}`)
    const due = last === undefined ? ctx.now : last + pace.get(zone)!
    // A node that was driven already only changes the name of its trouble.
    if (ctx.now >= due || kept.length !== old.length) {
      ctx.setNote(`zone${zone}`, ctx.now)
      write(node, [...kept, { key, effect: 'NoExecute', timeAdded: rfc3339(ctx.now) }], ctx)
    } else next = Math.min(next, due)
  }
  return next === Number.POSITIVE_INFINITY ? undefined : { requeueAfter: next - ctx.now }
}
