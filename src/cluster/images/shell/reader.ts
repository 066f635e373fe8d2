import { type Part, type Script, ShellSyntaxError, type Word } from './syntax.ts'

const NAME_START = /[A-Za-z_]/
const NAME = /[A-Za-z0-9_]/
const SPECIAL = /[0-9@*#?$!-]/
/** Characters that end a word unless they are quoted. */
const META = ' \t\n;&|()<>'

/** Parses a script inside `$( )` or backquotes; given by the parser, which needs the reader in turn. */
export type ParseScript = (reader: Reader, end: string) => Script

/** Reads words from shell text: quotes, variables, substitutions. */
export class Reader {
  readonly text: string
  at = 0
  private readonly parseScript: ParseScript
  private readonly hereDocuments: { word: Word; end: string; quoted: boolean; stripTabs: boolean }[] = []

  constructor(text: string, parseScript: ParseScript) {
    this.text = text
    this.parseScript = parseScript
  }

  get done(): boolean {
    return this.at >= this.text.length
  }

  looksAt(text: string): boolean {
    return this.text.startsWith(text, this.at)
  }

  take(text: string): boolean {
    if (!this.looksAt(text)) return false
    this.at += text.length
    return true
  }

  expect(text: string): void {
    if (!this.take(text)) throw this.unexpected(text)
  }

  unexpected(wanted?: string): ShellSyntaxError {
    const word = /^(?:\w+|.)/.exec(this.text.slice(this.at))?.[0]
    const found = this.done ? 'end of file' : JSON.stringify(word ?? 'newline')
    return new ShellSyntaxError(`syntax error: unexpected ${found}${wanted ? ` (expecting "${wanted}")` : ''}`)
  }

  /** Skips blanks, continued lines and a comment. */
  blanks(): void {
    for (;;) {
      const c = this.text[this.at]
      if (c === ' ' || c === '\t') this.at++
      else if (c === '\r' && this.text[this.at + 1] === '\n') this.at++
      else if (c === '\\' && this.text[this.at + 1] === '\n') this.at += 2
      else if (c === '#') while (!this.done && this.text[this.at] !== '\n') this.at++
      else return
    }
  }

  /** Takes a line's end and the here-documents that begin after it. */
  newline(): boolean {
    if (this.text[this.at] !== '\n') return false
    this.at++
    for (const document of this.hereDocuments.splice(0)) this.hereDocument(document)
    return true
  }

  /** Skips blanks and line ends. */
  lines(): void {
    do this.blanks()
    while (this.newline())
  }

  /** Announces a here-document whose text begins after this line; its text is put into the returned word. */
  announce(end: Word, stripTabs: boolean): Word {
    const word: Word = []
    const text = end.map(part => (part.kind === 'text' ? part.text : '')).join('')
    this.hereDocuments.push({ word, end: text, quoted: end.some(part => part.quoted), stripTabs })
    return word
  }

  private hereDocument({ word, end, quoted, stripTabs }: (typeof this.hereDocuments)[number]): void {
    const lines: string[] = []
    while (!this.done) {
      const newline = this.text.indexOf('\n', this.at)
      const stop = newline < 0 ? this.text.length : newline
      let line = this.text.slice(this.at, stop)
      this.at = Math.min(stop + 1, this.text.length)
      if (stripTabs) line = line.replace(/^\t+/, '')
      if (line === end) break
      lines.push(`${line}\n`)
    }
    const text = lines.join('')
    if (quoted) word.push({ kind: 'text', text, quoted: true })
    else word.push(...new Reader(text, this.parseScript).quotedParts(undefined))
  }

  /** One word, or `undefined` where none begins. */
  word(): Word | undefined {
    const word: Word = []
    let plain = ''
    const flush = () => {
      if (plain) word.push({ kind: 'text', text: plain, quoted: false })
      plain = ''
    }
    while (!this.done) {
      const c = this.text[this.at]!
      if (META.includes(c)) break
      if (c === '\\') {
        if (this.text[this.at + 1] !== '\n') {
          flush()
          word.push({ kind: 'text', text: this.text[this.at + 1] ?? '', quoted: true })
        }
        this.at += 2
      } else if (c === "'") {
        flush()
        const end = this.text.indexOf("'", this.at + 1)
        if (end < 0) throw new ShellSyntaxError('syntax error: unterminated quoted string')
        word.push({ kind: 'text', text: this.text.slice(this.at + 1, end), quoted: true })
        this.at = end + 1
      } else if (c === '"') {
        flush()
        this.at++
        const parts = this.quotedParts('"')
        word.push(...(parts.length ? parts : [{ kind: 'text' as const, text: '', quoted: true }]))
        if (!this.take('"')) throw new ShellSyntaxError('syntax error: unterminated quoted string')
      } else if (c === '$' || c === '`') {
        flush()
        word.push(this.substitution(false))
      } else {
        plain += c
        this.at++
      }
    }
    flush()
    return word.length ? word : undefined
  }

  /** Parts of a text in double quotes (or a here-document when `end` is undefined), up to `end`. */
  quotedParts(end: string | undefined): Part[] {
    const parts: Part[] = []
    let plain = ''
    const flush = () => {
      if (plain) parts.push({ kind: 'text', text: plain, quoted: true })
      plain = ''
    }
    while (!this.done && this.text[this.at] !== end) {
      const c = this.text[this.at]!
      const next = this.text[this.at + 1] ?? ''
      if (c === '\\' && next && '$`"\\\n'.includes(next) && !(next === '"' && end === undefined)) {
        if (next !== '\n') plain += next
        this.at += 2
      } else if (c === '$' || c === '`') {
        flush()
        parts.push(this.substitution(true))
      } else {
        plain += c
        this.at++
      }
    }
    flush()
    return parts
  }

  private substitution(quoted: boolean): Part {
    if (this.take('`')) {
      const end = this.text.indexOf('`', this.at)
      if (end < 0) throw new ShellSyntaxError('syntax error: EOF in backquote substitution')
      const inner = new Reader(this.text.slice(this.at, end), this.parseScript)
      this.at = end + 1
      return { kind: 'command', script: this.parseScript(inner, ''), quoted }
    }
    this.at++
    if (this.take('((')) return { kind: 'arithmetic', expression: this.arithmetic(), quoted }
    if (this.take('(')) {
      const script = this.parseScript(this, ')')
      this.expect(')')
      return { kind: 'command', script, quoted }
    }
    if (this.take('{')) return this.braced(quoted)
    const c = this.text[this.at] ?? ''
    if (NAME_START.test(c)) return { kind: 'variable', name: this.name(), quoted }
    if (c && SPECIAL.test(c)) {
      this.at++
      return { kind: 'variable', name: c, quoted }
    }
    return { kind: 'text', text: '$', quoted }
  }

  name(): string {
    const start = this.at
    while (!this.done && NAME.test(this.text[this.at]!)) this.at++
    return this.text.slice(start, this.at)
  }

  private arithmetic(): Word {
    let depth = 0
    const start = this.at
    while (!this.done) {
      if (depth === 0 && this.looksAt('))')) break
      if (this.text[this.at] === '(') depth++
      if (this.text[this.at] === ')') depth--
      this.at++
    }
    const inner = new Reader(this.text.slice(start, this.at), this.parseScript)
    this.expect('))')
    return inner.quotedParts(undefined)
  }

  /** After `${`. */
  private braced(quoted: boolean): Part {
    if (this.take('#') && !this.looksAt('}')) {
      const name = this.name()
      this.expect('}')
      return { kind: 'variable', name, operator: 'length', quoted }
    }
    const name = NAME_START.test(this.text[this.at] ?? '') ? this.name() : this.text[this.at++]!
    if (this.take('}')) return { kind: 'variable', name, quoted }
    const operator = /^(:?[-=+?]|##?|%%?|\/\/?|:)/.exec(this.text.slice(this.at, this.at + 2))?.[0]
    if (!operator) throw new ShellSyntaxError('syntax error: bad substitution')
    this.at += operator.length
    const start = this.at
    let depth = 1
    for (; !this.done; this.at++) {
      const c = this.text[this.at]
      if (c === '\\') this.at++
      else if (c === '{') depth++
      else if (c === '}' && --depth === 0) break
    }
    const inner = new Reader(this.text.slice(start, this.at), this.parseScript)
    this.expect('}')
    const operand: Word = []
    while (!inner.done) {
      const word = inner.word()
      if (word) operand.push(...word)
      else operand.push({ kind: 'text', text: inner.text[inner.at++]!, quoted: false })
    }
    return { kind: 'variable', name, operator, operand, quoted }
  }
}
