import type { Context } from '../../engine/controller.ts'
import type { Cycle } from './cycle.ts'
import type { NodeInfo } from './node-info.ts'
import type { PodInfo } from './pod-info.ts'

/** Why a node cannot take a pod. `unresolvable`: taking other pods off it would not help. */
export interface Refusal {
  reasons: string[]
  unresolvable: boolean
}

/** Undefined: the node can take the pod. */
export type Filter = (node: NodeInfo) => Refusal | undefined

/** What can be said before looking at single nodes: no node will do, or only some can. */
export type PreFilter = { refuse: string } | { only: Set<string>; otherwise: Refusal }

export const MAX_SCORE = 100

/**
 * One point of view on where a pod belongs (k8s.io/kubernetes pkg/scheduler/framework). Each method looks at the pod
 * once; undefined means that the plugin has nothing to say about it.
 */
export interface Plugin {
  name: string
  /** The answer depends on the pod's own fields and on the nodes, not on other pods: alike pods share it. */
  constant?: true
  preFilter?(pod: PodInfo, cycle: Cycle): PreFilter | undefined
  filter?(pod: PodInfo, cycle: Cycle): Filter | undefined
  /** How much the scores count. */
  weight?: number
  /** A whole number from 0 to MAX_SCORE for each of the nodes. */
  /** Prepares what the pod needs on the node found for it. False: that takes time, the pod is bound when it is done. */
  preBind?(pod: PodInfo, node: NodeInfo, ctx: Context): boolean
  score?(pod: PodInfo, nodes: readonly NodeInfo[], cycle: Cycle): number[] | undefined
}

/** Scaled so that the highest is MAX_SCORE; `reverse`: so that the highest is 0. Undefined when all are alike. */
export function normalized(scores: number[], reverse = false): number[] | undefined {
  let highest = 0
  let alike = true
  for (const score of scores) {
    if (score > highest) highest = score
    if (score !== scores[0]) alike = false
  }
  if (alike) return undefined
  return scores.map(score => {
    const scaled = Math.trunc((score * MAX_SCORE) / highest)
    return reverse ? MAX_SCORE - scaled : scaled
  })
}
