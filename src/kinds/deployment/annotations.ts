import type { Deployment, KubeObject, Labels, ReplicaSet } from '../../lib/objects.ts'
import { maxSurge } from './fenceposts.ts'

export const REVISION = 'deployment.kubernetes.io/revision'
const HISTORY = 'deployment.kubernetes.io/revision-history'
const DESIRED = 'deployment.kubernetes.io/desired-replicas'
const MAX = 'deployment.kubernetes.io/max-replicas'
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration'
/** Characters that revision-history may hold; older revisions are forgotten. */
const HISTORY_LENGTH = 2000

/** Annotations that belong to the Deployment or to the ReplicaSet alone. */
const OWN = new Set([LAST_APPLIED, REVISION, HISTORY, DESIRED, MAX, 'deprecated.deployment.rollback.to'])

/** The revision of a Deployment or of one of its ReplicaSets; 0 when it has none. */
export function revisionOf({ metadata }: KubeObject): number {
  const revision = Number(metadata.annotations?.[REVISION] ?? 0)
  return Number.isInteger(revision) ? revision : 0
}

export function highestRevision(replicaSets: readonly ReplicaSet[]): number {
  let highest = 0
  for (const rs of replicaSets) highest = Math.max(highest, revisionOf(rs))
  return highest
}

/** What a ReplicaSet tells about the size of the whole Deployment when it was last scaled. */
const sizes = (d: Deployment): Labels => ({
  [DESIRED]: String(d.spec.replicas!),
  [MAX]: String(d.spec.replicas! + maxSurge(d)),
})

export function withSizes(annotations: Labels | undefined, d: Deployment): Labels {
  return { ...annotations, ...sizes(d) }
}

export function sizesDiffer({ metadata }: ReplicaSet, d: Deployment): boolean {
  const wanted = sizes(d)
  return metadata.annotations?.[DESIRED] !== wanted[DESIRED] || metadata.annotations?.[MAX] !== wanted[MAX]
}

const numeric = (text: string | undefined): number | undefined =>
  text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined

export const desiredReplicas = ({ metadata }: ReplicaSet) => numeric(metadata.annotations?.[DESIRED])
export const maxReplicas = ({ metadata }: ReplicaSet) => numeric(metadata.annotations?.[MAX])

/**
 * The annotations of the newest ReplicaSet: its own, over them the Deployment's, and the revision if that is higher than
 * the one it had. A ReplicaSet that comes back remembers its old revision.
 */
export function newestAnnotations(old: Labels | undefined, d: Deployment, revision: number): Labels {
  const annotations: Labels = { ...old }
  for (const key in d.metadata.annotations) if (!OWN.has(key)) annotations[key] = d.metadata.annotations[key]!
  const before = old?.[REVISION]
  if (Number(before ?? 0) < revision) {
    annotations[REVISION] = String(revision)
    if (before !== undefined) annotations[HISTORY] = remembered(old?.[HISTORY], before)
  }
  return annotations
}

function remembered(history: string | undefined, revision: string): string {
  const revisions = history ? [...history.split(','), revision] : [revision]
  while (revisions.length > 1 && revisions.join(',').length > HISTORY_LENGTH) revisions.shift()
  return revisions.join(',')
}

/** A Deployment's annotations after a rollback to a ReplicaSet: that one's, and those that are the Deployment's own. */
export function rolledBackAnnotations(d: Deployment, to: ReplicaSet): Labels {
  const annotations: Labels = {}
  for (const key in d.metadata.annotations) if (OWN.has(key)) annotations[key] = d.metadata.annotations[key]!
  for (const key in to.metadata.annotations) if (!OWN.has(key)) annotations[key] = to.metadata.annotations[key]!
  return annotations
}
