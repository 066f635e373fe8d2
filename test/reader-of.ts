import type { Reader } from '../src/api/kind.ts'
import { Registry, resourceOf } from '../src/api/registry.ts'
import { termsOf } from '../src/api/terms.ts'
import { keyOf } from '../src/api/reader.ts'
import { kinds } from '../src/kinds/index.ts'
import type { KubeObject } from '../src/lib/objects.ts'

const registry = new Registry(kinds)
const terms = termsOf(registry)

/** A cluster of given objects to read from, with the kinds' own index terms. */
export function readerOf(objects: readonly object[]): Reader {
  const byKey = new Map<string, KubeObject>()
  const byTerm = new Map<string, KubeObject[]>()
  const byResource = new Map<string, KubeObject[]>()
  for (const object of objects as KubeObject[]) {
    const resource = resourceOf(registry.byKind(object.apiVersion, object.kind)!)
    const key = keyOf(resource, object.metadata.namespace, object.metadata.name)
    byKey.set(key, object)
    add(byResource, resource, object)
    for (const term of terms(key, object).index) add(byTerm, `${resource} ${term}`, object)
  }
  const reader = {
    get: (resource: string, namespace: string | undefined, name: string) => byKey.get(keyOf(resource, namespace, name)),
    list: (resource: string, namespace?: string) =>
      (byResource.get(resource) ?? []).filter(each => namespace === undefined || each.metadata.namespace === namespace),
    find: (resource: string, term: string) => byTerm.get(`${resource} ${term}`) ?? [],
    tally: () => 0,
    tallies: () => [],
  }
  return reader as unknown as Reader
}

function add(map: Map<string, KubeObject[]>, name: string, object: KubeObject): void {
  const list = map.get(name)
  if (list) list.push(object)
  else map.set(name, [object])
}
