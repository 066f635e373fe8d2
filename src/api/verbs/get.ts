import type { Reply } from '../call.ts'
import { badRequest } from '../errors.ts'
import { requireNamespace } from '../namespace.ts'
import { SCALE_COLUMNS, scaleOf } from '../scale.ts'
import { current, type Request, type Server } from '../server.ts'
import { tableOf } from '../table.ts'

export function get(server: Server, request: Request): Reply {
  const { call, kind, warnings } = request
  if (!server.store.get(request.key)) requireNamespace(server, request)
  const object = current(server, request)
  const body = call.subresource === 'scale' ? scaleOf(kind, object) : object
  const view = { read: server.read, now: server.now(), query: call.query ?? {} }
  switch (call.as) {
    case 'table':
      return {
        code: 200,
        body: tableOf(server, call.subresource === 'scale' ? SCALE_COLUMNS : kind.columns(), [body]),
        warnings,
      }
    case 'describe':
      if (!kind.describe) throw badRequest(`no description has been implemented for ${kind.names.kind}`)
      return { code: 200, body: { text: kind.describe(object, view) }, warnings }
    case 'history':
    case 'undo': {
      const rollout = kind.rollout
      if (!rollout) throw badRequest(`no ${call.as} has been implemented for ${kind.names.kind}`)
      return {
        code: 200,
        body: call.as === 'history' ? { text: rollout.history(object, view) } : rollout.undo(object, view),
        warnings,
      }
    }
    default:
      return { code: 200, body, warnings }
  }
}
