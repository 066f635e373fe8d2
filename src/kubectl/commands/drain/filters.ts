import type { Pod } from '../../../lib/objects.ts'
import { controllerOf } from '../../../lib/owner.ts'
import type { Ms } from '../../../lib/time.ts'
import { parseTime } from '../../../lib/time.ts'

export interface DrainOptions {
  force: boolean
  ignoreDaemonSets: boolean
  deleteEmptyDirData: boolean
  /** Seconds; a pod whose deletion lies further back is left alone. 0: none is. */
  skipWaitForDelete: number
}

/** What draining does with a pod: `take` it off the node, with a warning or without, leave it, or refuse. */
export type Verdict = { take: boolean; warning?: string } | { refuse: string }

const hasEnded = ({ status }: Pod) => status.phase === 'Succeeded' || status.phase === 'Failed'

/**
 * Judges one pod (k8s.io/kubectl pkg/drain/filters.go): the first rule that does not let it go decides, the last warning
 * stands. `missing` is the API's refusal if the pod's DaemonSet is not there.
 */
export function judge(pod: Pod, options: DrainOptions, now: Ms, missing?: string): Verdict {
  if (isSkipped(pod, options.skipWaitForDelete, now)) return { take: false }
  let warning: string | undefined
  const owner = controllerOf(pod)
  const ended = hasEnded(pod)
  if (owner?.kind === 'DaemonSet' && !ended) {
    if (missing !== undefined && !options.force) return { refuse: missing }
    if (missing !== undefined) warning = missing
    else if (!options.ignoreDaemonSets) {
      return { refuse: 'DaemonSet-managed Pods (use --ignore-daemonsets to ignore)' }
    } else return { take: false, warning: 'ignoring DaemonSet-managed Pods' }
  }
  if (pod.metadata.annotations?.['kubernetes.io/config.mirror'] !== undefined) return { take: false }
  if (!ended && pod.spec.volumes?.some(({ emptyDir }) => emptyDir)) {
    if (!options.deleteEmptyDirData) {
      return { refuse: 'Pods with local storage (use --delete-emptydir-data to override)' }
    }
    warning = 'deleting Pods with local storage'
  }
  if (!ended && !owner) {
    // The doubled words of the refusal are kubectl's.
    if (!options.force) return { refuse: 'cannot delete Pods that declare no controller (use --force to override)' }
    warning = 'deleting Pods that declare no controller'
  }
  return { take: true, warning }
}

/** Its deletion began so long ago that nobody waits for it. */
export function isSkipped(pod: Pod, seconds: number, now: Ms): boolean {
  const deleted = parseTime(pod.metadata.deletionTimestamp)
  return seconds > 0 && deleted !== undefined && Math.trunc((now - deleted) / 1000) > seconds
}

/** `default/web-1, default/web-2` under each text, in the order in which the texts first came. */
function grouped(entries: [text: string, pod: Pod][]): [text: string, pods: string][] {
  const groups = new Map<string, string[]>()
  for (const [text, { metadata }] of entries) {
    const name = `${metadata.namespace}/${metadata.name}`
    groups.set(text, [...(groups.get(text) ?? []), name])
  }
  return [...groups].map(([text, names]) => [text, names.join(', ')])
}

export interface DrainPlan {
  take: Pod[]
  /** Text after `Warning: `; empty when there is none. */
  warnings: string
  /** Why nothing is done at all. */
  refusals: string[]
}

/** What draining does with all pods of a node. */
export function plan(pods: readonly Pod[], verdictOf: (pod: Pod) => Verdict): DrainPlan {
  const take: Pod[] = []
  const warnings: [string, Pod][] = []
  const refusals: [string, Pod][] = []
  for (const pod of pods) {
    const verdict = verdictOf(pod)
    if ('refuse' in verdict) refusals.push([verdict.refuse, pod])
    else {
      if (verdict.take) take.push(pod)
      if (verdict.warning !== undefined) warnings.push([verdict.warning, pod])
    }
  }
  return {
    take,
    warnings: grouped(warnings)
      .map(([text, names]) => `${text}: ${names}`)
      .join('; '),
    refusals: grouped(refusals).map(([text, names]) => `cannot delete ${text}: ${names}`),
  }
}
