import { keyOf } from '../../../src/api/reader.ts'
import { Registry, resourceOf } from '../../../src/api/registry.ts'
import { termsOf } from '../../../src/api/terms.ts'
import { kinds } from '../../../src/kinds/index.ts'
import type { Checker } from './checker.ts'

const registry = new Registry(kinds)
const terms = termsOf(registry)

/** What the file keeps beside the objects follows from the objects: index terms and sums. */
export const indexes = (): Checker => ({
  name: 'indexes and sums',
  settled(store) {
    const found = new Map<string, string[]>()
    const sums = new Map<string, number>()
    for (const object of store.list('')) {
      const { namespace, name } = object.metadata
      const resource = resourceOf(registry.byKind(object.apiVersion, object.kind)!)
      const { index, tally } = terms(keyOf(resource, namespace, name), object)
      for (const term of new Set(index)) {
        found.set(`${resource} ${term}`, [...(found.get(`${resource} ${term}`) ?? []), `${namespace}/${name}`])
      }
      for (const [sum, amount] of tally) sums.set(sum, (sums.get(sum) ?? 0) + amount)
    }
    const broken: string[] = []
    for (const [name, wanted] of found) {
      const space = name.indexOf(' ')
      const kept = store
        .find(name.slice(0, space), name.slice(space + 1))
        .map(({ metadata }) => `${metadata.namespace}/${metadata.name}`)
      if (kept.sort().join() !== wanted.sort().join()) broken.push(`index ${name}: [${kept}], wanted [${wanted}]`)
    }
    for (const [name, total] of store.tallies('')) {
      const wanted = sums.get(name) ?? 0
      if (Math.abs(total - wanted) > 1e-6 * Math.max(1, wanted)) broken.push(`sum ${name}: ${total}, wanted ${wanted}`)
      sums.delete(name)
    }
    for (const [name, wanted] of sums) if (wanted) broken.push(`sum ${name}: none, wanted ${wanted}`)
    return broken
  },
})
