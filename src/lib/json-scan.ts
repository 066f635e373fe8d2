/** Go's JSON scanner: where a JSON value ends, or what is wrong with it in encoding/json's words. */

export interface Scanned {
  /** Offset behind the value. */
  end?: number
  /** `invalid character 'x' after object key`; `unexpected EOF` when the text ends too soon. */
  error?: string
  /** Bytes read up to and with the wrong character. */
  offset?: number
}

export const UNEXPECTED_EOF = 'unexpected EOF'

/** Reads the value that begins at `from` (after white space). Undefined when there is nothing but white space. */
export function scanJson(text: string, from = 0): Scanned | undefined {
  const scan = new Scan(text, from)
  if (scan.skip() === undefined) return undefined
  try {
    scan.value()
    return { end: scan.at }
  } catch (error) {
    if (!(error instanceof Wrong)) throw error
    return { error: error.message, offset: Buffer.byteLength(text.slice(0, scan.at + 1)) }
  }
}

class Wrong extends Error {}

/** A character as Go quotes it: `'x'`, `'\''`, `'"'`, `'\n'`. */
function quoted(char: string): string {
  if (char === "'") return "'\\''"
  if (char === '"') return `'"'`
  return `'${JSON.stringify(char).slice(1, -1)}'`
}

class Scan {
  at: number
  private readonly text: string

  constructor(text: string, at: number) {
    this.text = text
    this.at = at
  }

  skip(): string | undefined {
    while (/[ \t\r\n]/.test(this.text[this.at] ?? '')) this.at++
    return this.text[this.at]
  }

  private fail(context: string): never {
    const char = this.text[this.at]
    throw new Wrong(char === undefined ? UNEXPECTED_EOF : `invalid character ${quoted(char)} ${context}`)
  }

  value(): void {
    const char = this.skip()
    if (char === '{') this.object()
    else if (char === '[') this.array()
    else if (char === '"') this.string()
    else if (char === 't') this.literal('true')
    else if (char === 'f') this.literal('false')
    else if (char === 'n') this.literal('null')
    else if (char !== undefined && /[-0-9]/.test(char)) this.number()
    else this.fail('looking for beginning of value')
  }

  private object(): void {
    this.at++
    if (this.skip() === '}') {
      this.at++
      return
    }
    for (;;) {
      if (this.skip() !== '"') this.fail('looking for beginning of object key string')
      this.string()
      if (this.skip() !== ':') this.fail('after object key')
      this.at++
      this.value()
      const char = this.skip()
      if (char !== ',' && char !== '}') this.fail('after object key:value pair')
      this.at++
      if (char === '}') return
    }
  }

  private array(): void {
    this.at++
    if (this.skip() === ']') {
      this.at++
      return
    }
    for (;;) {
      this.value()
      const char = this.skip()
      if (char !== ',' && char !== ']') this.fail('after array element')
      this.at++
      if (char === ']') return
    }
  }

  private string(): void {
    for (this.at++; this.text[this.at] !== '"'; this.at++) {
      const char = this.text[this.at]
      if (char === undefined || char < ' ') this.fail('in string literal')
      if (char === '\\') this.escape()
    }
    this.at++
  }

  private escape(): void {
    this.at++
    if (!/["\\/bfnrtu]/.test(this.text[this.at] ?? '')) this.fail('in string escape code')
    if (this.text[this.at] !== 'u') return
    for (let i = 0; i < 4; i++) {
      this.at++
      if (!/[0-9a-fA-F]/.test(this.text[this.at] ?? '')) this.fail('in \\u hexadecimal character escape')
    }
  }

  private literal(word: string): void {
    for (let i = 1; i < word.length; i++) {
      this.at++
      if (this.text[this.at] !== word[i]) this.fail(`in literal ${word} (expecting ${quoted(word[i]!)})`)
    }
    this.at++
  }

  private number(): void {
    if (this.text[this.at] === '-') this.at++
    if (this.text[this.at] === '0') this.at++
    else this.digits('in numeric literal')
    if (this.text[this.at] === '.') {
      this.at++
      this.digits('after decimal point in numeric literal')
    }
    if (/[eE]/.test(this.text[this.at] ?? '')) {
      this.at++
      if (/[-+]/.test(this.text[this.at] ?? '')) this.at++
      this.digits('in exponent of numeric literal')
    }
  }

  private digits(context: string): void {
    if (!/[0-9]/.test(this.text[this.at] ?? '')) this.fail(context)
    while (/[0-9]/.test(this.text[this.at] ?? '')) this.at++
  }
}

/** json.Unmarshal's words for a text that is not one JSON value; undefined for a good text. */
export function jsonError(text: string): string | undefined {
  const scanned = scanJson(text)
  if (!scanned || scanned.error === UNEXPECTED_EOF) return 'unexpected end of JSON input'
  if (scanned.error !== undefined) return scanned.error
  const rest = /\S/.exec(text.slice(scanned.end))
  return rest ? `invalid character ${quoted(rest[0])} after top-level value` : undefined
}
