import type { Deployment, ReplicaSet } from '../../lib/objects.ts'
import { revisionOf } from './annotations.ts'

/** revisionHistoryLimit that keeps everything. */
const UNLIMITED = 2 ** 31 - 1

/**
 * Old ReplicaSets that revisionHistoryLimit leaves no place for, the lowest revision first. One that still has pods, or
 * whose last change its controller has not seen, stays for now. Modelled on pkg/controller/deployment/sync.go.
 */
export function forgettable({ spec }: Deployment, old: readonly ReplicaSet[]): ReplicaSet[] {
  const limit = spec.revisionHistoryLimit ?? UNLIMITED
  const living = old.filter(rs => !rs.metadata.deletionTimestamp)
  if (limit === UNLIMITED || living.length <= limit) return []
  const candidates = living.sort((a, b) => revisionOf(a) - revisionOf(b)).slice(0, living.length - limit)
  return candidates.filter(
    ({ metadata, spec, status }) =>
      status.replicas === 0 && spec.replicas === 0 && (metadata.generation ?? 0) <= (status.observedGeneration ?? 0),
  )
}
