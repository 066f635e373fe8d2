/**
 * Letters of YAML by their codes. A manifest has a few hundred of them: looking at each takes less time than V8 takes to compile
 * regular expressions for them.
 */

const SPACE = 32

/** Where the first letter at or behind a place is that is no blank; -1 when there is none. */
export function inked(text: string, from = 0): number {
  while (text.charCodeAt(from) === SPACE) from++
  return from < text.length ? from : -1
}

/** White space, as \s has it. */
export const isSpace = (code: number): boolean =>
  code === SPACE || code === 9 || (code > 126 && /\s/.test(String.fromCharCode(code)))

const isLetter = (code: number): boolean => (code >= 97 && code <= 122) || (code >= 65 && code <= 90)
const isDigit = (code: number): boolean => code >= 48 && code <= 57

/** `A-Z a-z _ . / $`: what begins with one of them can be a key that is a string. */
export const beginsKey = (code: number): boolean =>
  isLetter(code) || code === 95 || code === 46 || code === 47 || code === 36

/** White space and `" ' # , [ ] { } : & * ! | > % @ \`` */
export function endsKey(code: number): boolean {
  switch (code) {
    case 34:
    case 39:
    case 35:
    case 44:
    case 91:
    case 93:
    case 123:
    case 125:
    case 58:
    case 38:
    case 42:
    case 33:
    case 124:
    case 62:
    case 37:
    case 64:
    case 96:
      return true
    default:
      return isSpace(code)
  }
}

/** `, [ ] { }` */
export const isFlowSign = (code: number): boolean =>
  code === 44 || code === 91 || code === 93 || code === 123 || code === 125

/** Letters, digits and `_ . / $ + ~ < ( = ^ \ -` */
export const beginsPlain = (code: number): boolean =>
  beginsKey(code) || isDigit(code) || '+~<(=^\\-'.includes(String.fromCharCode(code))

/** `: #` */
export const isJoint = (code: number): boolean => code === 58 || code === 35
