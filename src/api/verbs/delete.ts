import type { KubeObject } from '../../lib/objects.ts'
import { rfc3339 } from '../../lib/time.ts'
import type { Reply } from '../call.ts'
import { conflict } from '../errors.ts'
import { keyOf } from '../reader.ts'
import { admissionOf, current, type Request, type Server } from '../server.ts'
import { consultBoth } from '../webhooks.ts'
import { selected } from './list.ts'
import { precondition } from './update.ts'

/** Finalizers by which the garbage collector takes part in a deletion. */
const ORPHAN = 'orphan'
const FOREGROUND = 'foregroundDeletion'

/** Answers the object while it stays (finalizers, grace period), else a Status of success. */
export function remove(server: Server, request: Request): Reply {
  const previous = current(server, request)
  const asked = request.call.query?.preconditions
  if (asked?.uid && asked.uid !== previous.metadata.uid) {
    throw conflict(
      request.resource,
      request.call.name!,
      `Precondition failed: UID in precondition: ${asked.uid}, UID in object meta: ${previous.metadata.uid}`,
    )
  }
  precondition(request, previous, { resourceVersion: asked?.resourceVersion })
  request.kind.beforeDelete?.(previous, admissionOf(server, request))
  if (!request.call.query?.admitted) consultBoth(server, request, { operation: 'DELETE', previous })
  const left = removeOne(server, request, previous)
  const { name, uid } = previous.metadata
  const success = {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Success',
    details: { name, kind: request.kind.names.plural, uid },
  }
  return { code: 200, body: left ?? success, warnings: request.warnings }
}

export function removeCollection(server: Server, request: Request): Reply {
  const objects = selected(server, request)
  for (const object of objects) {
    request.kind.beforeDelete?.(object, admissionOf(server, request))
    consultBoth(server, request, { operation: 'DELETE', previous: object })
    const { namespace, name } = object.metadata
    removeOne(server, { ...request, key: keyOf(request.resource, namespace, name) }, object)
  }
  return {
    code: 200,
    body: { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success' },
    warnings: request.warnings,
  }
}

/** Marks or removes; answers the object if it stays (apiserver registry `BeforeDelete` and `deletionFinalizersForGarbageCollection`). */
function removeOne(server: Server, request: Request, previous: KubeObject): KubeObject | undefined {
  const { kind, key, call, dryRun } = request
  const { metadata } = previous
  const finalizers = finalizersFor(metadata.finalizers ?? [], call.query?.propagationPolicy)
  let grace = kind.grace?.(previous, call.query?.gracePeriodSeconds) ?? 0
  const draft: KubeObject = { ...previous }
  draft.metadata = { ...metadata }
  if (finalizers.length > 0) draft.metadata.finalizers = finalizers
  else if (metadata.finalizers) delete draft.metadata.finalizers
  const first = !metadata.deletionTimestamp
  if (!first) {
    const left = metadata.deletionGracePeriodSeconds ?? 0
    if (call.query?.gracePeriodSeconds === undefined || grace > left) grace = left
  }
  const waits = grace > 0 || finalizers.length > 0 || (kind.finalizers?.(previous).length ?? 0) > 0
  if (!waits) {
    if (!dryRun) {
      draft.metadata.resourceVersion = String(server.store.revision + 1)
      server.store.remove(key, draft)
    }
    return undefined
  }
  const shorter = !first && grace < (metadata.deletionGracePeriodSeconds ?? 0)
  if (first) {
    draft.metadata.deletionTimestamp = rfc3339(server.now() + grace * 1000)
    draft.metadata.deletionGracePeriodSeconds = grace
    if (metadata.generation) draft.metadata.generation = metadata.generation + 1
    kind.deleting?.(draft)
  } else if (shorter) {
    const began = Date.parse(metadata.deletionTimestamp!) - (metadata.deletionGracePeriodSeconds ?? 0) * 1000
    draft.metadata.deletionTimestamp = rfc3339(began + grace * 1000)
    draft.metadata.deletionGracePeriodSeconds = grace
  } else if (finalizers.length === (metadata.finalizers?.length ?? 0)) {
    return previous
  }
  if (dryRun) return draft
  draft.metadata.resourceVersion = String(server.store.revision + 1)
  server.store.put(key, draft)
  return draft
}

function finalizersFor(present: string[], policy: string | undefined): string[] {
  if (policy === undefined) return present
  const others = present.filter(f => f !== ORPHAN && f !== FOREGROUND)
  if (policy === 'Orphan') return [...others, ORPHAN]
  if (policy === 'Foreground') return [...others, FOREGROUND]
  return others
}
