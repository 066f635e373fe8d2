import type { KubeObject } from '../../lib/objects.ts'
import type { Reply } from '../call.ts'
import { apiVersionOf } from '../registry.ts'
import { selection } from '../selection.ts'
import type { Request, Server } from '../server.ts'
import { tableOf } from '../table.ts'

export function list(server: Server, request: Request): Reply {
  const { kind, call, warnings } = request
  const objects = selected(server, request)
  if (call.as === 'table') return { code: 200, body: tableOf(server, kind.columns, objects), warnings }
  const metadata = { resourceVersion: String(server.store.revision) }
  return {
    code: 200,
    body: { apiVersion: apiVersionOf(kind), kind: `${kind.names.kind}List`, metadata, items: objects },
    warnings,
  }
}

/** The objects that a request's namespace and selectors name, in key order. */
export function selected(server: Server, { kind, resource, call }: Request): KubeObject[] {
  const wanted = selection(kind, call.query)
  const objects = server.read.list(resource, kind.scope === 'Cluster' ? undefined : call.namespace)
  return wanted ? objects.filter(wanted) : objects
}
