import { isDigit } from './letters.ts'
import { isBreak, isPrintable, scalarStyle } from './yaml-scalar.ts'

/** Where go-yaml begins to look for a space to break a long string at. */
const WIDTH = 80

/**
 * YAML as `kubectl -o yaml` prints it (sigs.k8s.io/yaml over go-yaml v2): keys sorted, lists not indented under their key,
 * long strings folded, strings that look like something else quoted. Ends with a newline. Fields that are `undefined` are
 * left out.
 */
export function toYaml(value: unknown): string {
  const emitter = new Emitter()
  emitter.root(value)
  return emitter.out
}

class Emitter {
  out = ''
  /** Where the line that is being written begins in `out`. */
  private lineStart = 0

  root(value: unknown): void {
    if (isBlock(value)) this.block(value, 0, true)
    else this.inline(value, 0)
    this.out += '\n'
  }

  private newline(indent: number): void {
    this.out += '\n'
    this.lineStart = this.out.length
    this.out += spaces(indent)
  }

  /** A non-empty map or list whose first line may go on where we are (`here`). */
  private block(value: object, indent: number, here: boolean): void {
    if (Array.isArray(value)) {
      for (const item of value) {
        if (!here) this.newline(indent)
        here = false
        this.out += '-'
        if (isBlock(item)) {
          this.out += ' '
          this.block(item, indent + 2, true)
        } else this.scalar(item, indent)
      }
      return
    }
    const map = value as Record<string, unknown>
    for (const key of sortedKeys(map)) {
      if (!here) this.newline(indent)
      here = false
      const simple = utf8Length(key) <= 128
      if (!simple) this.out += '? '
      this.text(key, simple ? 'key' : 'value', indent)
      if (!simple) this.newline(indent)
      this.out += ':'
      const field = map[key]
      if (!isBlock(field)) this.scalar(field, indent)
      else if (simple) this.block(field, Array.isArray(field) ? indent : indent + 2, false)
      else {
        this.out += ' '
        this.block(field, indent + 2, true)
      }
    }
  }

  private scalar(value: unknown, indent: number): void {
    this.out += ' '
    this.inline(value, indent)
  }

  private inline(value: unknown, indent: number): void {
    if (typeof value === 'string') this.text(value, 'value', indent)
    else if (typeof value === 'number') this.out += numberText(value)
    else if (typeof value === 'boolean') this.out += String(value)
    else if (value === null || value === undefined) this.out += 'null'
    else this.out += Array.isArray(value) ? '[]' : '{}'
  }

  private text(text: string, as: 'key' | 'value', indent: number): void {
    const key = as === 'key'
    switch (scalarStyle(text, key)) {
      case 'plain':
        this.folded(text, key, indent)
        break
      case 'single':
        this.out += "'"
        this.folded(text.replaceAll("'", "''"), key, indent, true)
        this.out += "'"
        break
      case 'double':
        this.doubleQuoted(text, key, indent)
        break
      default:
        this.literal(text, indent + 2)
    }
  }

  /** Plain and single-quoted text: past the width a single space becomes a line break. */
  private folded(written: string, key: boolean, indent: number, quoted = false): void {
    if (key || this.column() + written.length <= WIDTH) {
      this.out += written
      return
    }
    let start = 0
    let afterSpace = false
    let column = this.column()
    for (let i = 0; i < written.length; i++) {
      if (written[i] !== ' ') {
        afterSpace = false
        const code = written.charCodeAt(i)
        if (code < 0xdc00 || code > 0xdfff) column++
        continue
      }
      const edge = quoted && (i === 0 || i === written.length - 1)
      if (!afterSpace && column > WIDTH && !edge && written[i + 1] !== ' ') {
        this.out += written.slice(start, i)
        this.newline(indent + 2)
        column = indent + 2
        start = i + 1
      } else column++
      afterSpace = true
    }
    this.out += written.slice(start)
  }

  private doubleQuoted(text: string, key: boolean, indent: number): void {
    this.out += '"'
    let afterSpace = false
    for (let i = 0; i < text.length; i++) {
      const code = text.codePointAt(i)!
      if (code > 0xffff) i++
      if (code === 0x22 || code === 0x5c || !isPrintable(code) || isBreak(code)) {
        this.out += escaped(code)
        afterSpace = false
      } else if (code === 0x20) {
        if (!key && !afterSpace && i > 0 && i < text.length - 1 && this.column() > WIDTH) {
          this.newline(indent + 2)
          if (text[i + 1] === ' ') this.out += '\\'
        } else this.out += ' '
        afterSpace = true
      } else {
        this.out += String.fromCodePoint(code)
        afterSpace = false
      }
    }
    this.out += '"'
  }

