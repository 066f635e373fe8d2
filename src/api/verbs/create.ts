import { clone } from '../../lib/clone.ts'
import type { KubeObject } from '../../lib/objects.ts'
import { rfc3339 } from '../../lib/time.ts'
import { admit } from '../admission.ts'
import type { Reply } from '../call.ts'
import { alreadyExists, badRequest, invalid } from '../errors.ts'
import { entriesOfNew } from '../managed-fields/index.ts'
import { validateMetadata } from '../metadata.ts'
import { admitToNamespace, matchNamespace } from '../namespace.ts'
import { keyOf } from '../reader.ts'
import { apiVersionOf, qualifiedKind } from '../registry.ts'
import { decode } from '../schema/decode.ts'
import { admissionOf, type Request, type Server } from '../server.ts'
import { consult, mutate } from '../webhooks.ts'

/** Longest name that generateName may make; the rest is the random suffix. */
const LONGEST_BASE = 58

export function create(server: Server, request: Request): Reply {
  const { kind, resource, call, warnings } = request
  const draft = request.trusted ? clone(call.body as KubeObject) : decodeBody(request)
  draft.apiVersion = apiVersionOf(kind)
  draft.kind = kind.names.kind
  const { metadata } = draft
  matchNamespace(request, metadata)
  const revision = server.store.revision + 1
  if (!metadata.name && metadata.generateName) {
    metadata.name = metadata.generateName.slice(0, LONGEST_BASE) + server.rng('name', resource, revision).suffix(5)
  }
  admitToNamespace(server, request, metadata.name)
  metadata.uid = server.rng('uid', resource, revision).uuid()
  metadata.creationTimestamp = rfc3339(server.now())
  if (!request.trusted) {
    delete metadata.deletionTimestamp
    delete metadata.deletionGracePeriodSeconds
    delete metadata.selfLink
  }
  if (kind.generation ?? kind.subresources?.status) metadata.generation = 1
  else if (metadata.generation !== undefined) delete metadata.generation
  if (kind.subresources?.status && !request.trusted) {
    if (kind.custom) delete draft['status']
    else draft['status'] = {}
  }

  const admission = admissionOf(server, request)
  kind.defaults?.(draft)
  const managed = entriesOfNew(server, request, draft)
  if (managed) metadata.managedFields = managed
  else if (metadata.managedFields) delete metadata.managedFields
  kind.prepare?.(draft, undefined, admission)
  mutate(server, request, draft)
  const errors = validateMetadata(kind, draft, undefined)
  const own = kind.validate?.(draft, undefined, admission)
  if (own && own.length > 0) errors.push(...own)
  if (errors.length > 0) throw invalid(qualifiedKind(kind), metadata.name ?? '', errors)
  if (kind.warnings && !request.trusted) warnings.push(...kind.warnings(draft, undefined, true))

  const key = keyOf(resource, metadata.namespace, metadata.name)
  consult(server, request, 'validating', { operation: 'CREATE', object: draft })
  if (server.store.get(key)) throw alreadyExists(resource, metadata.name)
  admit(server, request, draft)
  if (request.dryRun) return { code: 201, body: draft, warnings }
  metadata.resourceVersion = String(server.store.revision + 1)
  server.store.put(key, draft)
  return { code: 201, body: draft, warnings }
}

/** The body along its type: strict, warning or lenient about unknown fields. Throws BadRequest. */
export function decodeBody({ kind, call, warnings }: Request): KubeObject {
  const body = call.body as KubeObject
  const { object, unknown } = decode(kind.schema, body, call.query?.fieldValidation ?? 'Warn')
  if (body.kind && (body.kind !== kind.names.kind || body.apiVersion !== apiVersionOf(kind))) {
    throw badRequest(`the object provided is unrecognized (must be of type ${kind.names.kind})`)
  }
  object.metadata ??= {} as KubeObject['metadata']
  warnings.push(...unknown)
  return object
}
