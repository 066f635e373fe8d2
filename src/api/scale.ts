import { age } from '../lib/duration.ts'
import type { KubeObject } from '../lib/objects.ts'
import { isMap, own } from '../lib/own.ts'
import { formatSelector } from '../lib/selector.ts'
import { invalid, invalidValue } from './errors.ts'
import type { Column, KindDefinition, ScalePaths } from './kind.ts'

/** Where built-in kinds have it. Their selector is an object, that of custom resources a text. */
const BUILT_IN = { specReplicasPath: '.spec.replicas', statusReplicasPath: '.status.replicas' }

const pathsOf = (kind: KindDefinition<any>): ScalePaths => {
  const paths = kind.subresources?.scale
  return paths && paths !== true ? paths : BUILT_IN
}

const keysOf = (path: string): string[] => path.split('.').slice(1)

const valueAt = (object: unknown, path: string): any =>
  keysOf(path).reduce<any>((value, key) => (isMap(value) ? own(value, key) : undefined), object)

/** The autoscaling/v1 Scale of an object. */
export function scaleOf(kind: KindDefinition<any>, object: KubeObject): KubeObject {
  const { specReplicasPath, statusReplicasPath, labelSelectorPath } = pathsOf(kind)
  const selector =
    kind.subresources?.scale === true
      ? formatSelector(object['spec']?.selector)
      : labelSelectorPath && valueAt(object, labelSelectorPath)
  const { name, namespace, uid, resourceVersion, creationTimestamp } = object.metadata
  return {
    apiVersion: 'autoscaling/v1',
    kind: 'Scale',
    metadata: { name, namespace, uid, resourceVersion, creationTimestamp },
    spec: { replicas: valueAt(object, specReplicasPath) ?? 0 },
    status: { replicas: valueAt(object, statusReplicasPath) ?? 0, ...(selector ? { selector } : {}) },
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
export function scaled(kind: KindDefinition<any>, object: KubeObject, scale: any): KubeObject {
  const replicas = scale?.spec?.replicas ?? 0
  if (typeof replicas !== 'number' || replicas < 0) {
    throw invalid('Scale.autoscaling', object.metadata.name, [
      invalidValue('spec.replicas', replicas, 'must be greater than or equal to 0'),
    ])
  }
  return withValue(object, keysOf(pathsOf(kind).specReplicasPath), replicas) as KubeObject
}

function withValue(object: unknown, [key, ...rest]: string[], value: unknown): unknown {
  if (key === undefined) return value
  const map = isMap(object) ? object : {}
  return { ...map, [key]: withValue(own(map, key), rest, value) }
}
