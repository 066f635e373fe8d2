import type { KubeObject } from '../../../lib/objects.ts'

const HIDDEN = '***'

/** Secrets without their values: equal ones as `***`, different ones as `*** (before)` and `*** (after)`. */
export function masked(
  kind: string,
  live: KubeObject | undefined,
  merged: KubeObject | undefined,
): [KubeObject | undefined, KubeObject | undefined] {
  if (kind !== 'Secret') return [live, merged]
  const values = (object: KubeObject | undefined): Record<string, string> => object?.['data'] ?? {}
  const hide = (object: KubeObject | undefined, other: KubeObject | undefined, word: string) => {
    if (!object?.['data']) return object
    const data = Object.entries(values(object)).map(([key, value]) => {
      const theirs = values(other)[key]
      return [key, theirs === undefined || theirs === value ? HIDDEN : `${HIDDEN} (${word})`]
    })
    return { ...object, data: Object.fromEntries(data) }
  }
  return [hide(live, merged, 'before'), hide(merged, live, 'after')]
}
