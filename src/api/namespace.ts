import { ApiError, forbidden, notFound } from './errors.ts'
import type { Request, Server } from './server.ts'

/** Every namespaced object lives in an object of this resource; the one resource that the pipeline knows by name. */
const NAMESPACES = 'namespaces'

/** Refuses creation in a namespace that is absent or going away (the NamespaceLifecycle admission plugin). */
export function admitToNamespace(server: Server, { kind, resource, call }: Request, name: string): void {
  if (kind.scope === 'Cluster') return
  const namespace = call.namespace!
  const found = server.store.get(`${NAMESPACES}//${namespace}`)
  if (!found) throw notFound(NAMESPACES, namespace)
  if (found.metadata.deletionTimestamp) {
    const refusal = forbidden(
      resource,
      name,
      `unable to create new content in namespace ${namespace} because it is being terminated`,
    )
    refusal.status.details!.causes = [
      {
        reason: 'NamespaceTerminating',
        message: `namespace ${namespace} is being terminated`,
        field: 'metadata.namespace',
      },
    ]
    throw refusal
  }
}

/** Reads and changes of one object in an absent namespace name the namespace. */
export function requireNamespace(server: Server, { kind, call }: Request): void {
  if (kind.scope === 'Cluster' || !call.namespace || call.namespace === 'default') return
  if (!server.store.get(`${NAMESPACES}//${call.namespace}`)) throw notFound(NAMESPACES, call.namespace)
}

/** The body's namespace must be the request's. */
export function matchNamespace(request: Request, metadata: { namespace?: string }): void {
  const { kind, call } = request
  if (kind.scope === 'Cluster') {
    delete metadata.namespace
    return
  }
  metadata.namespace ||= call.namespace
  if (metadata.namespace !== call.namespace) {
    throw new ApiError(
      'BadRequest',
      'the namespace of the provided object does not match the namespace sent on the request',
    )
  }
}
