import type { Reply } from '../call.ts'
import { ApiError, notFound } from '../errors.ts'
import { requireNamespace } from '../namespace.ts'
import { connectionOf, type Request, type Server } from '../server.ts'
import { consultOnSubresource } from '../webhooks.ts'

/** Calls of a subresource that the kind itself answers (`binding`, `eviction`). */
export function connect(server: Server, request: Request): Reply {
  const { kind, call, resource, warnings } = request
  const answer = kind.connect?.[call.subresource ?? '']
  if (!answer) throw new ApiError('NotFound', 'the server could not find the requested resource')
  const object = server.store.get(request.key)
  if (!object) {
    requireNamespace(server, request)
    throw notFound(resource, call.name ?? '')
  }
  consultOnSubresource(server, request)
  const reply = answer(object, call, connectionOf(server, call, warnings))
  return { ...reply, warnings: [...new Set([...warnings, ...reply.warnings])] }
}
