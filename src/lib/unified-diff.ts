/**
 * Line differences in unified form, as Python's difflib finds them: longest common runs first, and in texts of 200 lines
 * or more the lines that are common everywhere anchor nothing. The API server shows refused changes so.
 */

interface Match {
  a: number
  b: number
  size: number
}

/** From which length on a line may be too popular to anchor a match. */
const POPULAR_FROM = 200

function positions(lines: readonly string[]): Map<string, number[]> {
  const where = new Map<string, number[]>()
  lines.forEach((line, i) => {
    const known = where.get(line)
    if (known) known.push(i)
    else where.set(line, [i])
  })
  if (lines.length >= POPULAR_FROM) {
    const most = Math.floor(lines.length / 100) + 1
    for (const [line, at] of where) if (at.length > most) where.delete(line)
  }
  return where
}

/** The longest run that stands in both ranges; the earliest in `a`, then in `b`, of several. */
function longest(
  a: readonly string[],
  b: readonly string[],
  where: Map<string, number[]>,
  [aLow, aHigh, bLow, bHigh]: Range,
): Match {
  let best: Match = { a: aLow, b: bLow, size: 0 }
  let runs = new Map<number, number>()
  for (let i = aLow; i < aHigh; i++) {
    const next = new Map<number, number>()
    for (const j of where.get(a[i]!) ?? []) {
      if (j < bLow) continue
      if (j >= bHigh) break
      const size = (runs.get(j - 1) ?? 0) + 1
      next.set(j, size)
      if (size > best.size) best = { a: i - size + 1, b: j - size + 1, size }
    }
    runs = next
  }
  while (best.a > aLow && best.b > bLow && a[best.a - 1] === b[best.b - 1]) {
    best = { a: best.a - 1, b: best.b - 1, size: best.size + 1 }
  }
  while (best.a + best.size < aHigh && best.b + best.size < bHigh && a[best.a + best.size] === b[best.b + best.size]) {
    best.size++
  }
  return best
}

type Range = [aLow: number, aHigh: number, bLow: number, bHigh: number]

/** Runs that both have, in order, neighbours joined; the last one is empty and stands at the ends. */
function matches(a: readonly string[], b: readonly string[]): Match[] {
  const where = positions(b)
  const found: Match[] = []
  const search = (range: Range) => {
    const match = longest(a, b, where, range)
    if (match.size === 0) return
    const [aLow, aHigh, bLow, bHigh] = range
    if (aLow < match.a && bLow < match.b) search([aLow, match.a, bLow, match.b])
    const last = found.at(-1)
    if (last && last.a + last.size === match.a && last.b + last.size === match.b) last.size += match.size
    else found.push({ ...match })
    const [aEnd, bEnd] = [match.a + match.size, match.b + match.size]
    if (aEnd < aHigh && bEnd < bHigh) search([aEnd, aHigh, bEnd, bHigh])
  }
  search([0, a.length, 0, b.length])
  found.push({ a: a.length, b: b.length, size: 0 })
  return found
}

function span(start: number, end: number): string {
  const length = end - start
  if (length === 1) return `${start + 1}`
  return `${length === 0 ? start : start + 1},${length}`
}

/** What of `a` became what of `b`, in order. */
function changes(a: readonly string[], b: readonly string[]): Range[] {
  const found: Range[] = []
  let [aEnd, bEnd] = [0, 0]
  for (const match of matches(a, b)) {
    if (match.a > aEnd || match.b > bEnd) found.push([aEnd, match.a, bEnd, match.b])
    aEnd = match.a + match.size
    bEnd = match.b + match.size
  }
  return found
}

/** Hunks with `context` unchanged lines around; without file names; empty when the texts are the same. */
export function unifiedDiff(before: string, after: string, context = 3): string {
  const a = before.split('\n')
  const b = after.split('\n')
  const all = changes(a, b)
  let text = ''
  for (let first = 0, next = 0; first < all.length; first = next) {
    next = first + 1
    while (next < all.length && all[next]![0] - all[next - 1]![1] <= 2 * context) next++
    text += hunk(a, b, all.slice(first, next), context)
  }
  return text
}

function hunk(a: readonly string[], b: readonly string[], group: Range[], context: number): string {
  const [aFirst, , bFirst] = group[0]!
  const [, aLast, , bLast] = group.at(-1)!
  const before = Math.min(context, aFirst)
  const after = Math.min(context, a.length - aLast)
  const lines: string[] = []
  const write = (sign: string, from: readonly string[], start: number, end: number) => {
    for (let i = start; i < end; i++) lines.push(sign + from[i])
  }
  let at = aFirst - before
  for (const [aLow, aHigh, bLow, bHigh] of group) {
    write(' ', a, at, aLow)
    write('-', a, aLow, aHigh)
    write('+', b, bLow, bHigh)
    at = aHigh
  }
  write(' ', a, at, aLast + after)
  const spans = `-${span(aFirst - before, aLast + after)} +${span(bFirst - before, bLast + after)}`
  return `@@ ${spans} @@\n${lines.join('\n')}\n`
}
