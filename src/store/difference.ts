import { has, isMap, put } from '../lib/own.ts'
import type { KubeObject } from '../lib/objects.ts'
import type { Revision } from './store.ts'

/**
 * How an earlier state of an object differs from a later one, as the log keeps it: most changes are small, and states of one
 * transaction share what they have in common.
 */
interface Difference {
  /** Paths of one or two fields, each with its value behind. */
  set: unknown[][]
  drop: string[][]
}

const MARK = '~'

/** The text of an earlier state in the log, for those who know the later one. */
export function asDifference(earlier: KubeObject, later: KubeObject, revision: Revision): string {
  const difference: Difference = { set: [], drop: [] }
  compare(earlier, later, [], difference)
  return `${MARK}${revision} ${JSON.stringify(difference)}`
}

function compare(earlier: Record<string, unknown>, later: Record<string, unknown>, path: string[], found: Difference) {
  for (const field in earlier) {
    const value = earlier[field]
    const other = later[field]
    if (value === other && has(later, field)) continue
    if (value === undefined) found.drop.push([...path, field])
    else if (path.length === 0 && isMap(value) && isMap(other)) compare(value, other, [field], found)
    else found.set.push([...path, field, value])
  }
  for (const field in later) if (!has(earlier, field)) found.drop.push([...path, field])
}

/** Reads a text of the log; `at` answers the state at another revision, which is asked for when the text is a difference. */
export function readState(text: string, at: (revision: Revision) => KubeObject): KubeObject {
  if (text[0] !== MARK) return JSON.parse(text)
  const space = text.indexOf(' ')
  const { set, drop }: Difference = JSON.parse(text.slice(space + 1))
  const state: Record<string, any> = { ...at(Number(text.slice(MARK.length, space))) }
  const copied = new Set<string>()
  const holder = (field: string): Record<string, unknown> => {
    if (!copied.has(field)) put(state, field, { ...state[field] })
    copied.add(field)
    return state[field]
  }
  for (const [field, ...rest] of set as [string, ...unknown[]][]) {
    if (rest.length === 1) put(state, field, rest[0])
    else put(holder(field), rest[0] as string, rest[1])
  }
  for (const [field, inner] of drop as [string, string?][]) {
    if (inner === undefined) delete state[field]
    else delete holder(field)[inner]
  }
  return state as KubeObject
}
