/** Reads kubectl's JSONPath templates. Modelled on client-go's util/jsonpath parser, errors included. */

/** A bound of a slice. `derived`: it stands for "one element", from a plain index. */
export interface Bound {
  value: number
  known: boolean
  derived?: boolean
}

export type PathNode =
  | { type: 'text' | 'word' | 'field'; value: string }
  | { type: 'constant'; value: number | boolean }
  | { type: 'wildcard' | 'recursive' }
  | { type: 'slice'; from: Bound; to: Bound; step: Bound }
  | { type: 'union'; paths: PathNode[][] }
  | { type: 'filter'; left: PathNode[]; right: PathNode[]; op: string }

/** A text outside braces, or the path within a pair of them. */
export type TemplatePart = { type: 'text'; value: string } | { type: 'path'; path: PathNode[] }

const isTerminator = (c: string) => c === '' || ' \t\r\n.,[]$@{}'.includes(c)
const isDigit = (c: string) => c >= '0' && c <= '9'
const isWord = (c: string) => c === '_' || /^[\p{L}\p{Nd}]$/u.test(c)

/** Throws Error with the parser's words (`unclosed action`). */
export function parseTemplate(template: string): TemplatePart[] {
  const parts: TemplatePart[] = []
  let at = 0
  while (at < template.length) {
    const open = template.indexOf('{', at)
    if (open !== at) parts.push({ type: 'text', value: template.slice(at, open < 0 ? undefined : open) })
    if (open < 0) break
    const action = new Action(template, open + 1)
    action.read()
    parts.push({ type: 'path', path: action.path })
    at = action.at
  }
  return parts
}

/** The path that a text means within braces. */
function pathOf(text: string): PathNode[] {
  const first = parseTemplate(`{${text}}`)[0]!
  return first.type === 'path' ? first.path : []
}

class Action {
  readonly path: PathNode[] = []
  at: number
  private readonly text: string

  constructor(text: string, at: number) {
    this.text = text
    this.at = at
  }

  private next(): string {
    return this.text[this.at++] ?? ''
  }

  /** Up to and past the closing brace. */
  read(): void {
    for (;;) {
      if (this.text.startsWith('[?(', this.at)) {
        this.filter()
        continue
      }
      if (this.text.startsWith('..', this.at)) {
        this.recursive()
        continue
      }
      const start = this.at
      const c = this.next()
      if (c === '}') return
      if (c === '' || c === '\r' || c === '\n') throw new Error('unclosed action')
      if (c === ' ' || c === '@' || c === '$') continue
      if (c === '[') this.array(start)
      else if (c === '"' || c === "'") this.quote(c, start)
      else if (c === '.') this.field()
      else if (c === '+' || c === '-' || isDigit(c)) this.number(start)
      else if (isWord(c)) this.word(start)
      else throw new Error(`unrecognized character in action: ${unicode(c)}`)
    }
  }

  private recursive(): void {
    if (this.path.at(-1)?.type === 'recursive') throw new Error('invalid multiple recursive descent')
    this.at += 2
    this.path.push({ type: 'recursive' })
    if (isWord(this.text[this.at] ?? '')) this.field()
  }

  private field(): void {
    const start = this.at
    while (!isTerminator(this.text[this.at] ?? '')) this.at += this.text[this.at] === '\\' ? 2 : 1
    const value = this.text.slice(start, this.at)
    this.path.push(value === '*' ? { type: 'wildcard' } : { type: 'field', value: value.replaceAll('\\', '') })
  }

  private word(start: number): void {
    while (!isTerminator(this.text[this.at] ?? '')) this.at++
    const value = this.text.slice(start, this.at)
    if (value === 'true' || value === 'false') this.path.push({ type: 'constant', value: value === 'true' })
    else this.path.push({ type: 'word', value })
  }

  private number(start: number): void {
    while (this.text[this.at] === '.' || isDigit(this.text[this.at] ?? '')) this.at++
    const text = this.text.slice(start, this.at)
    const value = /[0-9]/.test(text) ? Number(text) : Number.NaN
    if (Number.isNaN(value)) throw new Error(`cannot parse number ${text}`)
    this.path.push({ type: 'constant', value })
  }

  private quote(end: string, start: number): void {
    for (;;) {
      const c = this.next()
      if (c === '' || c === '\n') throw new Error('unterminated quoted string')
      if (c === end && this.text[this.at - 2] !== '\\') break
    }
    this.path.push({ type: 'text', value: unquote(this.text.slice(start, this.at)) })
  }

  private array(start: number): void {
    for (;;) {
      const c = this.next()
      if (c === '' || c === '\n') throw new Error('unterminated array')
      if (c === ']') break
    }
    const inside = this.text.slice(start + 1, this.at - 1)
    if (inside.includes(',')) {
      const paths = inside.split(',').map(part => pathOf(`[${part.replace(/^ +| +$/g, '')}]`))
      this.path.push({ type: 'union', paths })
      return
    }
    const key = /^'([^']*)'$/.exec(inside)
    if (key) this.path.push(...pathOf(`.${key[1]}`))
    else this.path.push(slice(inside === '*' ? ':' : inside))
  }

  private filter(): void {
    this.at += 3
    const start = this.at
    let quote = ''
    let closed = false
    for (;;) {
      const c = this.next()
      if (c === '' || c === '\n') throw new Error('unterminated filter')
      if (c === '"' || c === "'") {
        if (quote === '') quote = c
        else if (c === quote && this.text[this.at - 2] !== '\\') closed = true
      } else if (c === ')' && (quote === '' || closed)) break
    }
    const condition = this.text.slice(start, this.at - 1)
    if (this.next() !== ']') throw new Error('unclosed array expect ]')
    const found = /^([^!<>=]+)([!<>=]+)(.+?)$/.exec(condition)
    if (found) this.path.push({ type: 'filter', left: pathOf(found[1]!), op: found[2]!, right: pathOf(found[3]!) })
    else this.path.push({ type: 'filter', left: pathOf(condition), op: 'exists', right: [] })
  }
}

function slice(text: string): PathNode {
  const found = /^(-?[0-9]*)(:-?[0-9]*)?(:-?[0-9]*)?$/.exec(text)
  if (!found) throw new Error(`invalid array index ${text}`)
  const bound = (part: string | undefined): Bound => {
    if (!part) return { value: 0, known: false }
    if (part === '-') throw new Error(`array index ${part} is not a number`)
    return { value: Number(part), known: true }
  }
  const from = bound(found[1])
  const to = found[2] ? bound(found[2].slice(1)) : { value: from.value + 1, known: true, derived: true }
  return { type: 'slice', from, to, step: bound(found[3]?.slice(1)) }
}

const ESCAPES: Record<string, string> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
}

/** A Go string literal in double or single quotes. */
function unquote(literal: string): string {
  const quote = literal[0]!
  const inside = literal.slice(1, -1)
  const sequence = /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-7]{3})|(.)|$)/gs
  return inside.replace(sequence, (_, byte, short, long, octal, letter) => {
    const hex = byte ?? short ?? long
    if (hex) return String.fromCodePoint(Number.parseInt(hex, 16))
    if (octal) return String.fromCodePoint(Number.parseInt(octal, 8))
    const meant = letter === quote ? quote : ESCAPES[letter]
    if (meant === undefined) throw new Error(`unquote string ${literal} error invalid syntax`)
    return meant
  })
}

/** `U+007E '~'`, as Go's %#U. */
function unicode(c: string): string {
  return `U+${c.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')} '${c}'`
}
