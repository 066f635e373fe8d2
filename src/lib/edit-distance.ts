/** How many letters have to be put in, taken out or changed to make one word of the other (Levenshtein's distance). */
export function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const change = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(change, row[j]! + 1, next[j - 1]! + 1))
    }
    row = next
  }
  return row[b.length]!
}

/**
 * Whether one word is probably the other, mistyped: case apart, one slip (a letter too much, too few, changed, or two that
 * changed places), in longer words two. Words that differ in their digits only are versions, not slips.
 */
export function isNearly(a: string, b: string): boolean {
  const [x, y] = [a.toLowerCase(), b.toLowerCase()]
  if (x === y) return true
  if (x.replace(/\d+/g, '') === y.replace(/\d+/g, '')) return false
  const longest = Math.max(x.length, y.length)
  if (isSwapped(x, y)) return true
  const slips = editDistance(x, y)
  // In short words another letter makes another word.
  if (longest <= 3) return slips === 1 && x.length !== y.length
  return slips <= (longest <= 5 ? 1 : 2)
}

/** Two neighbours have changed places. */
function isSwapped(a: string, b: string): boolean {
  if (a.length !== b.length) return false
  const at = [...a].findIndex((letter, i) => letter !== b[i])
  return a[at] === b[at + 1] && a[at + 1] === b[at] && a.slice(at + 2) === b.slice(at + 2)
}
