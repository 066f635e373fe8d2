import { within } from '../lib/term.ts'
import type { Store } from '../store/store.ts'
import type { Reader } from './kind.ts'

export const keyOf = (resource: string, namespace: string | undefined, name: string): string =>
  within(within(resource, namespace ?? ''), name)

/** Reads straight from the store. */
export function storeReader(store: Store): Reader {
  return {
    get: (resource, namespace, name) => store.get(keyOf(resource, namespace, name)) as any,
    list: (resource, namespace) =>
      store.list(namespace === undefined ? `${resource}/` : `${resource}/${namespace}/`) as any,
    find: (resource, term) => store.find(resource, term) as any,
    tally: name => store.tally(name),
    tallies: prefix => store.tallies(prefix),
  }
}
