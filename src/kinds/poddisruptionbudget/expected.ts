import type { Reader } from '../../api/kind.ts'
import { scaled } from '../../lib/int-or-percent.ts'
import type { KubeObject, Pod, PodDisruptionBudget } from '../../lib/objects.ts'
import { controllerOf } from '../../lib/owner.ts'

/** Why the number of pods that there should be is not known. */
export class ExpectedError extends Error {}

/** Kinds that say how many pods there should be; what they belong to goes before them. */
const SCALABLE: Record<string, string> = {
  Deployment: 'deployments.apps',
  ReplicaSet: 'replicasets.apps',
  StatefulSet: 'statefulsets.apps',
}

/**
 * How many pods there should be, and how many of them healthy. Modelled on pkg/controller/disruption,
 * getExpectedPodCount. Throws ExpectedError.
 */
export function expected(
  { spec }: PodDisruptionBudget,
  pods: readonly Pod[],
  read: Reader,
): { pods: number; healthy: number } {
  const { minAvailable, maxUnavailable } = spec
  if (maxUnavailable !== undefined) {
    const all = scale(pods, read)
    return { pods: all, healthy: Math.max(0, all - scaled(maxUnavailable, all, true)) }
  }
  if (typeof minAvailable === 'string') {
    const all = scale(pods, read)
    return { pods: all, healthy: scaled(minAvailable, all, true) }
  }
  return { pods: pods.length, healthy: minAvailable ?? 0 }
}

/** The replicas that the pods' managers want, together; pods of nobody do not count. */
function scale(pods: readonly Pod[], read: Reader): number {
  const managers = new Map<string, number>()
  for (const pod of pods) {
    const reference = controllerOf(pod)
    if (!reference || managers.has(reference.uid)) continue
    const manager = top(reference, pod.metadata.namespace!, read)
    if (manager) managers.set(manager.metadata.uid!, manager['spec'].replicas ?? 1)
  }
  let sum = 0
  for (const replicas of managers.values()) sum += replicas
  return sum
}

function top(
  { kind, name, uid, apiVersion }: { kind: string; name: string; uid: string; apiVersion: string },
  namespace: string,
  read: Reader,
): KubeObject | undefined {
  const resource = SCALABLE[kind]
  if (!resource) {
    const group = apiVersion.includes('/') ? `.${apiVersion.split('/')[0]}` : ''
    throw new ExpectedError(`${kind.toLowerCase()}s${group} does not implement the scale subresource`)
  }
  const found = read.get<KubeObject>(resource, namespace, name)
  if (found?.metadata.uid !== uid) return undefined
  const owner = kind === 'ReplicaSet' ? controllerOf(found) : undefined
  return owner?.kind === 'Deployment' ? top(owner, namespace, read) : found
}
