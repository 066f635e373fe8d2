import { put } from '../../lib/own.ts'
import { isOverflow } from './depth.ts'
import { Flow, NotSimple } from './simple-flow.ts'
import { resolvePlain } from './plain.ts'
import { beginsKey, endsKey, inked } from './signs.ts'

/**
 * The YAML that most manifests are written in: block maps and lists, plain and quoted scalars on one line, literal blocks,
 * flow collections on one line, comments. Ten times faster than the full parser, which is not even loaded then.
 * Undefined when the text has anything else, also when it looks broken: the full parser then decides and words the error.
 */
export function readSimpleYaml(text: string): { value: unknown } | undefined {
  if (/[^\n\x20-\x7e\xa0-\ud7ff\ue000-\ufffd]/.test(text)) return undefined
  try {
    return { value: new Reader(text.split('\n')).document() }
  } catch (error) {
    // A line of megabytes is too much for an expression with alternatives.
    if (error instanceof NotSimple || isOverflow(error)) return undefined
    throw error
  }
}

interface Entry {
  key: string
  isPlain: boolean
  /** What follows on the line. */
  value: string
}

/** `key: value`. A plain key has no quotes, no flow signs and nothing that is not a string. */
function entryOf(text: string): Entry | undefined {
  const quote = text[0] === '"' || text[0] === "'" ? text[0] : undefined
  const end = quote ? text.indexOf(quote, 1) : keyEnd(text)
  if (end <= 0) return undefined
  const key = quote ? text.slice(1, end) : text.slice(0, end)
  if (quote === '"' && key.includes('\\')) return undefined
  const colon = inked(text, quote ? end + 1 : end)
  if (text[colon] !== ':') return undefined
  if (colon === text.length - 1) return { key, isPlain: !quote, value: '' }
  if (text[colon + 1] !== ' ') return undefined
  const value = inked(text, colon + 1)
  return { key, isPlain: !quote, value: value < 0 ? '' : text.slice(value) }
}

function keyEnd(text: string): number {
  if (!beginsKey(text.charCodeAt(0))) return -1
  let end = 1
  while (end < text.length && !endsKey(text.charCodeAt(end))) end++
  return end
}

/** No plain scalar begins so. */
const SPECIAL = '&*!|>%@`?:]},#'

class Reader {
  private readonly lines: string[]
  private at = 0
  /** The rest of a line behind `- `, read as if it stood on a line of its own at this column. */
  private rest: { column: number; text: string } | undefined

  constructor(lines: string[]) {
    this.lines = lines
  }

  document(): unknown {
    const [first = ''] = this.lines
    if (first.startsWith('---') && /^---\s*(#.*)?$/.test(first)) this.at = 1
    const line = this.peek()
    if (!line) return null
    const value = this.block(line.column, -1)
    if (this.peek()) throw new NotSimple()
    return value
  }

  /** The next line that is no comment and not empty. */
  private peek(): { column: number; text: string } | undefined {
    if (this.rest) return this.rest
    for (; this.at < this.lines.length; this.at++) {
      const line = this.lines[this.at]!
      const column = inked(line)
      if (column < 0 || line[column] === '#') continue
      if (column === 0 && (line.startsWith('---') || line.startsWith('...') || line[0] === '%')) throw new NotSimple()
      return { column, text: line.slice(column).trimEnd() }
    }
    return undefined
  }

  private take(): void {
    if (this.rest) this.rest = undefined
    this.at++
  }

  /** A map or list whose lines begin at a column; `parent` is the column of what holds it. */
  private block(column: number, parent: number): unknown {
    const { text } = this.peek()!
    if (isItem(text)) return this.list(column)
    if (entryOf(text)) return this.map(column)
    if (parent < 0 && (text[0] === '{' || text[0] === '[')) {
      this.take()
      return this.scalar(text, 0)
    }
    throw new NotSimple()
  }

  private list(column: number): unknown[] {
    const list: unknown[] = []
    for (let line = this.peek(); line && line.column >= column; line = this.peek()) {
      if (line.column > column) throw new NotSimple()
      if (!isItem(line.text)) break
      list.push(this.item(line))
    }
    return list
  }

  private item({ column, text }: { column: number; text: string }): unknown {
    const inner = inked(text, 1)
    if (inner < 0 || text[inner] === '#') {
      this.take()
      const next = this.peek()
      return next && next.column > column ? this.block(next.column, column) : null
    }
    const rest = text.slice(inner)
    if (isItem(rest) || entryOf(rest)) {
      this.rest = { column: column + inner, text: rest }
      return this.block(column + inner, column)
    }
    this.take()
    return this.scalar(rest, column)
  }

  private map(column: number): Record<string, unknown> {
    const map: Record<string, unknown> = {}
    for (let line = this.peek(); line && line.column >= column; line = this.peek()) {
      if (line.column > column) throw new NotSimple()
      const entry = entryOf(line.text)
      if (!entry) {
        if (isItem(line.text)) break
        throw new NotSimple()
      }
      if (entry.isPlain && typeof resolvePlain(entry.key) !== 'string') throw new NotSimple()
      this.take()
      put(map, entry.key, this.value(entry.value, column))
    }
    return map
  }

  /** What stands behind `key:`. */
  private value(text: string, column: number): unknown {
    if (text !== '' && text[0] !== '#') return this.scalar(text, column)
    const next = this.peek()
    if (!next || next.column < column) return null
    if (next.column > column) return this.block(next.column, column)
    return isItem(next.text) ? this.list(column) : null
  }

  /** A scalar or flow collection that must end on its line; `column` is that of the key or dash before it. */
  private scalar(text: string, column: number): unknown {
    if (text === '|' || text === '|-') return this.literal(column, text === '|-')
    if (SPECIAL.includes(text[0]!) || text.startsWith('- ') || text === '-') throw new NotSimple()
    let value: unknown
    if ('"\'[{'.includes(text[0]!)) {
      const flow = new Flow(text)
      value = flow.value()
      if (!endsLine(flow.rest())) throw new NotSimple()
    } else {
      const plain = text.includes('#') ? text.replace(/\s+#.*$/, '') : text
      if (plain.includes(': ') || plain.endsWith(':')) throw new NotSimple()
      value = resolvePlain(plain)
      if (typeof value === 'number' && !Number.isFinite(value)) throw new NotSimple()
    }
    const next = this.peek()
    if (next && next.column > column) throw new NotSimple()
    return value
  }

  /** The lines of `|`, kept as they are. */
  private literal(column: number, strip: boolean): string {
    let indent = -1
    const content: string[] = []
    for (; this.at < this.lines.length; this.at++) {
      const line = this.lines[this.at]!
      const start = inked(line)
      if (start < 0) {
        if (line.length > Math.max(indent, column + 1)) throw new NotSimple()
        content.push('')
        continue
      }
      if (indent < 0) {
        if (start <= column) break
        indent = start
      }
      if (start < indent) {
        if (start > column) throw new NotSimple()
        break
      }
      content.push(line.slice(indent))
    }
    while (content.at(-1) === '') content.pop()
    return content.join('\n') + (strip || content.length === 0 ? '' : '\n')
  }
}

const isItem = (text: string): boolean => text.startsWith('- ') || text === '-'

/** Nothing, or a comment. */
function endsLine(text: string): boolean {
  const inner = text.trimStart()
  return inner === '' || (inner[0] === '#' && inner.length < text.length)
}
