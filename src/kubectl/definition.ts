import type { KindDefinition } from '../api/kind.ts'
import { resourceOf } from '../api/registry.ts'
import type { Resource } from '../client/client.ts'
import { kinds } from '../kinds/index.ts'

/** What the program knows of a kind besides discovery: where its pod template is, how it is rolled out. */
export function definitionOf({ groupResource }: Resource): KindDefinition<any> | undefined {
  return kinds.find(kind => resourceOf(kind) === groupResource)
}

/** `Deployment.apps`, `Pod` */
export const groupKind = ({ kind, group }: Resource): string => (group ? `${kind}.${group}` : kind)
