import type { Terms } from './store.ts'

/** What is remembered about an object that is not there. */
export const NOTHING: Terms = { index: [], tally: [] }

export function sameTexts(a: readonly string[], b: readonly string[]): boolean {
  if (a.length !== b.length) return false
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false
  return true
}

export function sameTally(a: Terms['tally'], b: Terms['tally']): boolean {
  if (a.length !== b.length) return false
  for (let i = 0; i < a.length; i++) if (a[i]![0] !== b[i]![0] || a[i]![1] !== b[i]![1]) return false
  return true
}
