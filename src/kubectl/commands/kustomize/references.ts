import { isMap } from '../../../lib/own.ts'
import type { Resource } from './resource.ts'

/**
 * Names of other objects follow those objects when they are renamed (kustomize builtinpluginconsts/namereference.go).
 * A reference is told by the field it stands in, wherever that is; `in`: only below a field of this name.
 */
const FIELDS: Record<string, { kind: string; in?: string }[]> = {
  secretName: [{ kind: 'Secret' }],
  claimName: [{ kind: 'PersistentVolumeClaim' }],
  volumeName: [{ kind: 'PersistentVolume' }],
  serviceAccountName: [{ kind: 'ServiceAccount' }],
  serviceAccount: [{ kind: 'ServiceAccount' }],
  serviceName: [{ kind: 'Service' }],
  storageClassName: [{ kind: 'StorageClass' }],
  priorityClassName: [{ kind: 'PriorityClass' }],
  ingressClassName: [{ kind: 'IngressClass' }],
}

/** Fields whose map has the name of an object of a kind in `name`. */
const HOLDERS: Record<string, string> = {
  configMapRef: 'ConfigMap',
  configMapKeyRef: 'ConfigMap',
  configMap: 'ConfigMap',
  secretRef: 'Secret',
  secretKeyRef: 'Secret',
  secret: 'Secret',
  imagePullSecrets: 'Secret',
  service: 'Service',
}

/** Fields whose map names kind and name. */
const TYPED = new Set(['roleRef', 'scaleTargetRef', 'subjects', 'targetRef'])

export function followNames(resources: readonly Resource[]): void {
  const moved = resources.filter(({ before }) => before.length > 0)
  if (moved.length === 0) return
  for (const resource of resources) {
    const { namespace = '' } = resource.object.metadata ?? {}
    walk(resource.object, { resource, namespace, moved })
  }
}

interface Looking {
  resource: Resource
  namespace: string
  moved: readonly Resource[]
}

function walk(value: unknown, looking: Looking, under = ''): void {
  if (Array.isArray(value)) {
    for (const item of value) walk(item, looking, under)
    return
  }
  if (!isMap(value)) return
  const { kind } = looking.resource.object
  const holds = under === 'secrets' && kind === 'ServiceAccount' ? 'Secret' : HOLDERS[under]
  if (holds) replace(value, 'name', holds, looking)
  if (TYPED.has(under) && typeof value['kind'] === 'string') {
    const to = find(value['kind'], value['name'], value['namespace'] ?? looking.namespace, looking.moved)
    if (to) {
      value['name'] = to.object.metadata.name
      if (under === 'subjects' && to.object.metadata.namespace) value['namespace'] = to.object.metadata.namespace
    }
  }
  for (const key of Object.keys(value)) {
    for (const { kind: target } of FIELDS[key] ?? []) replace(value, key, target, looking)
    if (key !== 'metadata' || under !== '') walk(value[key], looking, key)
  }
}

function replace(map: Record<string, unknown>, key: string, kind: string, { namespace, moved }: Looking): void {
  const to = find(kind, map[key], namespace, moved)
  if (to) map[key] = to.object.metadata.name
}

/** Who had this name before; the nearest one when layers used it several times. */
function find(kind: string, name: unknown, namespace: string, moved: readonly Resource[]): Resource | undefined {
  const same = moved.filter(({ object, before }) => object.kind === kind && before.some(id => id.name === name))
  return same.find(({ object }) => (object.metadata.namespace ?? '') === namespace) ?? same[0]
}