  private literal(text: string, indent: number): void {
    const first = text.charCodeAt(0)
    this.out += first === 0x20 || isBreak(first) ? '|2' : '|'
    if (!isBreak(text.charCodeAt(text.length - 1))) this.out += '-'
    else if (text.length === 1 || isBreak(text.charCodeAt(text.length - 2))) this.out += '+'
    const margin = spaces(indent)
    const lines = text.split('\n')
    if (lines[lines.length - 1] === '') lines.pop()
    for (const line of lines) this.out += line === '' ? '\n' : `\n${margin}${line}`
    this.lineStart = this.out.length
  }

  private column(): number {
    let column = this.out.length - this.lineStart
    for (let i = this.lineStart; i < this.out.length; i++) {
      const code = this.out.charCodeAt(i)
      if (code >= 0xdc00 && code <= 0xdfff) column--
    }
    return column
  }
}

const isBlock = (value: unknown): value is object => {
  if (typeof value !== 'object' || value === null) return false
  if (Array.isArray(value)) return value.length > 0
  for (const key in value) if ((value as Record<string, unknown>)[key] !== undefined) return true
  return false
}

const MARGINS: string[] = []
const spaces = (n: number): string => (MARGINS[n] ??= ' '.repeat(n))

function utf8Length(text: string): number {
  return text.length <= 42 ? text.length : encodeURIComponent(text).replace(/%[0-9A-F]{2}/g, '.').length
}

/** As Go's strconv prints a float: an exponent has two digits at least. */
function numberText(value: number): string {
  return String(value).replace(/e([-+])([0-9])$/, 'e$10$2')
}

const ESCAPES = new Map([
  [0, '0'],
  [7, 'a'],
  [8, 'b'],
  [9, 't'],
  [10, 'n'],
  [11, 'v'],
  [12, 'f'],
  [13, 'r'],
  [27, 'e'],
  [34, '"'],
  [92, '\\'],
  [0x85, 'N'],
  [0xa0, '_'],
  [0x2028, 'L'],
  [0x2029, 'P'],
])

function escaped(code: number): string {
  const short = ESCAPES.get(code)
  if (short) return `\\${short}`
  const hex = code.toString(16).toUpperCase()
  if (code <= 0xff) return `\\x${hex.padStart(2, '0')}`
  return code <= 0xffff ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`
}

function sortedKeys(map: Record<string, unknown>): string[] {
  const keys: string[] = []
  for (const key in map) if (map[key] !== undefined) keys.push(key)
  return keys.sort(compareKeys)
}

const isLetter = (text: string, i: number): boolean => {
  const code = text.charCodeAt(i)
  if (code < 0x80) return (code | 32) >= 97 && (code | 32) <= 122
  return /\p{L}/u.test(String.fromCodePoint(text.codePointAt(i)!))
}

/** go-yaml's order of keys: letters after everything else, runs of digits by their number. */
export function compareKeys(a: string, b: string): number {
  const shorter = Math.min(a.length, b.length)
  for (let i = 0; i < shorter; i++) {
    const x = a.charCodeAt(i)
    const y = b.charCodeAt(i)
    if (x === y) continue
    const xLetter = isLetter(a, i)
    const yLetter = isLetter(b, i)
    if (xLetter && yLetter) return x - y
    if (xLetter || yLetter) return yLetter ? -1 : 1
    // A zero behind a number that has begun counts as a digit of it.
    let xNumber = 0
    let yNumber = 0
    if (x === 48 || y === 48) {
      for (let j = i - 1; j >= 0 && isDigit(a.charCodeAt(j)); j--) {
        if (a[j] !== '0') {
          xNumber = yNumber = 1
          break
        }
      }
    }
    let xEnd = i
    let yEnd = i
    for (; xEnd < a.length && isDigit(a.charCodeAt(xEnd)); xEnd++) xNumber = xNumber * 10 + a.charCodeAt(xEnd) - 48
    for (; yEnd < b.length && isDigit(b.charCodeAt(yEnd)); yEnd++) yNumber = yNumber * 10 + b.charCodeAt(yEnd) - 48
    if (xNumber !== yNumber) return xNumber - yNumber
    if (xEnd !== yEnd) return xEnd - yEnd
    return x - y
  }
  return a.length - b.length
}
