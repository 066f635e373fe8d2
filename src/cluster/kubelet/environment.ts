import type { Reader } from '../../api/kind.ts'
import type { ConfigMap, Container, Pod, Secret, Service } from '../../lib/objects.ts'
import { bytes, milliCpu } from '../../lib/quantity.ts'
import { parseTime, type Ms } from '../../lib/time.ts'
import { substitute } from '../images/program.ts'
import { own } from '../../lib/own.ts'

/** Why a container cannot be created; the message stands in its status and events. */
export class ConfigError extends Error {}

type Source = { name?: string; optional?: boolean }

/** Data of a ConfigMap or Secret as texts; undefined for an optional one that is missing. */
export function dataOf(
  read: Reader,
  kind: 'configmap' | 'secret',
  namespace: string,
  source: Source,
): Record<string, string> | undefined {
  const name = source.name ?? ''
  if (kind === 'configmap') {
    const map = read.get<ConfigMap>('configmaps', namespace, name)
    if (map) return { ...map.data, ...decoded(map.binaryData) }
  } else {
    const secret = read.get<Secret>('secrets', namespace, name)
    if (secret) return decoded(secret.data)
  }
  if (source.optional) return undefined
  throw new ConfigError(`${kind} "${name}" not found`)
}

function decoded(data: Record<string, string> | undefined): Record<string, string> {
  const texts: Record<string, string> = {}
  for (const [key, value] of Object.entries(data ?? {})) texts[key] = Buffer.from(value, 'base64').toString()
  return texts
}

function keyOf(
  read: Reader,
  kind: 'configmap' | 'secret',
  namespace: string,
  source: Source & { key: string },
): string | undefined {
  const data = dataOf(read, kind, namespace, source)
  const value = own(data ?? {}, source.key)
  if (value !== undefined || source.optional) return value
  throw new ConfigError(
    `couldn't find key ${source.key} in ${kind === 'configmap' ? 'ConfigMap' : 'Secret'} ${namespace}/${source.name}`,
  )
}

/** True when a container's environment depends on other objects, so that it can fail. */
export function hasReferences({ env, envFrom }: Container): boolean {
  return !!envFrom?.length || !!env?.some(({ valueFrom }) => valueFrom?.configMapKeyRef || valueFrom?.secretKeyRef)
}

/** Environment from `envFrom` and `env`, in order. Throws ConfigError. */
export function specEnvironment(
  pod: Pod,
  container: Container,
  services: Record<string, string>,
  read: Reader,
): Record<string, string> {
  const namespace = pod.metadata.namespace!
  const env: Record<string, string> = {}
  for (const { prefix = '', configMapRef, secretRef } of container.envFrom ?? []) {
    const data = configMapRef
      ? dataOf(read, 'configmap', namespace, configMapRef)
      : dataOf(read, 'secret', namespace, secretRef ?? {})
    for (const key of Object.keys(data ?? {}).sort()) env[prefix + key] = data![key]!
  }
  for (const { name, value, valueFrom } of container.env ?? []) {
    let text: string | undefined
    if (valueFrom?.configMapKeyRef) text = keyOf(read, 'configmap', namespace, valueFrom.configMapKeyRef)
    else if (valueFrom?.secretKeyRef) text = keyOf(read, 'secret', namespace, valueFrom.secretKeyRef)
    else if (valueFrom?.fieldRef) text = fieldValue(pod, valueFrom.fieldRef.fieldPath)
    else if (valueFrom?.resourceFieldRef) text = resourceValue(pod, container, valueFrom.resourceFieldRef)
    else text = value?.includes('$') ? substitute(value, { ...services, ...env }) : (value ?? '')
    if (text !== undefined) env[name] = text
  }
  return env
}

