import type { User } from '../api/call.ts'

const ACCOUNT = /^system:serviceaccount:([^:]+):/

/** A component of the cluster as a user; a name without a colon is that of a service account in kube-system. */
export function component(name: string): User {
  const full = name.includes(':') ? name : `system:serviceaccount:kube-system:${name}`
  return { name: full, groups: [...groupsOf(full), 'system:authenticated'] }
}

function groupsOf(name: string): string[] {
  const namespace = ACCOUNT.exec(name)?.[1]
  if (namespace !== undefined) return ['system:serviceaccounts', `system:serviceaccounts:${namespace}`]
  if (name === 'system:apiserver') return ['system:masters']
  return name.startsWith('system:node:') ? ['system:nodes'] : []
}
