import { type Checker, nameOf } from './checker.ts'

/** No object outlives its owners, unless it is being deleted and something holds it. */
export const orphans = (): Checker => ({
  name: 'no orphans',
  settled(store) {
    const objects = store.list('')
    const alive = new Set(objects.map(object => object.metadata.uid))
    return objects
      .filter(({ metadata }) => metadata.ownerReferences?.length && !metadata.deletionTimestamp)
      .filter(({ metadata }) => metadata.ownerReferences!.every(owner => !alive.has(owner.uid)))
      .map(object => `${nameOf(object)} has lost its owner ${object.metadata.ownerReferences![0]!.name}`)
  },
})
