import { clone } from '../../lib/clone.ts'
import { equal } from '../../lib/equal.ts'
import type { KubeObject } from '../../lib/objects.ts'
import { admit } from '../admission.ts'
import type { Reply } from '../call.ts'
import { badRequest, conflict, invalid, objectModified } from '../errors.ts'
import { entriesOfNext } from '../managed-fields/index.ts'
import { validateMetadata } from '../metadata.ts'
import { matchNamespace } from '../namespace.ts'
import { qualifiedKind } from '../registry.ts'
import { scaled, scaleOf } from '../scale.ts'
import { admissionOf, current, type Request, type Server } from '../server.ts'
import { consult, mutate } from '../webhooks.ts'
import { decodeBody } from './create.ts'

export function update(server: Server, request: Request): Reply {
  const { call, kind, warnings } = request
  const previous = current(server, request)
  if (call.subresource === 'scale') {
    const body = call.body as KubeObject
    precondition(request, previous, body.metadata)
    const next = replace(server, request, previous, clone(scaled(kind, previous, body)))
    return { code: 200, body: scaleOf(kind, next), warnings }
  }
  if (call.subresource === 'status' && request.trusted) {
    return { code: 200, body: replaceStatus(server, request, previous, call.body as KubeObject), warnings }
  }
  if (request.trusted && changesOnlyMetadata(call.body as KubeObject, previous)) {
    return { code: 200, body: replaceMetadata(server, request, previous, call.body as KubeObject), warnings }
  }
  const draft = request.trusted ? clone(call.body as KubeObject) : decodeBody(request)
  matchNamespace(request, draft.metadata)
  requireSameName(request, draft)
  precondition(request, previous, draft.metadata)
  if (call.subresource === 'status') {
    return { code: 200, body: replaceStatus(server, request, previous, draft), warnings }
  }
  return { code: 200, body: replace(server, request, previous, draft), warnings }
}

/** Throws BadRequest for a body that is of another object than the request. */
export function requireSameName({ call }: Request, { metadata }: KubeObject): void {
  if (metadata.name === call.name) return
  throw badRequest(`the name of the object (${metadata.name}) does not match the name on the URL (${call.name})`)
}

/** Optimistic locking: what the body says of uid and resourceVersion must still hold. */
export function precondition(
  { resource, call }: Request,
  previous: KubeObject,
  claimed: { uid?: string; resourceVersion?: string } | undefined,
): void {
  const name = call.name ?? ''
  if (claimed?.uid && claimed.uid !== previous.metadata.uid) {
    throw conflict(
      resource,
      name,
      `StorageError: invalid object, Code: 4, Key: /registry/${resource}/${name}, ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in precondition: ${claimed.uid}, UID in object meta: ${previous.metadata.uid}`,
    )
  }
  if (claimed?.resourceVersion && claimed.resourceVersion !== previous.metadata.resourceVersion)
    throw objectModified(resource, name)
}

/** Puts a draft in place of the stored object, all but status. Answers what is stored; no write if nothing changed. */
export function replace(server: Server, request: Request, previous: KubeObject, draft: KubeObject): KubeObject {
  const { kind } = request
  keepMetadata(draft, previous)
  if (kind.subresources?.status) {
    if (previous['status'] === undefined) delete draft['status']
    else draft['status'] = previous['status']
  }
  const admission = admissionOf(server, request)
  kind.defaults?.(draft)
  assign(draft, entriesOfNext(server, request, previous, draft))
  kind.prepare?.(draft, previous, admission)
  mutate(server, request, draft, previous)
  const errors = validateMetadata(kind, draft, previous)
  const own = kind.validate?.(draft, previous, admission)
  if (own && own.length > 0) errors.push(...own)
  if (errors.length > 0) throw invalid(qualifiedKind(kind), draft.metadata.name, errors)
  if (kind.warnings && !request.trusted) {
    const raised = draft.metadata.generation !== previous.metadata.generation || isOtherwise(request, draft, previous)
    request.warnings.push(...kind.warnings(draft, previous, raised))
  }
  consult(server, request, 'validating', { operation: 'UPDATE', object: draft, previous })
  admit(server, request, draft, previous)
  return save(server, request, previous, draft)
}

/** A controller's changed copy of an object that shares everything but the metadata with it. */
function changesOnlyMetadata(next: KubeObject, previous: KubeObject): boolean {
  for (const field in next) if (field !== 'metadata' && next[field] !== previous[field]) return false
  for (const field in previous) if (!(field in next)) return false
  return true
}

