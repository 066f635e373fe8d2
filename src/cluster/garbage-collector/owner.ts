import type { KindRegistry, Reader } from '../../api/kind.ts'
import { resourceOf } from '../../api/registry.ts'
import type { KubeObject, OwnerReference } from '../../lib/objects.ts'

/** An owner as its dependents name it, seen from their namespace (empty: they have none). */
export interface Owner {
  apiVersion: string
  kind: string
  namespace: string
  name: string
  uid: string
  /** The resource of the dependent that names it just now, so there are (or were) some. */
  dependents?: string
}

const SPACE = ' '

/** The key of an owner that a dependent of this resource names. */
export const ownerKey = (ref: OwnerReference, namespace: string | undefined, dependents: string): string =>
  [ref.apiVersion, ref.kind, namespace ?? '', ref.name, ref.uid, dependents].join(SPACE)

/** The key of an object that may own others. */
export const selfKey = ({ apiVersion, kind, metadata }: KubeObject): string =>
  [apiVersion, kind, metadata.namespace ?? '', metadata.name, metadata.uid].join(SPACE)

export function parseOwner(key: string): Owner {
  const [apiVersion = '', kind = '', namespace = '', name = '', uid = '', dependents] = key.split(SPACE)
  return { apiVersion, kind, namespace, name, uid, dependents }
}

/** The object, if it is still the one that is meant. Of kinds that are not served nothing is known: `unknown`. */
export function findOwner(
  owner: Omit<Owner, 'dependents'>,
  registry: KindRegistry,
  read: Reader,
): KubeObject | 'unknown' | undefined {
  const kind = registry.byKind(owner.apiVersion, owner.kind)
  if (!kind) return 'unknown'
  const namespace = kind.scope === 'Cluster' ? undefined : owner.namespace
  if (namespace === '') return undefined
  const object = read.get(resourceOf(kind), namespace, owner.name)
  return object?.metadata.uid === owner.uid ? object : undefined
}
