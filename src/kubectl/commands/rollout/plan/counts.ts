import type { KubeObject } from '../../../../lib/objects.ts'

/** How far a rollout is: Pods of the old and of the new template, and how many of all are ready. */
export interface Counts {
  old: number
  new: number
  ready: number
  /** Of the new ones. */
  newReady: number
  /** Below the wanted number. */
  unavailable: number
  wanted: number
}

const TEMPLATE_HASH = 'pod-template-hash'

/**
 * Counts what a Deployment's ReplicaSets hold, or what a StatefulSet or DaemonSet says of itself. Undefined for other
 * kinds.
 */
export function countsOf(
  object: KubeObject,
  replicaSets: readonly KubeObject[],
  newest: string | undefined,
): Counts | undefined {
  const { spec = {}, status = {} } = object as any
  if (object.kind === 'Deployment') {
    const wanted = spec.replicas ?? 1
    const sum = (field: string, of: readonly KubeObject[]) =>
      of.reduce((total, rs) => total + ((rs['status']?.[field] as number | undefined) ?? 0), 0)
    const isNew = ({ metadata }: KubeObject) => metadata.name === newest
    const fresh = replicaSets.filter(isNew)
    const stale = replicaSets.filter(rs => !isNew(rs))
    const available = sum('availableReplicas', replicaSets)
    return {
      old: sum('replicas', stale),
      new: sum('replicas', fresh),
      ready: sum('readyReplicas', replicaSets),
      newReady: sum('readyReplicas', fresh),
      unavailable: Math.max(0, wanted - available),
      wanted,
    }
  }
  if (object.kind !== 'StatefulSet' && object.kind !== 'DaemonSet') return undefined
  const isSet = object.kind === 'DaemonSet'
  const wanted: number = isSet ? (status.desiredNumberScheduled ?? 0) : (spec.replicas ?? 1)
  const all: number = (isSet ? status.currentNumberScheduled : status.replicas) ?? 0
  const fresh: number = (isSet ? status.updatedNumberScheduled : status.updatedReplicas) ?? 0
  const ready: number = (isSet ? status.numberReady : status.readyReplicas) ?? 0
  const available: number = (isSet ? status.numberAvailable : status.availableReplicas) ?? 0
  const old = Math.max(0, all - fresh)
  return {
    old,
    new: fresh,
    ready,
    newReady: Math.max(0, ready - old),
    unavailable: Math.max(0, wanted - available),
    wanted,
  }
}

/** The ReplicaSet whose template is the Deployment's: the one of the highest revision that has it. */
export function newestOf(object: KubeObject, replicaSets: readonly KubeObject[]): string | undefined {
  const revision = (rs: KubeObject) => Number(rs.metadata.annotations?.['deployment.kubernetes.io/revision'] ?? 0)
  const wanted = template(object)
  const same = replicaSets.filter(rs => template(rs) === wanted)
  return same.sort((a, b) => revision(b) - revision(a))[0]?.metadata.name
}

/** As text, without the hash that the controller adds to labels. */
const template = ({ spec }: KubeObject): string =>
  JSON.stringify(spec?.template, (key, value) =>
    key === TEMPLATE_HASH || key === 'creationTimestamp' ? undefined : value,
  )