/** Puts only metadata in place: owners, finalizers, labels, annotations. What else there is has been judged before. */
function replaceMetadata(server: Server, request: Request, previous: KubeObject, next: KubeObject): KubeObject {
  const draft = { ...next, metadata: clone(next.metadata) }
  precondition(request, previous, draft.metadata)
  keepMetadata(draft, previous)
  mutate(server, request, draft, previous)
  const errors = validateMetadata(request.kind, draft, previous)
  if (errors.length > 0) throw invalid(qualifiedKind(request.kind), draft.metadata.name, errors)
  consult(server, request, 'validating', { operation: 'UPDATE', object: draft, previous })
  return save(server, request, previous, draft)
}

/** Puts only a status in place. */
export function replaceStatus(server: Server, request: Request, previous: KubeObject, next: KubeObject): KubeObject {
  if (equal(next['status'], previous['status'])) return previous
  const { kind, trusted } = request
  const { metadata } = previous
  const draft: KubeObject = { ...previous }
  draft['status'] = next['status']
  draft.metadata = { ...metadata }
  const changed = consult(server, request, 'mutating', { operation: 'UPDATE', object: draft, previous })
  if (changed) draft['status'] = changed['status']
  if (!trusted) {
    // Only the status is private yet; a user's may lack what controllers always write.
    const whole = clone(draft)
    kind.defaults?.(whole)
    draft['status'] = whole['status']
    const errors = kind.validate?.(whole, previous, admissionOf(server, request)) ?? []
    if (errors.length > 0) throw invalid(qualifiedKind(kind), metadata.name, errors)
  }
  assign(draft, entriesOfNext(server, request, previous, draft))
  // The status of a custom resource is as its author says, and may be wrong; a user's has been judged above.
  const errors =
    request.kind.custom && trusted ? request.kind.validate?.(draft, previous, admissionOf(server, request)) : undefined
  if (errors && errors.length > 0) throw invalid(qualifiedKind(request.kind), metadata.name, errors)
  consult(server, request, 'validating', { operation: 'UPDATE', object: draft, previous })
  return save(server, request, previous, draft)
}

function assign({ metadata }: KubeObject, entries: KubeObject['metadata']['managedFields']): void {
  if (entries) metadata.managedFields = entries
  else if (metadata.managedFields) delete metadata.managedFields
}

/** What belongs to the server stays as it is. */
function keepMetadata(draft: KubeObject, { metadata: kept, apiVersion, kind }: KubeObject): void {
  const { metadata } = draft
  draft.apiVersion = apiVersion
  draft.kind = kind
  metadata.uid ??= kept.uid
  metadata.creationTimestamp ??= kept.creationTimestamp
  metadata.resourceVersion = kept.resourceVersion
  for (const field of ['generation', 'deletionTimestamp', 'deletionGracePeriodSeconds', 'generateName'] as const) {
    if (kept[field] !== undefined) (metadata as any)[field] = kept[field]
    else if (field in metadata) delete metadata[field]
  }
  if ('selfLink' in metadata) delete metadata.selfLink
}

/** The last step of every change: generation, the write, and the end of an object that only waited for a finalizer. */
export function save(server: Server, request: Request, previous: KubeObject, draft: KubeObject): KubeObject {
  const { kind, key } = request
  if (equal(draft, previous)) return previous
  if ((kind.generation ?? kind.subresources?.status) && isOtherwise(request, draft, previous)) {
    draft.metadata.generation = (previous.metadata.generation ?? 0) + 1
  }
  if (request.dryRun) return draft
  draft.metadata.resourceVersion = String(server.store.revision + 1)
  if (isFinished(request, draft)) server.store.remove(key, draft)
  else server.store.put(key, draft)
  return draft
}

/** Whether what is wanted of the object has changed. */
function isOtherwise({ kind }: Request, draft: KubeObject, previous: KubeObject): boolean {
  if (kind.generation !== 'all') return draft['spec'] !== previous['spec'] && !equal(draft['spec'], previous['spec'])
  const wanted = ({ metadata: _, status, ...rest }: KubeObject) =>
    kind.subresources?.status ? rest : { ...rest, status }
  return !equal(wanted(draft), wanted(previous))
}

/** Being deleted, with nothing left to wait for. */
function isFinished({ kind }: Request, object: KubeObject): boolean {
  const { metadata } = object
  if (!metadata.deletionTimestamp || metadata.deletionGracePeriodSeconds) return false
  return !metadata.finalizers?.length && !kind.finalizers?.(object).length
}
