import { isDigit } from './letters.ts'

/** How a string must be written so that YAML reads it back as the same string. Modelled on go-yaml v2's resolver and emitter. */

export type ScalarStyle = 'plain' | 'single' | 'double' | 'literal'

/** Words that YAML 1.1 reads as null or a boolean, or as a special number. */
const WORDS = new Set<string>(['', '~', '.nan', '.NaN', '.NAN'])
for (const word of ['null', 'y', 'yes', 'true', 'on', 'n', 'no', 'false', 'off']) {
  WORDS.add(word)
  WORDS.add(word.toUpperCase())
  WORDS.add(word[0]!.toUpperCase() + word.slice(1))
}
for (const sign of ['', '+', '-']) for (const word of ['.inf', '.Inf', '.INF']) WORDS.add(sign + word)

const FLOAT = /^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$/
const WHOLE = /^([-+]?)(0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO]?[0-7]+|0|[1-9][0-9]*)$/
const BASE60 = /^[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?$/
const TIMESTAMP =
  /^([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:([Tt ])([0-9]{1,2}):([0-9]{1,2}):([0-9]{1,2})(?:[.,][0-9]+)?(Z|[-+][0-9]{2}:[0-9]{2})?)?$/

function isTimestamp(text: string): boolean {
  const found = TIMESTAMP.exec(text)
  if (!found) return false
  const [, year, month, day, separator, hour, minute, second, zone] = found
  const last = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate()
  if (Number(month) < 1 || Number(month) > 12 || Number(day) < 1 || Number(day) > last) return false
  if (!separator) return true
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return false
  return (separator === ' ') === (zone === undefined)
}

/** Whether unquoted text would be read as something else than a string. */
function readsAsOther(text: string): boolean {
  const first = text.charCodeAt(0)
  const number = isDigit(first) || first === 43 || first === 45 || first === 46
  if (!number) return WORDS.has(text)
  if (WORDS.has(text)) return true
  if (first === 46) return FLOAT.test(text) && Number.isFinite(Number(text))
  if (text.includes(':') && BASE60.test(text)) return true
  const plain = text.includes('_') ? text.replaceAll('_', '') : text
  if (FLOAT.test(plain) && Number.isFinite(Number(plain))) return true
  if (WHOLE.test(plain)) return BigInt(plain.replace(/^[-+]/, '').replace(/^0([0-7])/, '0o$1')) < 1n << 64n
  return isTimestamp(text)
}

/** Code points that go-yaml writes without escaping them (not: tabs, astral planes, control characters). */
export function isPrintable(code: number): boolean {
  if (code < 0x7f) return code >= 0x20 || code === 0x0a
  return code >= 0xa0 && code <= 0xffff && !(code >= 0xd800 && code <= 0xdfff) && code !== 0xfeff && code < 0xfffe
}

export const isBreak = (code: number): boolean =>
  code === 0x0a || code === 0x0d || code === 0x85 || code === 0x2028 || code === 0x2029

const WORD = /^[a-zA-Z_/$][-a-zA-Z0-9_/.$+=();~^<]*$/

/** The style of a value, or of a key (`key`: it must stay on one line). */
export function scalarStyle(text: string, key: boolean): ScalarStyle {
  if (WORD.test(text)) return WORDS.has(text) ? 'double' : 'plain'
  const wanted = text.includes('\n') ? 'literal' : readsAsOther(text) ? 'double' : 'plain'
  if (wanted === 'double') return wanted
  const allowed = analyze(text)
  if (wanted === 'literal') return key || !allowed.block ? 'double' : 'literal'
  if (allowed.plain && !(key && allowed.multiline)) return 'plain'
  return allowed.single && !(key && allowed.multiline) ? 'single' : 'double'
}

interface Allowed {
  plain: boolean
  single: boolean
  block: boolean
  multiline: boolean
}

const FIRST_INDICATORS = '#,[]{}&*!|>\'"%@`'

/** Which styles can carry the text, see yaml_emitter_analyze_scalar. */
function analyze(text: string): Allowed {
  let indicators = text.startsWith('---') || text.startsWith('...')
  let multiline = false
  let special = false
  let breakSpace = false
  let spaceBreak = false
  let afterSpace = false
  let afterBreak = false
  let afterBlank = true
  const length = text.length
  for (let i = 0; i < length; i++) {
    const code = text.charCodeAt(i)
    const follower = text.charCodeAt(i + 1)
    const blankFollows = i + 1 >= length || follower === 0x20 || follower === 0x09
    if (i === 0) {
      if (FIRST_INDICATORS.includes(text[0]!)) indicators = true
      else if ((code === 0x3f || code === 0x3a || code === 0x2d) && blankFollows) indicators = true
    } else if (code === 0x3a ? blankFollows : code === 0x23 && afterBlank) indicators = true
    if (!isPrintable(code)) special = true
    if (code === 0x20) {
      if (afterBreak) breakSpace = true
      afterSpace = true
      afterBreak = false
    } else if (isBreak(code)) {
      multiline = true
      if (afterSpace) spaceBreak = true
      afterSpace = false
      afterBreak = true
    } else afterSpace = afterBreak = false
    afterBlank = code === 0x20 || code === 0x09 || isBreak(code)
  }
  const first = text.charCodeAt(0)
  const last = text.charCodeAt(length - 1)
  const edges = first === 0x20 || last === 0x20 || isBreak(first) || isBreak(last)
  const broken = spaceBreak || special
  return {
    plain: !(indicators || edges || breakSpace || broken || multiline),
    single: !(breakSpace || broken),
    block: !(broken || last === 0x20),
    multiline,
  }
}
