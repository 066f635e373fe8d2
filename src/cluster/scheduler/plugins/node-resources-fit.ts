import { podRequests } from '../../../lib/pod-resources.ts'
import type { Cycle } from '../cycle.ts'
import type { NodeInfo } from '../node-info.ts'
import { MAX_SCORE, type Plugin, type Refusal } from '../plugin.ts'
import type { PodInfo } from '../pod-info.ts'

/** Resources that each NodeInfo carries as a number. */
const COUNTED = new Set(['cpu', 'memory'])

/** Other resources (ephemeral-storage, hugepages, extended ones) are summed up only for pods that ask for them. */
function used(resource: string, node: NodeInfo, cycle: Cycle): number {
  let sum = 0
  for (const pod of cycle.podsOn(node)) sum += podRequests(pod.spec).get(resource)?.value ?? 0
  return sum
}

function refusal(info: PodInfo, node: NodeInfo, others: [string, number][], cycle: Cycle): Refusal | undefined {
  const { facts } = node
  const reasons: string[] = []
  let unresolvable = false
  if (node.pods + 1 > facts.pods) reasons.push('Too many pods')
  if (info.cpu > 0 && info.cpu > facts.cpu - node.cpu) {
    reasons.push('Insufficient cpu')
    unresolvable ||= info.cpu > facts.cpu
  }
  if (info.memory > 0 && info.memory > facts.memory - node.memory) {
    reasons.push('Insufficient memory')
    unresolvable ||= info.memory > facts.memory
  }
  for (const [resource, value] of others) {
    const all = facts.allocatable.get(resource)?.value ?? 0
    if (value <= all - used(resource, node, cycle)) continue
    reasons.push(`Insufficient ${resource}`)
    unresolvable ||= value > all
  }
  return reasons.length > 0 ? { reasons, unresolvable } : undefined
}

/** Percent of the resource that would be left, cut to a whole number. */
const left = (all: number, asked: number) =>
  all === 0 || asked > all ? 0 : Math.trunc(((all - asked) * MAX_SCORE) / all)

/** Room for the pod, and the more room is left the better (LeastAllocated). */
export const nodeResourcesFit: Plugin = {
  name: 'NodeResourcesFit',
  filter(info, cycle) {
    const others: [string, number][] = []
    for (const [resource, { value }] of info.requests) {
      if (value > 0 && !COUNTED.has(resource)) others.push([resource, value])
    }
    return node => {
      const { facts } = node
      const fits =
        node.pods < facts.pods &&
        (info.cpu === 0 || info.cpu <= facts.cpu - node.cpu) &&
        (info.memory === 0 || info.memory <= facts.memory - node.memory)
      return fits && others.length === 0 ? undefined : refusal(info, node, others, cycle)
    }
  },
  weight: 1,
  score: (info, nodes) =>
    nodes.map(({ facts, scoredCpu, scoredMemory }) => {
      const cpu = left(facts.cpu, scoredCpu + info.scoredCpu)
      const memory = left(facts.memory, scoredMemory + info.scoredMemory)
      return Math.trunc((cpu + memory) / 2)
    }),
}
