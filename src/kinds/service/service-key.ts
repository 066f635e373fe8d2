import type { Context } from '../../engine/controller.ts'
import type { KubeObject, Service } from '../../lib/objects.ts'

/** `ns/name`: what the endpoint controllers are queued by. */
export const keyOf = ({ metadata }: KubeObject): string => `${metadata.namespace}/${metadata.name}`

export function serviceAt(key: string, ctx: Context): { namespace: string; name: string; service?: Service } {
  const slash = key.indexOf('/')
  const [namespace, name] = [key.slice(0, slash), key.slice(slash + 1)]
  return { namespace, name, service: ctx.read.get<Service>('services', namespace, name) }
}

/** Nothing new can be made in a namespace that is going. */
export const isTerminating = (namespace: string, ctx: Context): boolean =>
  ctx.read.get('namespaces', undefined, namespace)?.metadata.deletionTimestamp !== undefined
