import type { KubeObject, OwnerReference } from './objects.ts'

/** The owner that manages an object, if one does. */
export function controllerOf(object: Pick<KubeObject, 'metadata'>): OwnerReference | undefined {
  const references = object.metadata.ownerReferences
  if (references) for (let i = 0; i < references.length; i++) if (references[i]!.controller) return references[i]
  return undefined
}

/** The reference that makes `owner` the controller of an object, and holds its foreground deletion until that is gone. */
export function controllerReference(owner: KubeObject): OwnerReference {
  return {
    apiVersion: owner.apiVersion,
    blockOwnerDeletion: true,
    controller: true,
    kind: owner.kind,
    name: owner.metadata.name,
    uid: owner.metadata.uid!,
  }
}

/** A copy with one owner more; `owner` has to be a controllerReference or the like. */
export function withOwner<T extends KubeObject>(object: T, owner: OwnerReference): T {
  const ownerReferences = [...(object.metadata.ownerReferences ?? []), owner]
  return { ...object, metadata: { ...object.metadata, ownerReferences } }
}

/** A copy without the owner of a uid. */
export function withoutOwner<T extends KubeObject>(object: T, uid: string): T {
  const left = (object.metadata.ownerReferences ?? []).filter(reference => reference.uid !== uid)
  const { ownerReferences: _, ...metadata } = object.metadata
  return { ...object, metadata: left.length > 0 ? { ...metadata, ownerReferences: left } : metadata } as T
}
