import type { Call, Reply } from '../../api/call.ts'
import { badRequest } from '../../api/errors.ts'
import type { Connection } from '../../api/kind.ts'
import type { Node } from '../../lib/objects.ts'
import { MAX_NODES, node as model, nodeAddress, nodeName } from '../seed/nodes.ts'

/** What a machine that joins is like. */
export interface JoinRequest {
  /** Default: the next name. */
  name?: string
  zone?: string
  /** Over the default cpu, memory, pods, ... */
  resources?: Record<string, string>
  labels?: Record<string, string>
  taints?: Node['spec']['taints']
}

/**
 * Verb `create`, resource `nodes`, subresource `join`: a new machine registers itself and is ready when its network is.
 * Answers the Node. Throws BadRequest, and what creating a Node throws.
 */
export function join(call: Call, { read, now, handle, rng }: Connection): Reply {
  const asked = call.body as JoinRequest
  const nodes = read.list<Node>('nodes')
  const index = freeIndex(nodes, asked.name)
  const name = asked.name ?? nodeName(index)
  const zones = [asked.zone ?? zoneFor(nodes)]
  const made = model(index, { nodes: MAX_NODES, zones, seed: rng('node', name).int(1 << 30), now })
  made.metadata.name = name
  made.metadata.labels = { ...made.metadata.labels, 'kubernetes.io/hostname': name, ...asked.labels }
  if (asked.taints?.length) made.spec.taints = asked.taints
  const resources = { ...(made.status.capacity as Record<string, string>), ...asked.resources }
  made.status = {
    ...made.status,
    capacity: resources,
    allocatable: resources,
    addresses: [
      { type: 'InternalIP', address: nodeAddress(index) },
      { type: 'Hostname', address: name },
    ],
    conditions: made.status.conditions!.map(old =>
      old.type === 'Ready'
        ? {
            ...old,
            status: 'False',
            reason: 'KubeletNotReady',
            message:
              'container runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady message:Network plugin returns error: cni plugin not initialized',
          }
        : old,
    ),
  }
  const { body } = handle({ verb: 'create', resource: 'nodes', body: made })
  return handle({
    verb: 'update',
    resource: 'nodes',
    name,
    subresource: 'status',
    body: { ...body, status: made.status },
  })
}

/** The place of the new machine: its pod range and address are nobody's. */
function freeIndex(nodes: readonly Node[], name: string | undefined): number {
  const ranges = new Set(nodes.map(({ spec }) => spec.podCIDR))
  const addresses = new Set(nodes.flatMap(({ status }) => (status.addresses ?? []).map(({ address }) => address)))
  const names = new Set(nodes.map(({ metadata }) => metadata.name))
  for (let i = 1; i < MAX_NODES; i++) {
    const free = !ranges.has(`10.244.${i}.0/24`) && !addresses.has(nodeAddress(i))
    if (free && (name !== undefined || !names.has(nodeName(i)))) return i
  }
  throw badRequest(`all ${MAX_NODES} places for nodes are taken`)
}

/** The zone with the fewest nodes, the first by name of several. */
function zoneFor(nodes: readonly Node[]): string {
  const counts = new Map<string, number>()
  for (const { metadata } of nodes) {
    const zone = metadata.labels?.['topology.kubernetes.io/zone']
    if (zone !== undefined) counts.set(zone, (counts.get(zone) ?? 0) + 1)
  }
  const [first] = [...counts].sort(([a, n], [b, m]) => n - m || (a < b ? -1 : 1))
  return first?.[0] ?? 'a'
}
