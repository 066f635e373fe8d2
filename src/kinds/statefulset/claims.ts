/** Claims of a StatefulSet's pods, and who owns them. Modelled on pkg/controller/statefulset/stateful_pod_control.go. */
import { ApiError } from '../../api/errors.ts'
import type { Context } from '../../engine/controller.ts'
import { equal } from '../../lib/equal.ts'
import type { OwnerReference, PersistentVolumeClaim, Pod, StatefulSet } from '../../lib/objects.ts'
import { controllerReference } from '../../lib/owner.ts'
import { claimsOf, isWanted, ordinalOf, podName } from './identity.ts'

const RESOURCE = 'persistentvolumeclaims'
const FROM = { from: 'statefulset-controller' }

/** Claims that belonged to a former pod of the name are on their way out: its successor waits for that. */
export function hasStaleClaim(set: StatefulSet, ordinal: number, { read }: Context): boolean {
  return claimsOf(set, ordinal).some(({ metadata }) => {
    const claim = read.get<PersistentVolumeClaim>(RESOURCE, metadata.namespace, metadata.name)
    return claim?.metadata.ownerReferences?.some(owner => owner.kind === 'Pod' && owner.name === podName(set, ordinal))
  })
}

/** Makes the claims that a pod lacks. The error of the first that could not be made. */
export function createClaims(set: StatefulSet, ordinal: number, ctx: Context): ApiError | undefined {
  for (const claim of claimsOf(set, ordinal)) {
    const { name, namespace } = claim.metadata
    if (ctx.read.get(RESOURCE, namespace, name)) continue
    const words = `Claim ${name}`
    const whose = `Pod ${podName(set, ordinal)} in StatefulSet ${set.metadata.name}`
    const owners = ownersOf(set, undefined, ordinal)
    if (owners.length > 0) claim.metadata.ownerReferences = owners
    try {
      ctx.api.create(claim)
      ctx.event(set, 'Normal', 'SuccessfulCreate', `Create ${words} ${whose} success`, FROM)
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      const message = `Create ${words} for ${whose} failed error: ${error.message}`
      ctx.event(set, 'Warning', 'FailedCreate', message, FROM)
      return error
    }
  }
  return undefined
}

/**
 * Has the claims go with the set (whenDeleted: Delete) or with a pod that is not wanted any more (whenScaled: Delete), or
 * stay. Looks only when something about that has changed.
 */
export function ownClaims(set: StatefulSet, pods: readonly Pod[], ctx: Context): void {
  if (!set.spec.volumeClaimTemplates?.length) return
  const { replicas, ordinals, persistentVolumeClaimRetentionPolicy: policy } = set.spec
  const note = `claims/${set.metadata.uid}`
  const before = ctx.note<string>(note)
  const kept = policy?.whenDeleted !== 'Delete' && policy?.whenScaled !== 'Delete'
  const state = kept ? undefined : JSON.stringify([policy, replicas, ordinals])
  if (before === state) return
  ctx.setNote(note, state)
  for (const pod of pods) {
    const ordinal = ordinalOf(set, pod)
    if (ordinal === undefined) continue
    for (const { metadata } of claimsOf(set, ordinal)) {
      const claim = ctx.read.get<PersistentVolumeClaim>(RESOURCE, metadata.namespace, metadata.name)
      if (claim) giveTo(claim, ownersOf(set, pod, ordinal), set, pod, ctx)
    }
  }
}

function ownersOf(set: StatefulSet, pod: Pod | undefined, ordinal: number): OwnerReference[] {
  const { whenDeleted, whenScaled } = set.spec.persistentVolumeClaimRetentionPolicy ?? {}
  if (whenScaled === 'Delete' && pod && !isWanted(set, ordinal)) return [controllerReference(pod)]
  return whenDeleted === 'Delete' ? [controllerReference(set)] : []
}

function giveTo(
  claim: PersistentVolumeClaim,
  owners: OwnerReference[],
  set: StatefulSet,
  pod: Pod,
  ctx: Context,
): void {
  const ours = [set.metadata.uid, pod.metadata.uid]
  const others = (claim.metadata.ownerReferences ?? []).filter(({ uid }) => !ours.includes(uid))
  const next = [...others, ...owners]
  if (equal(next, claim.metadata.ownerReferences ?? [])) return
  const { ownerReferences: _, ...metadata } = claim.metadata
  ctx.api.update({ ...claim, metadata: next.length > 0 ? { ...metadata, ownerReferences: next } : metadata })
}
