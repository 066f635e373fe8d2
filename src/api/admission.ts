import type { KubeObject } from '../lib/objects.ts'
import { connectionOf, type Request, type Server } from './server.ts'

/** The last word before an object is stored: kinds whose objects judge others. Throws ApiError. */
export function admit(server: Server, request: Request, next: KubeObject, previous?: KubeObject): void {
  const open = () => connectionOf(server, request.call, request.warnings)
  for (const kind of server.registry.judges) kind.admit!(next, previous, request.resource, open)
}
