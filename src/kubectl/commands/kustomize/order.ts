import { groupOf, type Resource, versionOf } from './resource.ts'

/** The order in which kubectl prints and applies what it built (kyaml resid/gvk.go): what others need comes first. */
const FIRST = [
  'Namespace',
  'ResourceQuota',
  'StorageClass',
  'CustomResourceDefinition',
  'ServiceAccount',
  'PodSecurityPolicy',
  'Role',
  'ClusterRole',
  'RoleBinding',
  'ClusterRoleBinding',
  'ConfigMap',
  'Secret',
  'Endpoints',
  'Service',
  'LimitRange',
  'PriorityClass',
  'PersistentVolume',
  'PersistentVolumeClaim',
  'Deployment',
  'StatefulSet',
  'CronJob',
  'PodDisruptionBudget',
]
const LAST = ['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration']

const rank = (kind: string): number => {
  const first = FIRST.indexOf(kind)
  if (first >= 0) return first - FIRST.length
  return LAST.indexOf(kind) + 1
}

export function inOrder(resources: readonly Resource[]): Resource[] {
  const key = ({ object }: Resource) =>
    [groupOf(object), versionOf(object), object.kind, object.metadata?.namespace ?? '', object.metadata?.name].join(
      '\0',
    )
  return [...resources].sort(
    (a, b) => rank(a.object.kind) - rank(b.object.kind) || (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0),
  )
}
