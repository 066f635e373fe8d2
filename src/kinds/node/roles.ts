import type { Node } from '../../lib/objects.ts'

const PREFIX = 'node-role.kubernetes.io/'

/** Roles that a node's labels give it, sorted. */
export function roles(node: Node): string[] {
  const found = new Set<string>()
  const labels = node.metadata.labels ?? {}
  for (const key of Object.keys(labels)) {
    if (key.startsWith(PREFIX) && key.length > PREFIX.length) found.add(key.slice(PREFIX.length))
    else if (key === 'kubernetes.io/role' && labels[key]) found.add(labels[key])
  }
  return [...found].sort()
}
