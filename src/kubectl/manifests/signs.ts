import { isCapital, isDigit, isSmall } from '../../lib/letters.ts'

/** Letters of YAML, by their codes. */

const SPACE = 32

const BEGINS_KEY = '_./$'
const ENDS_KEY = '"\'#,[]{}:&*!|>%@`'
const FLOW = ',[]{}'
const BEGINS_PLAIN = '+~<(=^\\-'
const JOINTS = ':#'

const isOf = (signs: string, code: number): boolean => signs.includes(String.fromCharCode(code))

/** Where the first letter at or behind a place is that is no blank; -1 when there is none. */
export function inked(text: string, from = 0): number {
  while (text.charCodeAt(from) === SPACE) from++
  return from < text.length ? from : -1
}

/** White space, as \s has it. */
export const isSpace = (code: number): boolean =>
  code === SPACE || code === 9 || (code > 126 && /\s/.test(String.fromCharCode(code)))

/** What begins so can be a key that is a string. */
export const beginsKey = (code: number): boolean => isSmall(code) || isCapital(code) || isOf(BEGINS_KEY, code)

export const endsKey = (code: number): boolean => isOf(ENDS_KEY, code) || isSpace(code)

/** `, [ ] { }` */
export const isFlowSign = (code: number): boolean => isOf(FLOW, code)

/** The first letter of a plain scalar inside a flow collection. */
export const beginsPlain = (code: number): boolean => beginsKey(code) || isDigit(code) || isOf(BEGINS_PLAIN, code)

/** `:` and `#`, which belong to a scalar when it goes on behind them. */
export const isJoint = (code: number): boolean => isOf(JOINTS, code)
