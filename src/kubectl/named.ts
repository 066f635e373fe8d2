import type { Resource } from '../client/client.ts'

/** `pod`, `deployment.apps`: how kubectl names a kind in its answers. */
export const kindName = (resource: Resource): string =>
  resource.group === '' ? resource.singular : `${resource.singular}.${resource.group}`

/** `pod/web`, `deployment.apps/web` */
export const named = (resource: Resource, name: string): string => `${kindName(resource)}/${name}`
