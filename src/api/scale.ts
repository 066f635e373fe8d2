import { age } from '../lib/duration.ts'
import type { KubeObject } from '../lib/objects.ts'
import { formatSelector } from '../lib/selector.ts'
import { invalid, invalidValue } from './errors.ts'
import type { Column } from './kind.ts'

/** The autoscaling/v1 Scale of an object with `spec.replicas`. */
export function scaleOf(object: KubeObject): KubeObject {
  const { name, namespace, uid, resourceVersion, creationTimestamp } = object.metadata
  return {
    apiVersion: 'autoscaling/v1',
    kind: 'Scale',
    metadata: { name, namespace, uid, resourceVersion, creationTimestamp },
    spec: { replicas: object['spec']?.replicas ?? 0 },
    status: { replicas: object['status']?.replicas ?? 0, selector: formatSelector(object['spec']?.selector) },
  }
}

/** What a table shows of a Scale. */
export const SCALE_COLUMNS: Column<KubeObject>[] = [
  { name: 'Name', value: scale => scale.metadata.name },
  { name: 'Desired', value: scale => scale['spec'].replicas },
  { name: 'Available', value: scale => scale['status'].replicas },
  { name: 'Age', value: (scale, { now }) => age(scale.metadata.creationTimestamp, now) },
]

/** The object with the replicas that a Scale asks for. Throws Invalid. */
export function scaled(object: KubeObject, scale: any): KubeObject {
  const replicas = scale?.spec?.replicas ?? 0
  if (typeof replicas !== 'number' || replicas < 0) {
    throw invalid('Scale.autoscaling', object.metadata.name, [
      invalidValue('spec.replicas', replicas, 'must be greater than or equal to 0'),
    ])
  }
  return { ...object, spec: { ...object['spec'], replicas } }
}
