/** What a DaemonSet does next. Modelled on pkg/controller/daemon: podsShouldBeOnNode and update.go. */
import { scaled } from '../../lib/int-or-percent.ts'
import type { DaemonSet, Pod } from '../../lib/objects.ts'
import type { Ms } from '../../lib/time.ts'
import { HASH_LABEL } from '../controllerrevision/history.ts'
import { isAvailable, isReady, isTerminal } from '../pod/readiness.ts'
import type { Place } from './placement.ts'

/** A node, where it stands to the DaemonSet, and the pods made for it, the oldest first. */
export interface Spot extends Place {
  node: string
  pods: Pod[]
}

export interface Plan {
  create: string[]
  remove: Pod[]
  /** Pods that have ended: they are removed and made anew, each after a back-off of its node. */
  ended: { node: string; pod: Pod }[]
}

/** The present revision, and the moment. */
export interface View {
  hash: string
  now: Ms
}

const isUpdated = (pod: Pod, { hash }: View) => pod.metadata.labels?.[HASH_LABEL] === hash

export const isAvailableFor = (ds: DaemonSet, pod: Pod, now: Ms): boolean =>
  isAvailable(pod, ds.spec.minReadySeconds ?? 0, now)

/** A pod for each node that ought to have one, and none elsewhere. */
export function manage(ds: DaemonSet, spots: readonly Spot[], view: View): Plan {
  const plan: Plan = { create: [], remove: [], ended: [] }
  const surge = limits(ds, 0).surge
  for (const { node, run, keep, pods } of spots) {
    if (run && pods.length === 0) plan.create.push(node)
    else if (!keep) plan.remove.push(...pods.filter(pod => !pod.metadata.deletionTimestamp))
    else {
      const running: Pod[] = []
      for (const pod of pods) {
        if (pod.metadata.deletionTimestamp) continue
        if (isTerminal(pod)) plan.ended.push({ node, pod })
        else running.push(pod)
      }
      if (running.length > 1) plan.remove.push(...(surge === 0 ? running.slice(1) : excess(ds, running, view)))
    }
  }
  return plan
}

/** With a surge two pods may stand on a node: the new one until it is available, and the old one while it is ready. */
function excess(ds: DaemonSet, running: Pod[], view: View): Pod[] {
  const newest = running.find(pod => isUpdated(pod, view))
  const old = running.find(pod => !isUpdated(pod, view))
  const remove = running.filter(pod => pod !== newest && pod !== old)
  if (newest && old && (!isReady(old) || isAvailableFor(ds, newest, view.now))) remove.push(old)
  return remove
}

/** maxSurge and maxUnavailable in pods; both percentages are rounded up. */
export function limits({ spec }: DaemonSet, desired: number): { surge: number; unavailable: number } {
  const { maxSurge = 0, maxUnavailable = 1 } = spec.updateStrategy?.rollingUpdate ?? {}
  if (spec.updateStrategy?.type !== 'RollingUpdate') return { surge: 0, unavailable: 0 }
  // Asked before the nodes are counted: whether there is a surge at all.
  const surge = scaled(maxSurge, desired || 100, true)
  const unavailable = scaled(maxUnavailable, desired, true)
  return { surge, unavailable: surge === 0 && unavailable === 0 ? 1 : unavailable }
}

/** One step of a rolling update. */
export function rolling(ds: DaemonSet, spots: readonly Spot[], view: View): Plan {
  const desired = spots.filter(({ run }) => run).length
  const { surge, unavailable } = limits(ds, desired)
  return surge === 0 ? replace(ds, spots, unavailable, view) : surging(ds, spots, surge, view)
}

/** The new and the old pod of a node; undefined when there are more, which `manage` clears up. */
function pair(pods: readonly Pod[], view: View): { newest?: Pod; old?: Pod } | undefined {
  const found: { newest?: Pod; old?: Pod } = {}
  for (const pod of pods) {
    if (pod.metadata.deletionTimestamp) continue
    const side = isUpdated(pod, view) ? 'newest' : 'old'
    if (found[side]) return undefined
    found[side] = pod
  }
  return found
}

/** Old pods go, first those that are unavailable anyway; `manage` makes new ones. */
function replace(ds: DaemonSet, spots: readonly Spot[], maxUnavailable: number, view: View): Plan {
  let unavailable = 0
  const broken: Pod[] = []
  const candidates: Pod[] = []
  for (const { run, pods } of spots) {
    if (!run && pods.length === 0) continue
    const both = pair(pods, view)
    if (!both || !both.newest === !both.old) unavailable++
    else if (both.newest) unavailable += isAvailableFor(ds, both.newest, view.now) ? 0 : 1
    else if (!isAvailableFor(ds, both.old!, view.now)) broken.push(both.old!)
    else if (unavailable < maxUnavailable) candidates.push(both.old!)
  }
  const spare = Math.max(0, maxUnavailable - unavailable)
  return { create: [], remove: [...broken, ...candidates.slice(0, spare)], ended: [] }
}

/** New pods come beside the old ones, which go as soon as the new ones are available. */
function surging(ds: DaemonSet, spots: readonly Spot[], maxSurge: number, view: View): Plan {
  let surged = 0
  const remove: Pod[] = []
  const allowed: string[] = []
  const candidates: string[] = []
  for (const { node, run, pods } of spots) {
    if (!run && pods.length === 0) continue
    const both = pair(pods, view)
    if (!both) surged++
    else if (!both.old) continue
    else if (!both.newest) {
      if (!isAvailableFor(ds, both.old, view.now)) allowed.push(node)
      else if (surged < maxSurge) candidates.push(node)
    } else if (!isAvailableFor(ds, both.old, view.now) || isAvailableFor(ds, both.newest, view.now))
      remove.push(both.old)
    else surged++
  }
  const room = Math.max(0, maxSurge - surged)
  return { create: [...allowed, ...candidates.slice(0, room)], remove, ended: [] }
}
