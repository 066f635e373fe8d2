/** A shell pattern (`*`, `?`, `[a-z]`, `[!x]`, `\`) as the source of a regular expression. */
export function patternSource(pattern: string, greedy = true): string {
  let source = ''
  for (let i = 0; i < pattern.length; i++) {
    const c = pattern[i]!
    if (c === '*') source += greedy ? '[^]*' : '[^]*?'
    else if (c === '?') source += '[^]'
    else if (c === '\\' && i + 1 < pattern.length) source += literal(pattern[++i]!)
    else if (c === '[' && pattern.indexOf(']', i + 2) > 0) {
      const end = pattern.indexOf(']', i + 2)
      const inner = pattern.slice(i + 1, end).replace(/\\/g, '\\\\')
      source += `[${inner.replace(/^!/, '^').replace(/\[:(\w+):\]?/g, (_, name) => CLASSES[name as string] ?? '')}]`
      i = end
    } else source += literal(c)
  }
  return source
}

const CLASSES: Record<string, string> = {
  digit: '0-9',
  alpha: 'A-Za-z',
  alnum: 'A-Za-z0-9',
  space: '\\s',
  upper: 'A-Z',
  lower: 'a-z',
}
const literal = (c: string) => c.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')

export function matchesPattern(text: string, pattern: string): boolean {
  return new RegExp(`^${patternSource(pattern)}$`).test(text)
}

/** `${name#pattern}` and its kin. */
export function trimPattern(text: string, operator: '#' | '##' | '%' | '%%', pattern: string): string {
  const starts: number[] = []
  const whole = new RegExp(`^${patternSource(pattern)}$`)
  const prefix = operator.startsWith('#')
  for (let i = 0; i <= text.length; i++) {
    if (whole.test(prefix ? text.slice(0, i) : text.slice(i))) starts.push(i)
  }
  if (!starts.length) return text
  const longest = operator.length === 2
  const at = prefix === longest ? starts[starts.length - 1]! : starts[0]!
  return prefix ? text.slice(at) : text.slice(0, at)
}
