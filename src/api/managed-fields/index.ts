/**
 * Who owns which field of an object (metadata.managedFields). Modelled on apimachinery pkg/util/managedfields and on
 * structured-merge-diff.
 *
 * Writes of users are kept as the API keeps them. Controllers write thousands of objects of which nobody ever asks who owns
 * what: an object without entries was made by a controller, and what no entry claims of its status was written by the
 * one that keeps it. Those entries are worked out when somebody looks (`everyEntry`).
 */
import { equal } from '../../lib/equal.ts'
import type { KubeObject } from '../../lib/objects.ts'
import { rfc3339 } from '../../lib/time.ts'
import type { KindDefinition } from '../kind.ts'
import { apiVersionOf } from '../registry.ts'
import { decode } from '../schema/decode.ts'
import type { Request, Server } from '../server.ts'
import { type Comparison, compare } from './compare.ts'
import { type Entry, type Manager, type Ownership, readEntries, writeEntries, writeEntry } from './entries.ts'
import { fieldsOfNew } from './fresh.ts'
import { placeOf } from './place.ts'
import { FieldSet } from './set.ts'
import { ownable, updated } from './update.ts'

/** Who writes when a call does not say: the control plane's own. */
const CONTROLLERS = 'kube-controller-manager'

export function writer(server: Server, { call, kind, trusted }: Request, operation: Manager['operation']): Manager {
  const name = (!trusted && call.query?.fieldManager) || CONTROLLERS
  const subresource = call.subresource ? { subresource: call.subresource } : {}
  return { manager: name, operation, apiVersion: apiVersionOf(kind), time: rfc3339(server.now()), ...subresource }
}

const hasStatus = (kind: KindDefinition<any>): boolean => kind.subresources?.status !== undefined

const limitTo =
  (kind: KindDefinition<any>, subresource = '') =>
  (set: FieldSet) =>
    ownable(set, subresource, hasStatus(kind))

/** The entries of an object that is about to be created, as it was sent and defaulted. */
export function entriesOfNew(server: Server, request: Request, draft: KubeObject): Entry[] | undefined {
  if (request.managed) return request.managed
  if (request.trusted) return undefined
  const { kind } = request
  const who = writer(server, request, 'Update')
  const fields = fieldsOfNew(placeOf(kind.schema), blank(kind), draft, hasStatus(kind))
  return Object.keys(fields).length > 0 ? [writeEntry(who, fields)] : undefined
}

/** The entries of an object that is about to be changed; the present ones when nobody wins or loses a field. */
export function entriesOfNext(
  server: Server,
  request: Request,
  previous: KubeObject,
  draft: KubeObject,
): Entry[] | undefined {
  if (request.managed) return request.managed
  const now = previous.metadata.managedFields
  if (request.trusted && !now) return undefined
  const who = writer(server, request, 'Update')
  if (request.trusted && who.subresource === 'status' && !now!.some(entry => entry.subresource === 'status')) return now
  const changes = compare(placeOf(request.kind.schema), previous, draft)
  if (request.trusted && onlyAnnotates(changes)) return now
  const claimed = draft.metadata.managedFields
  const owners = claimed && !request.trusted ? readEntries(claimed) : owned(request.kind, previous)
  const entries = writeEntries(updated(owners, changes, who, limitTo(request.kind, who.subresource)))
  return now && equal(entries, now) ? now : entries
}

/** Annotations that controllers add count as part of the status they keep. */
function onlyAnnotates({ added, modified, removed }: Comparison): boolean {
  const rest = added.union(modified).union(removed).without(['f:metadata', 'f:annotations'])
  return rest.isEmpty
}

/** Who owns the fields that are not in the status, with the entry of a controller that made the object. */
export function owned(kind: KindDefinition<any>, object: KubeObject): Ownership[] {
  const entries = object.metadata.managedFields
  if (entries) return readEntries(entries)
  const maker: Manager = {
    manager: kind.managers?.maker ?? CONTROLLERS,
    operation: 'Update',
    apiVersion: apiVersionOf(kind),
    time: object.metadata.creationTimestamp as string | undefined,
  }
  const sent = kind.managers?.asMade?.(object) ?? object
  const changes = compare(placeOf(kind.schema), blank(kind), sent)
  return updated([], changes, maker, limitTo(kind))
}

/** The object with all its entries, those of controllers too. */
export function withEveryEntry(kind: KindDefinition<any>, object: KubeObject): KubeObject {
  const managedFields = everyEntry(kind, object)
  return { ...object, metadata: { ...object.metadata, managedFields } }
}

function everyEntry(kind: KindDefinition<any>, object: KubeObject): Entry[] | undefined {
  const owners = owned(kind, object)
  if (!hasStatus(kind) || !object['status']) return writeEntries(owners)
  const claimed = owners.reduce((all, { set }) => all.union(set), new FieldSet())
  const keeper: Manager = {
    manager: kind.managers?.status ?? CONTROLLERS,
    operation: 'Update',
    apiVersion: apiVersionOf(kind),
    subresource: 'status',
    time: lastTold(object),
  }
  const { annotations } = object.metadata
  const kept = { metadata: annotations ? { annotations } : {}, status: object['status'] }
  const { added } = compare(placeOf(kind.schema), { metadata: {}, status: {} }, kept)
  const changes = { added: added.minus(claimed), modified: new FieldSet(), removed: new FieldSet() }
  return writeEntries(updated(owners, changes, keeper, set => set))
}

/** When a status last changed, as far as its conditions tell. */
function lastTold({ metadata, status }: KubeObject): string | undefined {
  const times = [metadata.creationTimestamp, ...(status.conditions ?? []).map(timeOf)]
  return times
    .filter(time => typeof time === 'string')
    .sort()
    .at(-1)
}

const timeOf = (condition: { lastUpdateTime?: string; lastTransitionTime?: string }) =>
  condition.lastUpdateTime ?? condition.lastTransitionTime

/** What an object of the kind is before anybody has said anything. */
const blank = ({ schema }: KindDefinition<any>): KubeObject => decode(schema, {}, 'Ignore').object
