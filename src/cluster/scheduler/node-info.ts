import type { Reader } from '../../api/kind.ts'
import type { Labels, Node } from '../../lib/objects.ts'
import { type Amounts, amounts } from '../../lib/pod-resources.ts'
import type { PodInfo } from './pod-info.ts'

/** What a node says about itself. cpu in thousandths, memory in bytes. */
interface Facts {
  name: string
  labels: Labels
  taints: NonNullable<Node['spec']['taints']>
  unschedulable: boolean
  cpu: number
  memory: number
  pods: number
  allocatable: Amounts
  tallies: { pods: string; cpu: string; memory: string; scoredCpu: string; scoredMemory: string }
}

/** Objects are immutable, so what was worked out about one stays true. */
const known = new WeakMap<Node, Facts>()

export function factsOf(node: Node): Facts {
  const old = known.get(node)
  if (old) return old
  const { name } = node.metadata
  const allocatable = amounts(node.status.allocatable ?? node.status.capacity)
  const amount = (resource: string) => allocatable.get(resource)?.value ?? 0
  const facts: Facts = {
    name,
    labels: node.metadata.labels ?? {},
    taints: node.spec.taints ?? [],
    unschedulable: node.spec.unschedulable ?? false,
    cpu: amount('cpu'),
    memory: amount('memory'),
    pods: amount('pods'),
    allocatable,
    tallies: {
      pods: `node/${name}/pods`,
      cpu: `node/${name}/cpu`,
      memory: `node/${name}/memory`,
      scoredCpu: `node/${name}/scored-cpu`,
      scoredMemory: `node/${name}/scored-memory`,
    },
  }
  known.set(node, facts)
  return facts
}

/** A node during one run of the scheduler: its facts and what the pods on it have asked for so far. */
export class NodeInfo {
  /** Place among the nodes of the cycle. */
  readonly index: number
  readonly facts: Facts
  pods: number
  cpu: number
  memory: number
  /** As above, as nodes are scored. */
  scoredCpu: number
  scoredMemory: number

  constructor(node: Node, index: number, read: Reader) {
    this.index = index
    this.facts = factsOf(node)
    const { tallies } = this.facts
    this.pods = read.tally(tallies.pods)
    this.cpu = read.tally(tallies.cpu)
    this.memory = read.tally(tallies.memory)
    this.scoredCpu = read.tally(tallies.scoredCpu)
    this.scoredMemory = read.tally(tallies.scoredMemory)
  }

  get name(): string {
    return this.facts.name
  }

  add(pod: PodInfo): void {
    this.pods++
    this.cpu += pod.cpu
    this.memory += pod.memory
    this.scoredCpu += pod.scoredCpu
    this.scoredMemory += pod.scoredMemory
  }
}
