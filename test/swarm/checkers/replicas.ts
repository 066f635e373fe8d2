import type { Deployment, Pod, ReplicaSet } from '../../../src/lib/objects.ts'
import { controllerOf } from '../../../src/lib/owner.ts'
import { type Checker, nameOf } from './checker.ts'

/** In the end every ReplicaSet has as many Pods as it asks for, and every Deployment has seen what was asked last. */
export const replicas = (): Checker => ({
  name: 'replicas',
  settled(store) {
    const pods = store.list('pods/') as unknown as Pod[]
    const sets = store.list('replicasets.apps/') as unknown as ReplicaSet[]
    const deployments = store.list('deployments.apps/') as unknown as Deployment[]
    const isEnding = ({ metadata }: ReplicaSet | Deployment) =>
      metadata.deletionTimestamp ?? store.get(`namespaces//${metadata.namespace}`)?.metadata.deletionTimestamp
    const active = (rs: ReplicaSet) =>
      pods.filter(
        ({ metadata, status }) =>
          controllerOf({ metadata })?.uid === rs.metadata.uid &&
          !metadata.deletionTimestamp &&
          !['Succeeded', 'Failed'].includes(status.phase!),
      ).length
    const unseen = [...sets, ...deployments].filter(
      object => !isEnding(object) && object.status.observedGeneration !== object.metadata.generation,
    )
    return [
      ...unseen.map(o => `${nameOf(o)} is at ${o.metadata.generation}, observed ${o.status.observedGeneration}`),
      ...sets
        .filter(rs => !isEnding(rs) && active(rs) !== rs.spec.replicas)
        .map(rs => `${nameOf(rs)} has ${active(rs)} Pods, wanted ${rs.spec.replicas}`),
      ...sets
        .filter(rs => !isEnding(rs) && active(rs) !== rs.status.replicas)
        .map(rs => `${nameOf(rs)} has ${active(rs)} Pods, says ${rs.status.replicas}`),
      ...deployments.filter(d => !isEnding(d)).flatMap(d => totals(d, sets)),
    ]
  },
})

/** The status of a Deployment is the sum of its ReplicaSets'. */
function totals(d: Deployment, sets: ReplicaSet[]): string[] {
  const own = sets.filter(rs => controllerOf(rs)?.uid === d.metadata.uid)
  return (['replicas', 'readyReplicas', 'availableReplicas'] as const).flatMap(field => {
    const sum = own.reduce((total, rs) => total + (rs.status[field] ?? 0), 0)
    return (d.status[field] ?? 0) === sum ? [] : [`${nameOf(d)} says ${field} ${d.status[field]}, they are ${sum}`]
  })
}
