import { isDeepStrictEqual } from 'node:util'
import { type Checker, nameOf } from './checker.ts'

/** Binding a Pod is no change of what was asked for. */
const BOUND = { nodeName: undefined }

/** What the API server guarantees of every write, whoever makes it. */
export const metadata = (): Checker => {
  let last = 0
  return {
    name: 'metadata of every write',
    change({ revision, type, object, key, previous }) {
      const broken: string[] = []
      const rule = (holds: boolean, text: string) => {
        if (!holds) broken.push(`revision ${revision} of ${nameOf(object)}: ${text}`)
      }
      const { metadata } = object
      rule(revision === last + 1, `follows revision ${last}`)
      last = revision
      rule(key.endsWith(`/${metadata.namespace ?? ''}/${metadata.name}`), `lies under ${key}`)
      rule(Boolean(metadata.uid && metadata.creationTimestamp), 'has no uid or no creation time')
      if (type !== 'DELETED') rule(metadata.resourceVersion === `${revision}`, `says ${metadata.resourceVersion}`)
      if (!previous) return broken
      const before = previous.metadata
      rule(metadata.uid === before.uid, 'has another uid')
      rule(metadata.creationTimestamp === before.creationTimestamp, 'was created at another time')
      rule(!before.deletionTimestamp || Boolean(metadata.deletionTimestamp), 'is no longer being deleted')
      const [old, now] = [before.generation ?? 0, metadata.generation ?? 0]
      const marked = !before.deletionTimestamp && metadata.deletionTimestamp
      if (now > 0) {
        const changed = !isDeepStrictEqual({ ...previous['spec'], ...BOUND }, { ...object['spec'], ...BOUND })
        rule(now >= old && now <= old + 1 + (marked ? 1 : 0), `generation goes from ${old} to ${now}`)
        if (changed && object.kind !== 'Service') rule(now > old, 'has a new spec in the old generation')
      }
      if (type === 'MODIFIED') {
        const { resourceVersion: _, ...rest } = before
        const { resourceVersion: __, ...restNow } = metadata
        const same = isDeepStrictEqual({ ...previous, metadata: rest }, { ...object, metadata: restNow })
        rule(!same, 'writes what was there already')
      }
      return broken
    },
  }
}
