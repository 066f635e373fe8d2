/**
 * A slow, obviously correct scheduler: for each node and pod it asks every rule of the documentation in turn, by looking at
 * every other pod. It shares no code with the real one. Amounts are plain numbers.
 */

export interface ModelNode {
  name: string
  zone?: string
  labels: Record<string, string>
  cordoned: boolean
  /** `key=value:effect` */
  taints: string[]
  cpu: number
  memory: number
  pods: number
}

export interface ModelPod {
  name: string
  app: string
  /** Undefined: it waits. */
  node?: string
  priority: number
  cpu: number
  memory: number
  /** Taints it tolerates, as above; `*`: all. */
  tolerates: string[]
  wantsLabel?: [key: string, value: string]
  hostPort?: number
  /** It wants no other pod of this app on its node or in its zone. */
  avoids?: { app: string; by: 'node' | 'zone' }
  /** It wants a pod of this app on its node or in its zone. */
  near?: { app: string; by: 'node' | 'zone' }
  /** Pods of its app may differ by so many between the zones. */
  maxSkew?: number
  /** Deletion has begun. */
  leaving?: true
}

const sum = (numbers: number[]) => numbers.reduce((a, b) => a + b, 0)
const domain = (node: ModelNode, by: 'node' | 'zone') => (by === 'node' ? node.name : node.zone)

/** Why a node does not take a pod, in the scheduler's words; empty when it does. */
export function modelRefusal(pod: ModelPod, node: ModelNode, nodes: ModelNode[], others: ModelPod[]): string[] {
  const here = others.filter(other => other.node === node.name)
  const nodeOf = (other: ModelPod) => nodes.find(each => each.name === other.node)
  const tolerated = (taint: string) => pod.tolerates.includes('*') || pod.tolerates.includes(taint)

  if (node.cordoned && !pod.tolerates.includes('*')) return ['node(s) were unschedulable']
  if (node.taints.some(taint => !taint.endsWith(':PreferNoSchedule') && !tolerated(taint))) {
    return ['node(s) had untolerated taint(s)']
  }
  if (pod.wantsLabel && node.labels[pod.wantsLabel[0]] !== pod.wantsLabel[1]) {
    return ["node(s) didn't match Pod's node affinity/selector"]
  }
  if (pod.hostPort !== undefined && here.some(other => other.hostPort === pod.hostPort)) {
    return ["node(s) didn't have free ports for the requested pod ports"]
  }
  const lacks: string[] = []
  if (here.length + 1 > node.pods) lacks.push('Too many pods')
  if (pod.cpu > 0 && sum(here.map(other => other.cpu)) + pod.cpu > node.cpu) lacks.push('Insufficient cpu')
  if (pod.memory > 0 && sum(here.map(other => other.memory)) + pod.memory > node.memory)
    lacks.push('Insufficient memory')
  if (lacks.length > 0) return lacks

  const settled = others.filter(other => !other.leaving)
  if (pod.maxSkew !== undefined) {
    if (node.zone === undefined) {
      return ["node(s) didn't match pod topology spread constraints (missing required label)"]
    }
    const eligible = nodes.filter(
      each => each.zone !== undefined && (!pod.wantsLabel || each.labels[pod.wantsLabel[0]] === pod.wantsLabel[1]),
    )
    const count = (zone: string) =>
      settled.filter(
        other => other.app === pod.app && eligible.some(each => each.zone === zone && each.name === other.node),
      ).length
    const counts = [...new Set(eligible.map(each => each.zone!))].map(count)
    if (count(node.zone) + 1 - Math.min(...counts) > pod.maxSkew) {
      return ["node(s) didn't match pod topology spread constraints"]
    }
  }
  const together = (other: ModelPod, by: 'node' | 'zone') => {
    const there = nodeOf(other)
    return there !== undefined && domain(node, by) !== undefined && domain(there, by) === domain(node, by)
  }
  const { near, avoids } = pod
  if (near) {
    const there = settled.some(other => other.app === near.app && together(other, near.by))
    const nowhere = !settled.some(other => {
      const on = nodeOf(other)
      return other.app === near.app && on !== undefined && domain(on, near.by) !== undefined
    })
    // The first of its kind may go anywhere where the domain is known.
    const first = nowhere && near.app === pod.app && domain(node, near.by) !== undefined
    if (!there && !first) return ["node(s) didn't match pod affinity rules"]
  }
  if (avoids && settled.some(other => other.app === avoids.app && together(other, avoids.by))) {
    return ["node(s) didn't match pod anti-affinity rules"]
  }
  if (settled.some(other => other.avoids?.app === pod.app && together(other, other.avoids.by))) {
    return ["node(s) didn't satisfy existing pods anti-affinity rules"]
  }
  return []
}

/**
 * Whether these pods may be sent away from a node for a more important one: each is less important, the pod fits without
 * them, and none of them could have stayed.
 */
export function modelVictims(
  pod: ModelPod,
  node: ModelNode,
  victims: string[],
  nodes: ModelNode[],
  others: ModelPod[],
): string | undefined {
  const chosen = others.filter(other => victims.includes(other.name))
  for (const victim of chosen) {
    if (victim.node !== node.name) return `${victim.name} is not on ${node.name}`
    if (victim.priority >= pod.priority) return `${victim.name} is as important`
  }
  const stay = others.filter(other => !victims.includes(other.name))
  if (modelRefusal(pod, node, nodes, stay).length > 0) return 'it does not fit even so'
  for (const victim of chosen) {
    if (modelRefusal(pod, node, nodes, [...stay, victim]).length === 0) return `${victim.name} could have stayed`
  }
  return undefined
}
