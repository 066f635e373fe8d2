import type { KubeObject } from '../../lib/objects.ts'
import type { ListMetadata, Reply } from '../call.ts'
import { decodePlace, encodePlace, expired, INCONSISTENT, type Place, tooLarge } from '../continue.ts'
import { badRequest } from '../errors.ts'
import { keyOf } from '../reader.ts'
import { apiVersionOf } from '../registry.ts'
import { namesOne, selection } from '../selection.ts'
import type { Request, Server } from '../server.ts'
import { tableOf } from '../table.ts'

export function list(server: Server, request: Request): Reply {
  const { kind, call, warnings } = request
  const { objects, metadata } = page(server, request)
  if (call.as === 'table') {
    return { code: 200, body: { ...tableOf(server, kind.columns(), objects), metadata }, warnings }
  }
  const body = { apiVersion: apiVersionOf(kind), kind: `${kind.names.kind}List`, metadata, items: objects }
  return { code: 200, body, warnings }
}

/** The objects that a request's namespace and selectors name, in key order. */
export function selected(server: Server, { kind, resource, call }: Request): KubeObject[] {
  const wanted = selection(kind, call.query)
  const objects = server.read.list(resource, kind.scope === 'Cluster' ? undefined : call.namespace)
  return wanted ? objects.filter(wanted) : objects
}

interface Page {
  objects: KubeObject[]
  metadata: ListMetadata
}

/** All of `selected`, or as many as `query.limit` says; the pages of one list are of one revision. */
function page(server: Server, request: Request): Page {
  const { limit = 0, continue: token, resourceVersion } = request.call.query ?? {}
  const now = server.store.revision
  if ((!token && limit <= 0) || namesOne(request.call.query))
    return { objects: selected(server, request), metadata: { resourceVersion: String(now) } }
  const place = token ? decodePlace(token) : { start: '', revision: INCONSISTENT }
  if (token && resourceVersion && resourceVersion !== '0') {
    throw badRequest('specifying resource version is not allowed when using continue')
  }
  return cut(request, place.revision > 0 ? place.revision : now, sourceOf(server, request, place), place, limit)
}

/** The objects of a list at one revision, as a store has them. */
interface Source {
  prefix: string
  list(from: string, limit: number): KubeObject[]
  count(from: string): number
}

function sourceOf({ store }: Server, { kind, resource, call }: Request, { start, revision }: Place): Source {
  const namespace = kind.scope === 'Cluster' ? '' : call.namespace
  const prefix = namespace === undefined ? `${resource}/` : `${resource}/${namespace}/`
  if (revision > store.revision) throw tooLarge(revision, store.revision)
  if (revision === store.revision || revision < 0) {
    return { prefix, list: (from, limit) => store.list(prefix, from, limit), count: from => store.count(prefix, from) }
  }
  const then = store.at(revision, prefix)
  if (!then) throw expired(start)
  const behind = (from: string) => [...then].filter(([key]) => key >= from).map(([, object]) => object)
  return {
    prefix,
    list: (from, limit) => behind(from).slice(0, limit),
    count: from => behind(from).length,
  }
}

/** Objects are looked at this many at a time, until enough are found that match. */
const BATCH = 500

function cut({ kind, resource, call }: Request, revision: number, source: Source, place: Place, limit: number): Page {
  const wanted = selection(kind, call.query)
  const metadata: ListMetadata = { resourceVersion: String(revision) }
  const most = limit > 0 ? limit : Number.POSITIVE_INFINITY
  const objects: KubeObject[] = []
  let from = source.prefix + place.start
  for (;;) {
    const batch = source.list(from, wanted ? Math.max(BATCH, most) : most)
    for (const object of batch) {
      if (wanted && !wanted(object)) continue
      objects.push(object)
      if (objects.length < most) continue
      const { namespace, name } = object.metadata
      const next = `${keyOf(resource, namespace, name)}\0`
      const left = source.count(next)
      if (left === 0) return { objects, metadata }
      metadata.continue = encodePlace({ start: next.slice(source.prefix.length), revision })
      if (!wanted) metadata.remainingItemCount = left
      return { objects, metadata }
    }
    const last = batch.at(-1)
    if (!last || !wanted || batch.length < BATCH) return { objects, metadata }
    from = `${keyOf(resource, last.metadata.namespace, last.metadata.name)}\0`
  }
}
