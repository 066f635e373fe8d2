import { goJson } from '../../lib/go-json.ts'
import type { KubeObject } from '../../lib/objects.ts'
import { isMap } from '../../lib/own.ts'
import type { Reply } from '../call.ts'
import { ApiError, badRequest, invalid, required } from '../errors.ts'
import { compare, fieldsOf } from '../managed-fields/compare.ts'
import { applyConflict } from '../managed-fields/conflicts.ts'
import { isSame, type Manager, type Ownership, writeEntries } from '../managed-fields/entries.ts'
import { owned, writer } from '../managed-fields/index.ts'
import { merge, prune } from '../managed-fields/merge.ts'
import { type Place, placeOf } from '../managed-fields/place.ts'
import { FieldSet } from '../managed-fields/set.ts'
import { disputes, ownable, updated } from '../managed-fields/update.ts'
import { apiVersionOf } from '../registry.ts'
import { read } from '../schema/decode.ts'
import { undeclared } from '../schema/undeclared.ts'
import type { Request, Server } from '../server.ts'
import { create } from './create.ts'
import { precondition, replace, replaceStatus } from './update.ts'

/** The annotation that client-side apply keeps; server-side apply by the same client keeps it true. */
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration'
const CLIENT = 'kubectl'

/**
 * Server-side apply: lays a configuration over the object and takes away what the same manager applied before and no longer
 * says. Throws Conflict where others own what would change, unless `query.force`. Modelled on
 * apimachinery managedfields/internal/structuredmerge.go.
 */
export function apply(server: Server, request: Request): Reply {
  const { kind, call, warnings } = request
  const { fieldManager, force } = call.query ?? {}
  if (!fieldManager) {
    throw invalid('PatchOptions.meta.k8s.io', '', [required('fieldManager', 'is required for apply patch')])
  }
  const config = configurationOf(request)
  const place = placeOf(kind.schema)
  const previous = server.store.get(request.key)
  const applier = writer(server, request, 'Apply')
  const limit = (set: FieldSet) => ownable(set, call.subresource ?? '', kind.subresources?.status !== undefined)

  const live = previous ?? { apiVersion: config.apiVersion, kind: config.kind, metadata: {} }
  const owners = previous ? owned(kind, previous) : []
  const last = owners.find(owner => isSame(owner, applier))?.set ?? new FieldSet()
  const set = limit(fieldsOf(place, config))
  const others = owners.filter(owner => !isSame(owner, applier))
  const kept = others.reduce((all, owner) => all.union(owner.set), set).withNamedAncestors()
  const gone = last.withNamedAncestors().minus(kept)
  const merged = prune(place, merge(place, live, config), gone, kept) as KubeObject

  const changes = compare(place, live, merged)
  const limited = { ...changes, modified: limit(changes.modified), added: limit(changes.added) }
  const contested = disputes(others, limited, applier, inherited(place, previous, applier))
  if (contested.length > 0 && !force) throw applyConflict(contested)
  if (applier.manager === CLIENT && merged.metadata.annotations?.[LAST_APPLIED]) {
    const annotations = { ...merged.metadata.annotations, [LAST_APPLIED]: remembered(config) }
    merged.metadata = { ...merged.metadata, annotations }
  }
  const draft = convert(request, merged)
  const before = owners.find(owner => isSame(owner, applier))
  const result = ownersAfter(others, limited, applier, set, before)
  const managed = writeEntries(result)
  if (!previous) {
    return create(server, { ...request, managed, call: { ...call, verb: 'create', body: draft } })
  }
  precondition(request, previous, config.metadata)
  const mine = { ...request, managed: sameOwners(result, owners) ? previous.metadata.managedFields : managed }
  const put = call.subresource === 'status' ? replaceStatus : replace
  return { code: 200, body: put(server, mine, previous, draft), warnings }
}

/**
 * What client-side apply by the same client has set is its own and no reason for a conflict (managedfields
 * lastappliedmanager.go).
 */
function inherited(place: Place, previous: KubeObject | undefined, { manager }: Manager): FieldSet {
  const text = manager === CLIENT ? previous?.metadata.annotations?.[LAST_APPLIED] : undefined
  if (text === undefined) return new FieldSet()
  try {
    return fieldsOf(place, JSON.parse(text))
  } catch {
    return new FieldSet()
  }
}

/** The others lose what the applier changes; the applier owns what it says. An entry that stays the same keeps its time. */
function ownersAfter(
  others: Ownership[],
  changes: Parameters<typeof updated>[1],
  applier: Manager,
  set: FieldSet,
  before: Ownership | undefined,
): Ownership[] {
  const left = updated(others, changes, applier, () => new FieldSet())
  const nothingNew = changes.modified.isEmpty && changes.added.isEmpty && changes.removed.isEmpty
  const time = before && nothingNew && before.set.equals(set) ? before.time : applier.time
  return [...left, { ...applier, time, set }]
}

const sameOwners = (a: readonly Ownership[], b: readonly Ownership[]): boolean =>
  a.length === b.length && a.every(x => b.some(y => isSame(x, y) && x.time === y.time && x.set.equals(y.set)))

function configurationOf({ kind, call }: Request): KubeObject {
  const config = call.body
  if (!isMap(config)) throw badRequest('error decoding YAML: the configuration is no object')
  const { metadata } = config
  if (config['apiVersion'] !== apiVersionOf(kind) || config['kind'] !== kind.names.kind) {
    throw badRequest(
      `Incorrect version specified in apply patch. Specified patch version: ${config['apiVersion']}, expected: ${apiVersionOf(kind)}`,
    )
  }
  if (metadata?.managedFields !== undefined) throw badRequest('metadata.managedFields must be nil')
  const problem = undeclared(kind.schema, config)
  if (problem !== undefined) {
    throw new ApiError('', `failed to create typed patch object (${described(call, config as KubeObject)}): ${problem}`)
  }
  return config as KubeObject
}

function convert({ kind, call }: Request, merged: KubeObject): KubeObject {
  const { object, error } = read(kind.schema, merged, 'unstructured')
  if (error !== undefined) {
    const type = `${merged.apiVersion}, Kind=${merged.kind}`
    throw new ApiError(
      '',
      `failed to convert new object (${described(call, merged)}) to proper version: unable to convert unstructured object to ${type}: ${error}`,
    )
  }
  return object!
}

const described = ({ namespace, name }: Request['call'], { apiVersion, kind }: KubeObject): string =>
  `${namespace ? `${namespace}/` : ''}${name}; ${apiVersion}, Kind=${kind}`

function remembered(config: KubeObject): string {
  const { annotations, ...metadata } = config.metadata
  const others = Object.entries(annotations ?? {}).filter(([name]) => name !== LAST_APPLIED)
  const kept = others.length > 0 ? { annotations: Object.fromEntries(others) } : {}
  return `${goJson({ ...config, metadata: { ...metadata, ...kept } })}\n`
}
