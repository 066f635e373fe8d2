import type { Reply, WatchEvent } from '../call.ts'
import { ApiError } from '../errors.ts'
import { selection } from '../selection.ts'
import type { Request, Server } from '../server.ts'
import { tableOf } from '../table.ts'

/**
 * What was written after `query.resourceVersion`: `{ events, resourceVersion }`, with `as: table` each event's object
 * is a Table of one row. An object that does not match the selectors comes as DELETED, whether or not the watcher has
 * seen it before. Throws Expired (410) behind the compacted log.
 */
export function watch(server: Server, { kind, resource, call, warnings }: Request): Reply {
  const wanted = selection(kind, call.query)
  const since = Number(call.query?.resourceVersion ?? server.store.revision)
  const namespace = kind.scope === 'Cluster' ? undefined : call.namespace
  const changes = server.store.changes(since, namespace === undefined ? `${resource}/` : `${resource}/${namespace}/`)
  if (!changes) throw new ApiError('Expired', `too old resource version: ${since} (${server.store.revision})`)
  const columns = call.as === 'table' && changes.length > 0 ? kind.columns() : undefined
  const events: WatchEvent[] = []
  for (const { type, object } of changes) {
    if (call.name && object.metadata.name !== call.name) continue
    const shown = columns ? (tableOf(server, columns, [object]) as any) : object
    events.push({ type: wanted && !wanted(object) ? 'DELETED' : type, object: shown })
  }
  return { code: 200, body: { events, resourceVersion: String(server.store.revision) }, warnings }
}