/** What the downward API tells: `metadata.labels['app']`, `status.podIP`, ... */
export function fieldValue(pod: Pod, path: string): string {
  const keyed = /^metadata\.(labels|annotations)\['(.*)'\]$/.exec(path)
  if (keyed) return own(pod.metadata[keyed[1] as 'labels' | 'annotations'] ?? {}, keyed[2]!) ?? ''
  const { metadata, spec, status } = pod
  switch (path) {
    case 'metadata.labels':
    case 'metadata.annotations': {
      const map = metadata[path.slice(9) as 'labels' | 'annotations'] ?? {}
      return Object.keys(map)
        .sort()
        .map(key => `${key}=${JSON.stringify(map[key])}`)
        .join('\n')
    }
    case 'spec.nodeName':
      return spec.nodeName ?? ''
    case 'spec.serviceAccountName':
      return spec.serviceAccountName ?? ''
    case 'status.hostIP':
    case 'status.hostIPs':
      return status.hostIP ?? ''
    case 'status.podIP':
    case 'status.podIPs':
      return status.podIP ?? ''
    default:
      return String((metadata as unknown as Record<string, unknown>)[path.replace('metadata.', '')] ?? '')
  }
}

/** A resource of a container, in units of the divisor, rounded up. Without a limit: the size of a node. */
export function resourceValue(
  pod: Pod,
  container: Container,
  ref: { resource: string; containerName?: string; divisor?: string },
): string {
  const named = ref.containerName ? pod.spec.containers.find(({ name }) => name === ref.containerName) : container
  const [list = '', resource = ''] = ref.resource.split('.')
  const amount = named?.resources?.[list as 'limits' | 'requests']?.[resource]
  const divisor = !ref.divisor || ref.divisor === '0' ? '1' : ref.divisor
  if (resource === 'cpu') {
    return String(
      Math.ceil((amount === undefined ? (list === 'limits' ? 8000 : 0) : milliCpu(amount)) / milliCpu(divisor)),
    )
  }
  return String(
    Math.ceil((amount === undefined ? (list === 'limits' ? 16 * 2 ** 30 : 0) : bytes(amount)) / bytes(divisor)),
  )
}

/**
 * Variables of the Services that the container could see when it started: those of its namespace (unless
 * enableServiceLinks is false) and the API server's. Services made later are left out, deleted ones are not remembered.
 */
export function serviceEnvironment(pod: Pod, read: Reader, startedAt: Ms): Record<string, string> {
  const services = new Map<string, Service>()
  const see = (service: Service | undefined) => {
    const ip = service?.spec.clusterIP
    if (!service || !ip || ip === 'None' || service.spec.type === 'ExternalName') return
    if ((parseTime(service.metadata.creationTimestamp) ?? 0) > startedAt) return
    services.set(service.metadata.name, service)
  }
  see(read.get<Service>('services', 'default', 'kubernetes'))
  if (pod.spec.enableServiceLinks !== false)
    for (const service of read.list<Service>('services', pod.metadata.namespace)) see(service)
  const env: Record<string, string> = {}
  for (const [name, { spec }] of services) {
    const prefix = name.toUpperCase().replace(/-/g, '_')
    const ip = spec.clusterIP!
    const [first] = spec.ports ?? []
    env[`${prefix}_SERVICE_HOST`] = ip
    env[`${prefix}_SERVICE_PORT`] = String(first?.port ?? '')
    for (const port of spec.ports ?? []) {
      if (port.name) env[`${prefix}_SERVICE_PORT_${port.name.toUpperCase().replace(/-/g, '_')}`] = String(port.port)
      const protocol = (port.protocol ?? 'TCP').toLowerCase()
      const url = `${protocol}://${ip}:${port.port}`
      if (port === first) env[`${prefix}_PORT`] = url
      const own = `${prefix}_PORT_${port.port}_${protocol.toUpperCase()}`
      env[own] = url
      env[`${own}_PROTO`] = protocol
      env[`${own}_PORT`] = String(port.port)
      env[`${own}_ADDR`] = ip
    }
  }
  return env
}
