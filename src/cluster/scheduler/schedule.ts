import type { Cycle } from './cycle.ts'
import type { Failure } from './failure.ts'
import type { NodeInfo } from './node-info.ts'
import type { Filter, Refusal } from './plugin.ts'
import { plugins } from './plugins/index.ts'
import { once, type PodInfo } from './pod-info.ts'

const FIRST_LIVE = plugins.findIndex(plugin => !plugin.constant)
const constant = plugins.slice(0, FIRST_LIVE)
const live = plugins.slice(FIRST_LIVE)

/** What the constant plugins say, once for all alike pods of a cycle. */
interface Candidates {
  nodes: NodeInfo[]
  refusals: Map<NodeInfo, Refusal>
}

function collect(list: typeof plugins, info: PodInfo, cycle: Cycle): Filter[] {
  const filters: Filter[] = []
  for (const plugin of list) {
    const filter = plugin.filter?.(info, cycle)
    if (filter) filters.push(filter)
  }
  return filters
}

function sift(nodes: readonly NodeInfo[], filters: Filter[], refusals: Map<NodeInfo, Refusal>): NodeInfo[] {
  if (filters.length === 0) return nodes as NodeInfo[]
  const passed: NodeInfo[] = []
  for (const node of nodes) {
    let refusal: Refusal | undefined
    for (let i = 0; i < filters.length && !refusal; i++) refusal = filters[i]!(node)
    if (refusal) refusals.set(node, refusal)
    else passed.push(node)
  }
  return passed
}

function candidates(info: PodInfo, cycle: Cycle): Candidates | { refuse: string } {
  let nodes: readonly NodeInfo[] = cycle.nodes
  const refusals = new Map<NodeInfo, Refusal>()
  for (const plugin of plugins) {
    const said = plugin.preFilter?.(info, cycle)
    if (!said) continue
    if ('refuse' in said) return said
    nodes = sift(nodes, [node => (said.only.has(node.name) ? undefined : said.otherwise)], refusals)
  }
  return { nodes: sift(nodes, collect(constant, info, cycle), refusals), refusals }
}

/** The node for a pod, or why there is none. */
export function schedule(info: PodInfo, cycle: Cycle): NodeInfo | Failure {
  const known = once(info, 'candidates', () => candidates(info, cycle))
  if ('refuse' in known) return known
  const refusals = new Map(known.refusals)
  const nodes = sift(known.nodes, collect(live, info, cycle), refusals)
  if (nodes.length === 0) return { refusals }
  // Where others have made room for it already.
  const nominated = nodes.find(({ name }) => name === info.pod.status.nominatedNodeName)
  if (nominated) return nominated
  return nodes.length === 1 ? nodes[0]! : best(info, nodes, cycle)
}

/** Why one node does not take a pod; undefined when it does. */
export function refusalOf(info: PodInfo, node: NodeInfo, cycle: Cycle): Refusal | undefined {
  const known = once(info, 'candidates', () => candidates(info, cycle))
  if ('refuse' in known) return { reasons: [known.refuse], unresolvable: true }
  const refusal = known.refusals.get(node)
  if (refusal) return refusal
  for (const filter of once(info, 'live filters', () => collect(live, info, cycle))) {
    const refusal = filter(node)
    if (refusal) return refusal
  }
  return undefined
}

/** The sum of all plugins' scores by their weights, one for each node. */
export function scores(info: PodInfo, nodes: readonly NodeInfo[], cycle: Cycle): number[] {
  const totals = new Array<number>(nodes.length).fill(0)
  for (const plugin of plugins) {
    const given = plugin.score?.(info, nodes, cycle)
    if (given) for (let i = 0; i < totals.length; i++) totals[i]! += plugin.weight! * given[i]!
  }
  return totals
}

/** Of equally good nodes the first by name: upstream draws lots, here the same pods come to the same nodes. */
function best(info: PodInfo, nodes: readonly NodeInfo[], cycle: Cycle): NodeInfo {
  const totals = scores(info, nodes, cycle)
  let winner = 0
  for (let i = 1; i < totals.length; i++) if (totals[i]! > totals[winner]!) winner = i
  return nodes[winner]!
}
