import type { Call, ObjectList, Table } from '../api/call.ts'
import { ApiError } from '../api/errors.ts'
import type { Client, Resource } from '../client/client.ts'
import type { KubeObject } from '../lib/objects.ts'
import { listPages } from './pages.ts'
import type { Listing, Target, Targets } from './targets.ts'

/** An object of the cluster and where it was found. */
export interface Found extends Target {
  object: KubeObject
}

type How = Pick<Call, 'as' | 'subresource' | 'query'>

/** Gets one object, or its Table or text, as `how` says. Throws ApiError. */
export async function fetchTarget(client: Client, target: Target, how: How = {}): Promise<any> {
  const { resource, namespace, name } = target
  return (await client.call({ verb: 'get', resource: resource.resource, namespace, name, ...how })).body
}

/** Lists what the selectors of `targets` leave of a resource. Throws ApiError, naming the selectors if those are wrong. */
export async function fetchList(client: Client, listing: Listing, targets: Targets, as: 'table'): Promise<Table>
export async function fetchList(client: Client, listing: Listing, targets: Targets, as?: 'object'): Promise<ObjectList>
export async function fetchList(
  client: Client,
  { resource, namespace }: Listing,
  { labelSelector, fieldSelector, chunk }: Targets,
  as: 'table' | 'object' = 'object',
): Promise<Table | ObjectList> {
  try {
    const query = { labelSelector, fieldSelector }
    return await listPages(client, { resource: resource.resource, namespace, query, as }, chunk)
  } catch (error) {
    if (!(error instanceof ApiError) || (error.reason !== 'BadRequest' && error.reason !== 'NotFound')) throw error
    const listed = JSON.stringify(`${resource.group}/${resource.version}, Resource=${resource.plural}`)
    const what =
      labelSelector === '' && fieldSelector === ''
        ? `Unable to list ${listed}`
        : `Unable to find ${listed} that match label selector ${JSON.stringify(labelSelector)}, field selector ${JSON.stringify(fieldSelector)}`
    throw new ApiError(error.reason, `${what}: ${error.message}`, error.status.details)
  }
}

/** Everything that `targets` ask for. What could not be fetched is in `errors`; the rest is found nevertheless. */
export async function fetchTargets(client: Client, targets: Targets): Promise<{ found: Found[]; errors: unknown[] }> {
  const found: Found[] = []
  const errors: unknown[] = []
  for (const target of targets.named) {
    try {
      found.push({ ...target, object: await fetchTarget(client, target) })
    } catch (error) {
      errors.push(error)
    }
  }
  for (const listing of targets.lists) {
    try {
      const list = await fetchList(client, listing, targets)
      for (const object of list.items) found.push(foundObject(listing.resource, object))
    } catch (error) {
      errors.push(error)
    }
  }
  return { found, errors }
}

export const foundObject = (resource: Resource, object: KubeObject): Found => ({
  resource,
  namespace: object.metadata.namespace,
  name: object.metadata.name,
  object,
})
