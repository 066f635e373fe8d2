import type { KubeObject } from '../lib/objects.ts'
import type { Call, User } from './call.ts'
import type { Connection, KindDefinition, KindRegistry, Reader } from './kind.ts'
import { versionsOf } from './registry.ts'
import { scaleOf } from './scale.ts'
import { connectionOf, type Request, type Server } from './server.ts'

/** Those who may change an object are asked before it is validated, those who may only refuse it after that. */
export type Phase = 'mutating' | 'validating'

/** What somebody outside is asked about. */
export interface Review {
  operation: 'CREATE' | 'UPDATE' | 'DELETE' | 'CONNECT'
  kind: KindDefinition<any>
  /** Of the body, where a kind has several: `apps/v1`. */
  apiVersion: string
  subresource?: string
  namespace?: string
  name: string
  /** Absent when something is deleted. */
  object?: KubeObject
  previous?: KubeObject
  dryRun: boolean
  user?: User
}

/**
 * Who is to be asked: undefined when nobody is, which is the rule and must cost nothing. The function throws ApiError when
 * somebody refuses, and answers the object when somebody changed it.
 */
export type Webhooks = (
  phase: Phase,
  read: Reader,
) => ((review: Review, connection: Connection) => KubeObject | undefined) | undefined

/** Throws ApiError when what a user writes is more than the user's right to write it gives. */
export type Limits = (
  user: User,
  resource: string,
  next: KubeObject,
  previous: KubeObject | undefined,
  server: { read: Reader; registry: KindRegistry },
) => void

type Subject = Pick<Review, 'operation' | 'object' | 'previous'>

/**
 * Asks about a write of a request: first whether its user may go so far, then the webhooks. What only kubesim has is
 * nobody's business.
 */
export function consult(server: Server, request: Request, phase: Phase, subject: Subject): KubeObject | undefined {
  const { call, kind, dryRun, warnings } = request
  if (kind.hidden) return undefined
  if (call.user && phase === 'mutating' && subject.object) {
    server.limits(call.user, request.resource, subject.object, subject.previous, server)
  }
  const ask = server.webhooks(phase, server.read)
  if (!ask) return undefined
  const { metadata } = (subject.object ?? subject.previous)!
  const scale = (object: KubeObject | undefined) =>
    object && call.subresource === 'scale' ? scaleOf(kind, object) : object
  const { apiVersion } = (call.body ?? {}) as Partial<KubeObject>
  const versions = versionsOf(kind)
  const review: Review = {
    operation: subject.operation,
    kind,
    apiVersion: apiVersion && versions.includes(apiVersion) ? apiVersion : versions[0]!,
    subresource: call.subresource,
    namespace: kind.scope === 'Cluster' ? undefined : (metadata?.namespace ?? call.namespace),
    name: call.name ?? nameAsked(subject, call) ?? '',
    object: scale(subject.object),
    previous: scale(subject.previous),
    dryRun,
    user: call.user ?? server.actor(),
  }
  const changed = ask(review, connectionOf(server, call, warnings))
  return call.subresource === 'scale' ? undefined : changed
}

/** A name that the server has made is none that anybody has asked for. */
function nameAsked({ operation, object, previous }: Subject, { body }: Call): string | undefined {
  if (operation === 'CREATE') return (body as Partial<KubeObject> | undefined)?.metadata?.name
  return (object ?? previous)!.metadata?.name
}

export function consultBoth(server: Server, request: Request, subject: Subject): void {
  consult(server, request, 'mutating', subject)
  consult(server, request, 'validating', subject)
}

/** Lets webhooks change a draft, which gets its defaults again. */
export function mutate(server: Server, request: Request, draft: KubeObject, previous?: KubeObject): void {
  const operation = previous ? 'UPDATE' : 'CREATE'
  const changed = consult(server, request, 'mutating', { operation, object: draft, previous })
  if (!changed) return
  const { metadata } = draft
  const { labels, annotations, finalizers, ownerReferences } = changed.metadata
  for (const field in draft) delete draft[field]
  Object.assign(draft, changed, {
    metadata: Object.assign(metadata, { labels, annotations, finalizers, ownerReferences }),
  })
  for (const field of ['labels', 'annotations', 'finalizers', 'ownerReferences'] as const) {
    if (metadata[field] === undefined) delete metadata[field]
  }
  request.kind.defaults?.(draft)
}

/** What a call of a subresource is for whoever admits it; others only read, or are kubesim's own. */
const OPERATIONS: Record<string, Review['operation']> = {
  binding: 'CREATE',
  eviction: 'CREATE',
  token: 'CREATE',
  finalize: 'UPDATE',
  exec: 'CONNECT',
  attach: 'CONNECT',
  portforward: 'CONNECT',
  proxy: 'CONNECT',
}

/** A call of a subresource that a kind answers. */
export function consultOnSubresource(server: Server, request: Request): void {
  const { call } = request
  const operation = OPERATIONS[call.subresource ?? '']
  if (operation) consultBoth(server, request, { operation, object: bodyOf(call) })
}

/** A call of a subresource that the plant answers. */
export function consultOnConnect(server: Server, call: Call, warnings: string[]): void {
  const { resource, subresource = '', query } = call
  const kind = OPERATIONS[subresource] === 'CONNECT' ? server.registry.byResource(resource) : undefined
  if (!kind) return
  const request: Request = {
    call,
    kind,
    resource,
    key: '',
    dryRun: query?.dryRun ?? false,
    trusted: false,
    warnings,
  }
  consultBoth(server, request, { operation: 'CONNECT', object: bodyOf(call) })
}

function bodyOf({ body, name = '', namespace }: Call): KubeObject {
  const { metadata, ...rest } = (body ?? {}) as Partial<KubeObject>
  return { apiVersion: 'v1', kind: '', ...rest, metadata: { name, ...(namespace ? { namespace } : {}), ...metadata } }
}
