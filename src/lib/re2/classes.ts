/** Sets of characters, as ranges of code points. */
export type Range = readonly [low: number, high: number]

export const LAST = 0x10ffff

const code = (char: string): number => char.charCodeAt(0)
const range = (low: string, high: string): Range => [code(low), code(high)]
const DIGIT = range('0', '9')
const LOWER = range('a', 'z')
const UPPER = range('A', 'Z')
const one = (char: string): Range => range(char, char)

export const PERL: Record<string, readonly Range[]> = {
  d: [DIGIT],
  s: [[9, 10], [12, 13], one(' ')],
  w: [DIGIT, UPPER, one('_'), LOWER],
}
export const POSIX: Record<string, readonly Range[]> = {
  alnum: [DIGIT, UPPER, LOWER],
  alpha: [UPPER, LOWER],
  ascii: [[0, 127]],
  blank: [one('\t'), one(' ')],
  cntrl: [
    [0, 31],
    [127, 127],
  ],
  digit: [DIGIT],
  graph: [range('!', '~')],
  lower: [LOWER],
  print: [range(' ', '~')],
  punct: [range('!', '/'), range(':', '@'), range('[', '`'), range('{', '~')],
  space: [[9, 13], one(' ')],
  upper: [UPPER],
  word: PERL['w']!,
  xdigit: [DIGIT, range('A', 'F'), range('a', 'f')],
}

export function complement(ranges: readonly Range[]): Range[] {
  const found: Range[] = []
  let from = 0
  for (const [low, high] of [...ranges].sort((a, b) => a[0] - b[0])) {
    if (low > from) found.push([from, low - 1])
    from = Math.max(from, high + 1)
  }
  if (from <= LAST) found.push([from, LAST])
  return found
}

/** With the other case of each letter. Wide ranges are taken to hold it already. */
export function fold(ranges: readonly Range[]): Range[] {
  const found = [...ranges]
  for (const [low, high] of ranges) {
    if (high - low > 1000) continue
    for (let c = low; c <= high; c++) {
      const char = String.fromCodePoint(c)
      for (const other of [char.toLowerCase(), char.toUpperCase()]) {
        if (other !== char && [...other].length === 1) found.push([other.codePointAt(0)!, other.codePointAt(0)!])
      }
    }
  }
  return found
}

const tables = new Map<string, readonly Range[] | undefined>()

/** The characters of a general category or script, which JavaScript's own tables know. */
export function unicode(name: string): readonly Range[] | undefined {
  if (tables.has(name)) return tables.get(name)
  let ranges: Range[] | undefined
  const property = [`\\p{${name}}`, `\\p{Script=${name}}`].find(isProperty)
  if (name === 'Any') ranges = [[0, LAST]]
  else if (property && /^\w+$/.test(name)) ranges = rangesOf(new RegExp(property, 'u'))
  tables.set(name, ranges)
  return ranges
}

function isProperty(source: string): boolean {
  try {
    new RegExp(source, 'u')
    return true
  } catch {
    return false
  }
}

function rangesOf(pattern: RegExp): Range[] {
  const found: Range[] = []
  let start = -1
  for (let c = 0; c <= LAST + 1; c++) {
    const inside = c <= LAST && pattern.test(String.fromCodePoint(c))
    if (inside && start < 0) start = c
    if (!inside && start >= 0) {
      found.push([start, c - 1])
      start = -1
    }
  }
  return found
}
