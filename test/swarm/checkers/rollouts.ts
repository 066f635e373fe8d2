import { fenceposts } from '../../../src/kinds/deployment/fenceposts.ts'
import type { Deployment, KubeObject, ReplicaSet } from '../../../src/lib/objects.ts'
import { controllerOf } from '../../../src/lib/owner.ts'
import type { Step } from '../step.ts'
import { type Checker, nameOf, type Snapshot } from './checker.ts'

const DESIRED = 'deployment.kubernetes.io/desired-replicas'
const MAX = 'deployment.kubernetes.io/max-replicas'
const sum = (sets: ReplicaSet[], of: (rs: ReplicaSet) => number) => sets.reduce((total, rs) => total + of(rs), 0)
const size = (rs: ReplicaSet) => rs.spec.replicas ?? 0
/** How many available Pods a ReplicaSet keeps at its size: the others are taken away first. */
const kept = (rs: ReplicaSet) => Math.min(size(rs), rs.status.availableReplicas ?? 0)

/**
 * At every revision: a rolling update never asks for more Pods than replicas + maxSurge, and never takes away available
 * ones below replicas - maxUnavailable. What a person asks for may break that; a write counts once the annotations of the
 * ReplicaSet tell that its Deployment knows.
 */
export const rollouts = (): Checker => ({
  name: 'surge and unavailable bounds',
  change({ revision, type, object, previous }, cluster, step) {
    if (object.kind !== 'ReplicaSet' || type === 'DELETED') return []
    const rs = object as unknown as ReplicaSet
    const before = previous as unknown as ReplicaSet | undefined
    const owner = controllerOf(rs)
    const deployment = cluster.get(`deployments.apps/${rs.metadata.namespace}/${owner?.name}`) as Deployment | undefined
    if (!owner || deployment?.metadata.uid !== owner.uid || deployment.spec.strategy?.type !== 'RollingUpdate')
      return []
    const { surge, unavailable } = fenceposts(deployment)
    const replicas = deployment.spec.replicas!
    const spoken = rs.metadata.annotations?.[DESIRED] === `${replicas}`
    if (!spoken || rs.metadata.annotations?.[MAX] !== `${replicas + surge}`) return []
    const others = siblings(cluster, rs)
    const broken: string[] = []
    const total = sum(others, size) + size(rs)
    const grew = size(rs) > (before ? size(before) : 0)
    if (isScaledByHand(step)) return []
    if (grew && total > replicas + surge) {
      broken.push(
        `revision ${revision}: ${nameOf(rs)} grows to ${size(rs)}, together ${total} > ${replicas} + ${surge}`,
      )
    }
    // In proportion, which minds no Pod's health; it is all that a paused Deployment does (deployment/sync.go, scale).
    const scaling =
      deployment.spec.paused || before?.metadata.annotations?.[DESIRED] !== rs.metadata.annotations?.[DESIRED]
    if (!before || scaling || size(rs) >= size(before)) return broken
    const available = sum(others, step.argv[0] === 'clock' ? kept : told) + kept(rs)
    if (kept(rs) < kept(before) && available < replicas - unavailable) {
      broken.push(`revision ${revision}: ${nameOf(rs)} shrinks, ${available} available < ${replicas} - ${unavailable}`)
    }
    return broken
  },
})

/**
 * A person scales a ReplicaSet as they like; its Deployment then scales all of them in proportion, the largest first,
 * which minds no Pod's health.
 */
const isScaledByHand = ({ argv }: Step): boolean =>
  argv[0] === 'scale' && argv.some(word => word.startsWith('replicaset/'))

/**
 * What its status says. Who turns a rollout round in the instant of a shrink makes the Deployment count Pods that are about to
 * go: upstream, too, reads how many are available off the status (reconcileOldReplicaSets).
 */
const told = (rs: ReplicaSet) => rs.status.availableReplicas ?? 0

function siblings(cluster: Snapshot, rs: ReplicaSet): ReplicaSet[] {
  const owner = controllerOf(rs)!.uid
  const found: KubeObject[] = []
  for (const [key, object] of cluster) {
    if (key.startsWith('replicasets.apps/') && controllerOf(object)?.uid === owner) found.push(object)
  }
  return found.filter(o => o.metadata.uid !== rs.metadata.uid) as unknown as ReplicaSet[]
}
