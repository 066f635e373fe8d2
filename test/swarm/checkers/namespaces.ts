import { type Checker, nameOf } from './checker.ts'

/** Nothing lives in a namespace that is not there; one that is being deleted waits only for what has finalizers. */
export const namespaces = (): Checker => ({
  name: 'namespaces',
  settled(store) {
    const objects = store.list('').filter(object => object.metadata.namespace)
    const homeless = objects.filter(object => !store.get(`namespaces//${object.metadata.namespace}`))
    const stuck = store
      .list('namespaces/')
      .filter(({ metadata }) => metadata.deletionTimestamp)
      .filter(({ metadata }) => {
        const inside = objects.filter(object => object.metadata.namespace === metadata.name)
        return !inside.some(object => object.metadata.finalizers?.length)
      })
    return [
      ...homeless.map(object => `${nameOf(object)} has no namespace`),
      ...stuck.map(namespace => `${nameOf(namespace)} does not go away, and nothing holds it`),
    ]
  },
})
