/**
 * One step of a field path, as managedFields write it (structured-merge-diff fieldpath.PathElement):
 * `f:replicas` a field or map key, `k:{"name":"web"}` an item of a list with keys, `v:"x"` a member of a set.
 */
export type Element = string

export const fieldElement = (name: string): Element => `f:${name}`

export const valueElement = (value: unknown): Element => `v:${JSON.stringify(value)}`

/** `keys` in any order; they are written sorted. */
export function keyElement(keys: Record<string, unknown>): Element {
  const sorted = Object.keys(keys).sort()
  return `k:{${sorted.map(key => `${JSON.stringify(key)}:${JSON.stringify(keys[key])}`).join(',')}}`
}

/** As conflicts show it: `.replicas`, `[name="web"]`, `[="x"]`. */
export function shown(element: Element): string {
  const text = element.slice(2)
  if (element.startsWith('f:')) return `.${text}`
  if (element.startsWith('v:')) return `[=${text}]`
  const pairs = Object.entries(JSON.parse(text)).map(([key, value]) => `${key}=${JSON.stringify(value)}`)
  return `[${pairs.join(',')}]`
}

const RANKS = 'fkv'

/** Fields before keyed items before values, each by its text. */
export function byElement(a: Element, b: Element): number {
  const rank = RANKS.indexOf(a[0]!) - RANKS.indexOf(b[0]!)
  if (rank !== 0) return rank
  return a < b ? -1 : a > b ? 1 : 0
}
