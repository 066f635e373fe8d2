import type { Client, Resource } from '../client/client.ts'
import { FailedError } from './command.ts'

/**
 * The resource that a word means: plural, singular, short name or kind in any case, optionally with its group (or the
 * beginning of it) or with version and group: `deploy`, `deployments.apps`, `Deployment.v1.apps`.
 * Throws FailedError: `the server doesn't have a resource type "x"`.
 */
export async function resolveResource(client: Client, word: string): Promise<Resource> {
  const found = findResource(await client.resources(), word)
  if (!found) throw new FailedError(`the server doesn't have a resource type ${JSON.stringify(word.split('.')[0])}`)
  return found
}

/** Like resolveResource, but a word may also be a category (`all`). */
export async function resolveResources(client: Client, word: string): Promise<Resource[]> {
  const inCategory = (await client.resources()).filter(r => r.preferred && r.categories.includes(word))
  if (inCategory.length === 0) return [await resolveResource(client, word)]
  return inCategory.sort((a, b) => compare(a.group, b.group) || compare(a.plural, b.plural))
}

/** The resource that serves a manifest's apiVersion and kind. */
export async function resourceOfKind(client: Client, version: string, kind: string): Promise<Resource | undefined> {
  return (await client.resources()).find(r => r.kind === kind && r.apiVersion === version)
}

function findResource(resources: readonly Resource[], word: string): Resource | undefined {
  const [name = '', ...rest] = word.toLowerCase().split('.')
  const isNamed = (r: Resource) =>
    r.plural === name || r.singular === name || r.kind.toLowerCase() === name || r.shortNames.includes(name)
  const candidates = resources.filter(isNamed)
  if (rest.length === 0) return candidates.find(r => r.group === '') ?? candidates[0]
  const group = rest.join('.')
  return (
    candidates.find(r => rest.length > 1 && r.version === rest[0] && r.group === rest.slice(1).join('.')) ??
    candidates.find(r => r.group === group) ??
    candidates.find(r => r.group.startsWith(group)) ??
    candidates.find(r => rest.length === 1 && r.group === '' && r.version === group)
  )
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
