import { isMap } from '../../../lib/own.ts'
import { FailedError } from '../../command.ts'
import type { Resource } from './resource.ts'

export interface ImageRule {
  name: string
  newName?: string
  newTag?: string
  tagSuffix?: string
  digest?: string
}

/** Gives containers other images; a rule is for images by its name, whatever their tag. */
export function changeImages(resources: readonly Resource[], rules: readonly ImageRule[]): void {
  for (const { object } of resources) for (const rule of rules) walk(object, rule)
}

function walk(value: unknown, rule: ImageRule): void {
  if (Array.isArray(value)) {
    for (const item of value) walk(item, rule)
    return
  }
  if (!isMap(value)) return
  for (const key of ['containers', 'initContainers']) {
    for (const container of Array.isArray(value[key]) ? value[key] : []) {
      if (typeof container?.image === 'string') container.image = changed(container.image, rule)
    }
  }
  for (const inner of Object.values(value)) walk(inner, rule)
}

/** `nginx:1.27` under `{ name: nginx, newTag: '1.28' }` is `nginx:1.28`. */
export function changed(image: string, { name, newName, newTag, tagSuffix, digest }: ImageRule): string {
  const [, repository = '', tag = '', sum = ''] = /^(.*?)(:[^:/@]+)?(@.*)?$/.exec(image)!
  if (repository !== name) return image
  const to = newName ?? repository
  if (digest) return `${to}@${digest}`
  if (newTag !== undefined) return `${to}:${newTag}`
  if (tagSuffix !== undefined && !sum) return `${to}${tag || ':latest'}${tagSuffix}`
  return `${to}${tag}${sum}`
}

const SCALED = new Set(['Deployment', 'ReplicaSet', 'ReplicationController', 'StatefulSet'])

export interface ReplicaRule {
  name: string
  count: number
}

export function changeReplicas(resources: readonly Resource[], rules: readonly ReplicaRule[]): void {
  for (const { name, count } of rules) {
    const found = resources.filter(
      ({ object, before }) =>
        SCALED.has(object.kind) && [object.metadata?.name, ...before.map(id => id.name)].includes(name),
    )
    if (found.length === 0) {
      throw new FailedError(
        `resource with name ${name} does not match a config with the following GVK [Deployment.[noVer].[noGrp] ReplicationController.[noVer].[noGrp] ReplicaSet.[noVer].[noGrp] StatefulSet.[noVer].[noGrp]]`,
      )
    }
    for (const { object } of found) {
      object.spec ??= {}
      object.spec.replicas = count
    }
  }
}
