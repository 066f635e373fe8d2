import { isCapital, isDigit, isSmall } from '../../lib/letters.ts'

/** Letters of YAML, by their codes. */

const SPACE = 32

const codesOf = (signs: string): ReadonlySet<number> => new Set(Array.from(signs, sign => sign.charCodeAt(0)))
const BEGINS_KEY = codesOf('_./$')
const ENDS_KEY = codesOf('"\'#,[]{}:&*!|>%@`')
const FLOW = codesOf(',[]{}')
const BEGINS_PLAIN = codesOf('+~<(=^\\-')
const JOINTS = codesOf(':#')

/** Where the first letter at or behind a place is that is no blank; -1 when there is none. */
export function inked(text: string, from = 0): number {
  while (text.charCodeAt(from) === SPACE) from++
  return from < text.length ? from : -1
}

/** White space, as \s has it. */
export const isSpace = (code: number): boolean =>
  code === SPACE || code === 9 || (code > 126 && /\s/.test(String.fromCharCode(code)))

/** What begins so can be a key that is a string. */
export const beginsKey = (code: number): boolean => isSmall(code) || isCapital(code) || BEGINS_KEY.has(code)

export const endsKey = (code: number): boolean => ENDS_KEY.has(code) || isSpace(code)

/** `, [ ] { }` */
export const isFlowSign = (code: number): boolean => FLOW.has(code)

/** The first letter of a plain scalar inside a flow collection. */
export const beginsPlain = (code: number): boolean => beginsKey(code) || isDigit(code) || BEGINS_PLAIN.has(code)

/** `:` and `#`, which belong to a scalar when it goes on behind them. */
export const isJoint = (code: number): boolean => JOINTS.has(code)
