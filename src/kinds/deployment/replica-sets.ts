import type { Reader } from '../../api/kind.ts'
import { equal } from '../../lib/equal.ts'
import { templateHash } from '../../lib/hash.ts'
import type { Deployment, PodTemplateSpec, ReplicaSet } from '../../lib/objects.ts'
import { term } from '../../lib/term.ts'
import { controllerOf, controllerReference } from '../../lib/owner.ts'
import { newestAnnotations, withSizes } from './annotations.ts'

export const HASH_LABEL = 'pod-template-hash'

/** A Deployment's ReplicaSets, the oldest first; `newest` is the one that has the Deployment's present template. */
export interface ReplicaSets {
  newest?: ReplicaSet
  old: ReplicaSet[]
}

export const isRunning = ({ spec }: ReplicaSet): boolean => (spec.replicas ?? 0) > 0

export const sizeOf = ({ spec }: ReplicaSet): number => spec.replicas ?? 0

/** Oldest first, then by name. */
export function byAge(a: ReplicaSet, b: ReplicaSet): number {
  const [at, bt] = [a.metadata.creationTimestamp!, b.metadata.creationTimestamp!]
  if (at !== bt) return at < bt ? -1 : 1
  return a.metadata.name < b.metadata.name ? -1 : 1
}

/** Several with the same template: the oldest counts as the new one. */
export function split(d: Deployment, all: readonly ReplicaSet[]): ReplicaSets {
  const sorted = [...all].sort(byAge)
  const newest = sorted.find(rs => sameTemplate(rs.spec.template, d.spec.template))
  return { newest, old: sorted.filter(rs => rs !== newest) }
}

/** The ReplicaSets that a Deployment controls. */
export function replicaSetsOf(d: Deployment, read: Reader): ReplicaSet[] {
  const owned = read.find<ReplicaSet>('replicasets.apps', term('owner', d.metadata.uid!))
  return owned.filter(rs => controllerOf(rs)?.uid === d.metadata.uid)
}

/** Whether two templates make the same pods; the label that tells ReplicaSets apart does not count. */
export function sameTemplate(a: PodTemplateSpec | undefined, b: PodTemplateSpec | undefined): boolean {
  return equal(withoutHash(a), withoutHash(b))
}

export function withoutHash(template: PodTemplateSpec | undefined): PodTemplateSpec | undefined {
  if (template?.metadata?.labels?.[HASH_LABEL] === undefined) return template
  const { [HASH_LABEL]: _, ...labels } = template.metadata.labels
  return { ...template, metadata: { ...template.metadata, labels } }
}

/** The ReplicaSet for a Deployment's present template. */
export function newReplicaSet(d: Deployment, replicas: number, revision: number): ReplicaSet {
  const template = d.spec.template!
  const hash = templateHash(template, d.status.collisionCount)
  const labels = { ...template.metadata?.labels, [HASH_LABEL]: hash }
  const { selector, minReadySeconds } = d.spec
  return {
    apiVersion: d.apiVersion,
    kind: 'ReplicaSet',
    metadata: {
      name: `${d.metadata.name}-${hash}`,
      namespace: d.metadata.namespace,
      labels,
      annotations: withSizes(newestAnnotations(undefined, d, revision), d),
      ownerReferences: [controllerReference(d)],
    },
    spec: {
      replicas,
      ...(minReadySeconds && { minReadySeconds }),
      selector: { ...selector, matchLabels: { [HASH_LABEL]: hash, ...selector.matchLabels } },
      template: { ...template, metadata: { ...template.metadata, labels } },
    },
    status: { replicas: 0 },
  }
}
