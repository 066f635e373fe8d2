import { ApiError } from '../../api/errors.ts'
import { resourceOf } from '../../api/registry.ts'
import type { Context, Controller } from '../../engine/controller.ts'
import type { KubeObject, OwnerReference } from '../../lib/objects.ts'
import { term } from '../../lib/term.ts'
import type { Change } from '../../store/store.ts'
import { findOwner, type Owner, ownerKey, parseOwner, selfKey } from './owner.ts'
import { FOREGROUND, isDeleting, ORPHAN, type OwnerState, plan } from './plan.ts'

/** They own nothing and nobody owns them; there are many. */
const IGNORED = 'Event'

/**
 * Deletes what nobody owns any more, and ends deletions that wait for dependents (pkg/controller/garbagecollector).
 * Its keys are owners; an owner is looked at when it goes or begins to go, and when it gains or loses a dependent.
 */
export const garbageCollector: Controller = {
  name: 'garbage-collector',
  user: 'generic-garbage-collector',
  watches: [{ resource: '*', keys }],
  reconcile(key, ctx) {
    const owner = parseOwner(key)
    if (owner.dependents !== undefined) remember(owner, owner.dependents, ctx)
    const object = findOwner(owner, ctx.registry, ctx.read)
    if (object === 'unknown') return
    if (!object) for (const dependent of dependents(owner, ctx)) attempt(dependent, ctx)
    else if (isDeleting(object, ORPHAN)) orphan(object, owner, ctx)
    else if (isDeleting(object, FOREGROUND)) awaitDependents(object, owner, ctx)
  },
}

function keys({ key, type, object, previous }: Change): string[] {
  if (object.kind === IGNORED) return []
  const { metadata } = object
  const found: string[] = []
  if (type === 'DELETED' || isDeleting(object, FOREGROUND) || isDeleting(object, ORPHAN)) found.push(selfKey(object))
  if (metadata.ownerReferences && (type !== 'MODIFIED' || changed(metadata.ownerReferences, previous))) {
    const resource = key.slice(0, key.indexOf('/'))
    for (const ref of metadata.ownerReferences) found.push(ownerKey(ref, metadata.namespace, resource))
  }
  return found
}

function changed(refs: OwnerReference[], previous: KubeObject | undefined): boolean {
  const before = previous?.metadata.ownerReferences
  return before?.length !== refs.length || refs.some((ref, i) => ref.uid !== before[i]!.uid)
}

/** The resources of which objects of a kind have ever owned some: nowhere else need dependents be looked for. */
const note = ({ kind }: { kind: string }) => `owns/${kind}`

function remember(owner: Owner, resource: string, ctx: Context): void {
  const known = owned(owner, ctx)
  if (!known.includes(resource)) ctx.setNote(note(owner), [...known, resource])
}

function owned(owner: { kind: string }, ctx: Context): readonly string[] {
  const known = ctx.note<string[] | true>(note(owner)) ?? []
  // Older state files say only that there are some.
  return known === true ? ctx.registry.kinds.map(resourceOf) : known
}

function dependents(owner: { kind: string; uid: string }, ctx: Context): KubeObject[] {
  return owned(owner, ctx).flatMap(resource => ctx.read.find(resource, term('owner', owner.uid)))
}

function stateOf(ref: OwnerReference, dependent: KubeObject, ctx: Context): OwnerState {
  const owner = { ...ref, namespace: dependent.metadata.namespace ?? '' }
  const object = findOwner(owner, ctx.registry, ctx.read)
  if (!object) return 'absent'
  return object !== 'unknown' && isDeleting(object, FOREGROUND) ? 'waiting' : 'alive'
}

function attempt(dependent: KubeObject, ctx: Context): void {
  const self = { kind: dependent.kind, uid: dependent.metadata.uid! }
  const decision = plan(
    dependent,
    ref => stateOf(ref, dependent, ctx),
    () => dependents(self, ctx).length > 0,
  )
  if (decision.act === 'release') release(dependent, decision.from, ctx)
  if (decision.act === 'delete') {
    unlessGone(() => ctx.api.delete(dependent, { propagationPolicy: decision.policy }))
  }
}

function release(dependent: KubeObject, from: string[], ctx: Context): void {
  const left = dependent.metadata.ownerReferences?.filter(ref => !from.includes(ref.uid))
  const ownerReferences = left?.length ? left : undefined
  unlessGone(() => ctx.api.update({ ...dependent, metadata: { ...dependent.metadata, ownerReferences } }))
}

function orphan(object: KubeObject, owner: Owner, ctx: Context): void {
  for (const dependent of dependents(owner, ctx)) release(dependent, [owner.uid], ctx)
  dropFinalizer(object, ORPHAN, ctx)
}

function awaitDependents(object: KubeObject, owner: Owner, ctx: Context): void {
  const blocking = dependents(owner, ctx).filter(({ metadata }) =>
    metadata.ownerReferences?.some(ref => ref.uid === owner.uid && ref.blockOwnerDeletion),
  )
  if (blocking.length === 0) dropFinalizer(object, FOREGROUND, ctx)
  for (const dependent of blocking) if (!isDeleting(dependent, FOREGROUND)) attempt(dependent, ctx)
}

function dropFinalizer(object: KubeObject, finalizer: string, ctx: Context): void {
  const finalizers = object.metadata.finalizers?.filter(f => f !== finalizer)
  unlessGone(() => ctx.api.update({ ...object, metadata: { ...object.metadata, finalizers } }))
}

/** Somebody else may have ended it a moment ago. */
function unlessGone(act: () => void): void {
  try {
    act()
  } catch (error) {
    if (!(error instanceof ApiError) || (error.reason !== 'NotFound' && error.reason !== 'Conflict')) throw error
  }
}
