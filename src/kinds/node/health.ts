import type { Reader } from '../../api/kind.ts'
import { condition } from '../../lib/conditions.ts'
import type { Condition, Fault, Node } from '../../lib/objects.ts'
import { type Ms, parseTime } from '../../lib/time.ts'

/** A kubelet renews its lease this often. */
export const LEASE_PERIOD: Ms = 10_000
/** It posts its status so often when nothing has changed. */
export const STATUS_PERIOD: Ms = 300_000
/** So long after the last renewal a node counts as gone (node-monitor-grace-period). */
const GRACE: Ms = 50_000
/** A new node gets longer (node-startup-grace-period). */
const STARTUP_GRACE: Ms = 60_000
/** How often the node controller looks. */
const MONITOR: Ms = 5_000
/** A zone with so great a part of its nodes not ready is disrupted. */
const UNHEALTHY_ZONE = 0.55
/** Zones up to this size stop evictions when they are disrupted, larger ones slow down. */
const LARGE_ZONE = 50
/** Nodes of a zone are tainted NoExecute one after the other, so far apart. */
const PACE: Ms = 10_000
const SLOW_PACE: Ms = 100_000

export const FAULTS = 'faults.kubesim.io'
export const UNREACHABLE = 'node.kubernetes.io/unreachable'
export const NOT_READY = 'node.kubernetes.io/not-ready'
export const ZONE = 'topology.kubernetes.io/zone'

/**
 * When a kubelet was heard of last, at `until` or before, if it says something every so often. Nothing in the cluster is
 * periodic, so this is worked out.
 */
export function heardAt(node: Node, until: Ms, period: Ms): Ms {
  const since = parseTime(node.metadata.creationTimestamp) ?? until
  return since + Math.floor((until - since) / period) * period
}

/** When a node's kubelet stopped answering: it is switched off, or never said anything. */
export function stoppedAt(node: Node, read: Reader): Ms | undefined {
  if (readiness(node) === '') return parseTime(node.metadata.creationTimestamp)
  if (read.list(FAULTS).length === 0) return undefined
  return parseTime(read.find<Fault>(FAULTS, `node=${node.metadata.uid}`)[0]?.metadata.creationTimestamp)
}

/** When the node controller notices that a kubelet which stopped at `stopped` does not answer any more. */
export function noticedAt(node: Node, stopped: Ms): Ms {
  const since = parseTime(node.metadata.creationTimestamp) ?? stopped
  if (readiness(node) === '') return since + STARTUP_GRACE
  return since + Math.ceil((heardAt(node, stopped, LEASE_PERIOD) + GRACE - since) / MONITOR) * MONITOR
}

/** Status of condition Ready; empty: its kubelet has never said anything. */
export const readiness = (node: Node): string =>
  condition(node.status.conditions as Condition[] | undefined, 'Ready')?.status ?? ''

/** The taint that a node's readiness asks for. */
export const taintFor = (node: Node): string | undefined =>
  ({ False: NOT_READY, Unknown: UNREACHABLE })[readiness(node)]

/** Region and zone, as nodes are grouped. */
export const zoneOf = ({ metadata: { labels = {} } }: Node): string =>
  `${labels['topology.kubernetes.io/region'] ?? ''}:${labels[ZONE] ?? ''}`

export interface ZonePlan {
  /** Ms between two nodes that are tainted; Infinity: none is now. */
  pace: Map<string, Ms>
  /** All zones are down: something else must be wrong, nobody is driven away. */
  allDown: boolean
}

/** How fast pods are driven off the nodes of each zone (pkg/controller/nodelifecycle, handleDisruption). */
export function zonePlan(nodes: readonly Node[]): ZonePlan {
  const zones = new Map<string, { ready: number; not: number }>()
  for (const node of nodes) {
    const zone = zoneOf(node)
    const counts = zones.get(zone) ?? { ready: 0, not: 0 }
    counts[readiness(node) === 'True' ? 'ready' : 'not']++
    zones.set(zone, counts)
  }
  const pace = new Map<string, Ms>()
  let allDown = nodes.length > 0
  for (const [zone, { ready, not }] of zones) {
    if (ready > 0) allDown = false
    const partial = ready > 0 && not > 2 && not / (ready + not) >= UNHEALTHY_ZONE
    pace.set(zone, !partial ? PACE : ready + not > LARGE_ZONE ? SLOW_PACE : Number.POSITIVE_INFINITY)
  }
  return { pace, allDown }
}
