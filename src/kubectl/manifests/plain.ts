/** What a plain (unquoted) YAML scalar means to Kubernetes' YAML library: YAML 1.1 words and numbers, no dates, no base 60. */

/** Made when somebody reads YAML. */
let words: ReadonlyMap<string, unknown> | undefined

const allWords = () =>
  new Map<string, unknown>([
    ['', null],
    ['~', null],
    ...spellings('null', null),
    ...['y', 'yes', 'on', 'true'].flatMap(word => spellings(word, true)),
    ...['n', 'no', 'off', 'false'].flatMap(word => spellings(word, false)),
    // Values that JSON cannot hold; whoever reads YAML refuses them.
    ...['.inf', '.Inf', '.INF'].flatMap<[string, number]>(word => [
      [word, Number.POSITIVE_INFINITY],
      [`+${word}`, Number.POSITIVE_INFINITY],
      [`-${word}`, Number.NEGATIVE_INFINITY],
    ]),
    ...['.nan', '.NaN', '.NAN'].map<[string, number]>(word => [word, Number.NaN]),
  ])

/** `null`, `Null`, `NULL` */
function spellings(word: string, value: unknown): [string, unknown][] {
  const upper = word.toUpperCase()
  return [word, upper, upper[0] + word.slice(1)].map(text => [text, value])
}

const FLOAT = /^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$/
const WHOLE = /^([-+]?)(0x[0-9a-fA-F]+|0b[01]+|0o?[0-7]+|0|[1-9][0-9]*)$/i
const BASES: Record<string, number> = { x: 16, b: 2, o: 8 }

export function resolvePlain(text: string): unknown {
  words ??= allWords()
  if (words.has(text)) return words.get(text)
  if (!'-+.0123456789'.includes(text[0]!)) return text
  if (text[0] === '.') return float(text) ?? text
  const digits = text.replaceAll('_', '')
  return whole(digits) ?? float(digits) ?? text
}

function float(text: string): number | undefined {
  const value = FLOAT.test(text) ? Number(text) : undefined
  return value !== undefined && Number.isFinite(value) ? value : undefined
}

function whole(text: string): number | undefined {
  const match = WHOLE.exec(text)
  if (!match) return undefined
  const [, sign, digits] = match as unknown as [string, string, string]
  const base = digits[0] === '0' && digits.length > 1 ? (BASES[digits[1]!.toLowerCase()] ?? 8) : 10
  const plain = base === 10 ? digits : digits.slice(/^0[xbo]/i.test(digits) ? 2 : 1)
  const value = Number.parseInt(plain, base)
  return sign === '-' && value !== 0 ? -value : value
}
