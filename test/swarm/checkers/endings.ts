import { type Checker, nameOf } from './checker.ts'

/** What the cluster's own controllers put there and take away again. */
const OWN = new Set(['batch.kubernetes.io/job-tracking'])

/** What is deleted goes, unless somebody outside holds it, or what it waits for. */
export const endings = (): Checker => ({
  name: 'what is deleted goes',
  settled: store =>
    store
      .list('')
      .filter(({ metadata }) => metadata.deletionTimestamp && (metadata.finalizers ?? []).every(each => OWN.has(each)))
      .filter(({ kind }) => kind !== 'Namespace')
      .map(object => `${nameOf(object)} was deleted at ${object.metadata.deletionTimestamp} and is still there`),
})
