/** Go's parsers stop at 10,000 levels; nothing that means anything has a hundred. */
const MAX_DEPTH = 1000

export const TOO_DEEP = `exceeded max depth of ${MAX_DEPTH}`

/**
 * Whether a value is nested more deeply than anybody means it. It may share parts, but not contain itself. A level takes a letter of
 * the text that it was read from: most texts are too short.
 */
export const tooDeep = (value: unknown, text: string): boolean =>
  text.length > MAX_DEPTH && deeperThan(value, MAX_DEPTH, new Map())

/** `seen`: the depth that shared parts were found to keep to. */
function deeperThan(value: unknown, depth: number, seen: Map<object, number>): boolean {
  if (typeof value !== 'object' || value === null) return false
  if (depth === 0) return true
  if ((seen.get(value) ?? Number.POSITIVE_INFINITY) <= depth) return false
  for (const inner of Object.values(value)) if (deeperThan(inner, depth - 1, seen)) return true
  seen.set(value, depth)
  return false
}

/** A parser that runs out of stack was given something too deep. */
export const isOverflow = (error: unknown): boolean => error instanceof RangeError && /call stack/.test(error.message)
