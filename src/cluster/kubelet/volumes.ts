import type { Volume } from 'kubernetes-types/core/v1'
import type { Reader } from '../../api/kind.ts'
import type { Container, Pod } from '../../lib/objects.ts'
import { claimNameOf } from '../../lib/pod-claims.ts'
import type { Mount } from '../images/files.ts'
import { boundVolume, diskOf } from './kept.ts'
import { ConfigError, dataOf, fieldValue, resourceValue } from './environment.ts'
import { own } from '../../lib/own.ts'

/** The token that the API server would sign. Nothing checks it. */
const TOKEN = 'kubesim-service-account-token'

type Item = { key: string; path: string }

/** Keys of a ConfigMap or Secret as files: all of them, or `items` under their paths. Throws ConfigError. */
function keyFiles(
  data: Record<string, string> | undefined,
  items: Item[] | undefined,
  optional: boolean | undefined,
): Record<string, string> {
  if (!data) return {}
  if (!items) return data
  const files: Record<string, string> = {}
  for (const { key, path } of items) {
    const value = own(data, key)
    if (value === undefined && !optional) throw new ConfigError(`references non-existent config key: ${key}`)
    if (value !== undefined) files[path] = value
  }
  return files
}

type FieldItem = {
  path: string
  fieldRef?: { fieldPath: string }
  resourceFieldRef?: { resource: string; containerName?: string; divisor?: unknown }
}

function fieldFiles(pod: Pod, items: FieldItem[] | undefined): Record<string, string> {
  const files: Record<string, string> = {}
  for (const { path, fieldRef, resourceFieldRef } of items ?? []) {
    if (fieldRef) files[path] = fieldValue(pod, fieldRef.fieldPath)
    else if (resourceFieldRef)
      files[path] = resourceValue(pod, pod.spec.containers[0]!, resourceFieldRef as { resource: string })
  }
  return files
}

/** The files that a volume brings. Throws ConfigError when it cannot be mounted. */
function volumeFiles(pod: Pod, volume: Volume, read: Reader): Record<string, string> {
  const namespace = pod.metadata.namespace!
  if (volume.configMap) {
    const data = dataOf(read, 'configmap', namespace, volume.configMap)
    return keyFiles(data, volume.configMap.items, volume.configMap.optional)
  }
  if (volume.secret) {
    const { secretName: name, optional, items } = volume.secret
    return keyFiles(dataOf(read, 'secret', namespace, { name, optional }), items, optional)
  }
  if (volume.downwardAPI) return fieldFiles(pod, volume.downwardAPI.items)
  const files: Record<string, string> = {}
  // The volume of the service account is the system's own: its ConfigMap comes with the namespace.
  const system = volume.projected?.sources?.some(({ serviceAccountToken }) => serviceAccountToken)
  for (const { configMap, secret, downwardAPI, serviceAccountToken } of volume.projected?.sources ?? []) {
    if (configMap)
      Object.assign(
        files,
        keyFiles(
          dataOf(read, 'configmap', namespace, system ? { ...configMap, optional: true } : configMap),
          configMap.items,
          system || configMap.optional,
        ),
      )
    if (secret) Object.assign(files, keyFiles(dataOf(read, 'secret', namespace, secret), secret.items, secret.optional))
    if (downwardAPI) Object.assign(files, fieldFiles(pod, downwardAPI.items))
    if (serviceAccountToken) files[serviceAccountToken.path] = TOKEN
  }
  return files
}

const readOnlyKinds = (volume: Volume) => volume.configMap ?? volume.secret ?? volume.downwardAPI ?? volume.projected

/** A volume that cannot be mounted now. `message` when the kubelet has other words for it than usual. */
export interface Unmountable {
  volume: string
  error: string
  message?: string
}

/** Volumes that cannot be mounted now. */
export function unmountable(pod: Pod, read: Reader): Unmountable[] {
  const result: Unmountable[] = []
  for (const volume of pod.spec.volumes ?? []) {
    const claimName = claimNameOf(pod, volume)
    if (claimName !== undefined && !boundVolume(pod, claimName, read))
      result.push(unbound(pod, volume.name, claimName, read))
    if (!volume.configMap && !volume.secret && !volume.projected) continue
    if (volume.projected?.sources?.some(({ serviceAccountToken }) => serviceAccountToken)) continue
    try {
      volumeFiles(pod, volume, read)
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error
      result.push({ volume: volume.name, error: error.message })
    }
  }
  return result
}

/** Only a pod that was put on its node by hand can get there before its claim is bound. */
function unbound({ metadata: { namespace } }: Pod, volume: string, claim: string, read: Reader): Unmountable {
  const there = read.get('persistentvolumeclaims', namespace, claim) !== undefined
  const why = there
    ? 'PVC is not bound'
    : `failed to fetch PVC from API server: persistentvolumeclaims "${claim}" not found`
  const error = `error processing PVC ${namespace}/${claim}: ${why}`
  const lists = `unmounted volumes=[${volume}], unattached volumes=[], failed to process volumes=[${volume}]`
  return { volume, error, message: `Unable to attach or mount volumes: ${lists}: ${error}` }
}

/** What is mounted into a container. ConfigMaps and Secrets are read when a file is. */
export function mountsOf(pod: Pod, container: Container, read: { folder: Reader; file: Reader }): Mount[] {
  const mounts: Mount[] = []
  for (const { name, mountPath, subPath, readOnly } of container.volumeMounts ?? []) {
    const volume = pod.spec.volumes?.find(each => each.name === name)
    if (!volume) continue
    const path = mountPath.length > 1 ? mountPath.replace(/\/+$/, '') : mountPath
    const fixed = readOnlyKinds(volume)
    let files: Record<string, string> | undefined
    const entries = () => (files ??= below(readFiles(pod, volume, subPath ? read.file : read.folder), subPath))
    mounts.push({
      path,
      volume: diskOf(pod, volume, read.folder) ?? name,
      ...(subPath && { within: `/${subPath.replace(/^\/+|\/+$/g, '')}` }),
      readOnly: !!readOnly || !!fixed || !!volume.persistentVolumeClaim?.readOnly,
      entries,
    })
  }
  return mounts
}

function readFiles(pod: Pod, volume: Volume, read: Reader): Record<string, string> {
  try {
    return volumeFiles(pod, volume, read)
  } catch (error) {
    // What was mounted has been deleted since; the files stay in a real cluster, their content is not known here.
    if (error instanceof ConfigError) return {}
    throw error
  }
}

function below(files: Record<string, string>, subPath: string | undefined): Record<string, string> {
  if (!subPath) return files
  const result: Record<string, string> = {}
  for (const [path, content] of Object.entries(files)) {
    if (path === subPath) result[''] = content
    else if (path.startsWith(`${subPath}/`)) result[path.slice(subPath.length + 1)] = content
  }
  return result
}
