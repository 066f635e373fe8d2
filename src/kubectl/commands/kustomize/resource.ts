import { isMap } from '../../../lib/own.ts'

/** An object on its way through the layers of a kustomization. */
export interface Resource {
  object: any
  /** Under which names and namespaces it went before, the first one first; references know it by any of them. */
  before: Id[]
  /** Its name ends in a hash of its content, added last. */
  hashed?: boolean
}

export interface Id {
  name: string
  namespace: string
}

export const idOf = ({ metadata }: any): Id => ({ name: metadata?.name ?? '', namespace: metadata?.namespace ?? '' })

export const groupOf = ({ apiVersion }: any): string =>
  typeof apiVersion === 'string' && apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : ''

export const versionOf = ({ apiVersion }: any): string =>
  String(apiVersion).slice(groupOf({ apiVersion }).length).replace('/', '')

/** `Deployment.v1.apps/blog.[noNs]` (kyaml resid). */
export function shownId({ object }: Resource): string {
  const { name, namespace } = idOf(object)
  return `${object.kind}.${versionOf(object)}.${groupOf(object) || '[noGrp]'}/${name}.${namespace || '[noNs]'}`
}

/** Changes a name or namespace and remembers the old one. */
export function rename(resource: Resource, change: (metadata: any) => void): void {
  const { object } = resource
  resource.before.push(idOf(object))
  object.metadata ??= {}
  change(object.metadata)
}

const CLUSTER_WIDE = new Set([
  'APIService',
  'CSIDriver',
  'CSINode',
  'CertificateSigningRequest',
  'ClusterRole',
  'ClusterRoleBinding',
  'CustomResourceDefinition',
  'IngressClass',
  'MutatingWebhookConfiguration',
  'Namespace',
  'Node',
  'PersistentVolume',
  'PriorityClass',
  'RuntimeClass',
  'StorageClass',
  'ValidatingWebhookConfiguration',
  'VolumeAttachment',
])

export const isNamespaced = ({ object }: Resource): boolean => !CLUSTER_WIDE.has(object.kind)

/** The maps that a path leads to; `*` stands for every item of a list. Missing maps are made when `create` is set. */
export function mapsAt(object: any, path: readonly string[], create = false): any[] {
  let found = [object]
  for (const key of path) {
    found = found.flatMap(each => {
      if (key === '*') return Array.isArray(each) ? each.filter(isMap) : []
      if (create && each[key] === undefined) each[key] = {}
      return isMap(each[key]) || Array.isArray(each[key]) ? [each[key]] : []
    })
  }
  return found.filter(isMap)
}
