import type { Reader } from '../../api/kind.ts'
import type { Node, Pod } from '../../lib/objects.ts'
import { term } from '../../lib/term.ts'
import { NodeInfo } from './node-info.ts'
import { type PodInfo, podInfo, signature } from './pod-info.ts'

/** How many pods of some sort each node has, kept up to date while pods are placed. */
export interface PodCount {
  /** By NodeInfo.index. */
  readonly on: Int32Array
  readonly counts: (pod: Pod) => boolean
}

/** Takes resources of its node and is not on its way out. */
export function isSettled({ metadata, status }: Pod): boolean {
  return !metadata.deletionTimestamp && status.phase !== 'Succeeded' && status.phase !== 'Failed'
}

/** The cluster as one run of the scheduler sees it: read once, then changed by the pods that the run places. */
export class Cycle {
  readonly read: Reader
  readonly nodes: NodeInfo[]
  /** Pods for which room is being made: it counts as taken. */
  readonly reservations: { info: PodInfo; node: NodeInfo; pod: Pod }[] = []
  private readonly byName = new Map<string, NodeInfo>()
  private readonly podCounts = new Map<string, PodCount>()
  private readonly podsByNode = new Map<string, Pod[]>()
  private readonly sorts = new Map<string, PodInfo>()
  /** Most runs place one pod, which need not be told from others. */
  private first: PodInfo | undefined
  private readonly memory = new Map<string, unknown>()

  constructor(read: Reader) {
    this.read = read
    this.nodes = read.list<Node>('nodes').map((node, i) => new NodeInfo(node, i, read))
    for (const node of this.nodes) this.byName.set(node.name, node)
  }

  node(name: string): NodeInfo | undefined {
    return this.byName.get(name)
  }

  info(pod: Pod): PodInfo {
    if (!this.first) {
      this.first = podInfo(pod)
      return this.first
    }
    if (this.first.pod === pod) return this.first
    if (this.sorts.size === 0) this.sorts.set(signature(this.first.pod), this.first)
    const sort = signature(pod)
    const alike = this.sorts.get(sort)
    if (alike) return { ...alike, pod }
    const info = podInfo(pod)
    this.sorts.set(sort, info)
    return info
  }

  /** Worked out once in the cycle. */
  once<T>(key: string, work: () => T): T {
    if (!this.memory.has(key)) this.memory.set(key, work())
    return this.memory.get(key) as T
  }

  /** Pods that take resources of a node. */
  podsOn(node: NodeInfo): Pod[] {
    let pods = this.podsByNode.get(node.name)
    if (!pods) {
      pods = this.read
        .find<Pod>('pods', term('node', node.name))
        .filter(({ status }) => status.phase !== 'Succeeded' && status.phase !== 'Failed')
      this.podsByNode.set(node.name, pods)
    }
    return pods
  }

  /** Pods on nodes that keep others away from their domain (required anti-affinity). */
  repellents(): Pod[] {
    return this.once('repellents', () => this.read.find<Pod>('pods', 'anti-affinity').filter(pod => pod.spec.nodeName))
  }

  /**
   * Counts settled pods by node. `key` names the sort for this cycle, `pods` gives (at least) all candidates, `counts`
   * says which are meant.
   */
  count(key: string, pods: () => readonly Pod[], counts: (pod: Pod) => boolean): PodCount {
    const old = this.podCounts.get(key)
    if (old) return old
    const on = new Int32Array(this.nodes.length)
    for (const pod of pods()) {
      const node = pod.spec.nodeName ? this.byName.get(pod.spec.nodeName) : undefined
      if (node && isSettled(pod) && counts(pod)) on[node.index]!++
    }
    const count = { on, counts }
    this.podCounts.set(key, count)
    return count
  }

  /** Counts settled pods that an object manages. */
  countManaged(uid: string): PodCount {
    const old = this.podCounts.get(uid)
    if (old) return old
    const on = new Int32Array(this.nodes.length)
    for (const { index, name } of this.nodes) on[index] = this.read.tally(`on/${uid}/${name}`)
    const manages = (pod: Pod) => pod.metadata.ownerReferences?.some(ref => ref.controller && ref.uid === uid) ?? false
    const count = { on, counts: manages }
    this.podCounts.set(uid, count)
    return count
  }

  /** Keeps a node's room for a pod until others have left. */
  reserve(info: PodInfo, node: NodeInfo, pod: Pod): void {
    this.podsOn(node)
    this.place(info, node, pod)
    this.reservations.push({ info, node, pod })
  }

  /** The run has put a pod on a node; `pod` is how it stands now. */
  place(info: PodInfo, node: NodeInfo, pod: Pod): void {
    node.add(info)
    this.podsByNode.get(node.name)?.push(pod)
    const repellents = this.memory.get('repellents') as Pod[] | undefined
    if (repellents && pod.spec.affinity?.podAntiAffinity) repellents.push(pod)
    for (const count of this.podCounts.values()) if (count.counts(pod)) count.on[node.index]!++
  }
}
