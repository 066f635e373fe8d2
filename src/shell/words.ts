/** One step of a line: a command, what it reads and who reads it. */
export interface Step {
  words: string[]
  /** Standard input: a here-document's text, or a file. */
  input?: { text: string } | { file: string }
  /** What `|` or `>` hands to the user's shell: `grep web | head -1`, `cat > 'pods.txt'`. */
  reader?: string
  /** What must have become of the step before. */
  after: ';' | '&&' | '||'
}

/** A line that the prompt does not understand; the message names why. */
export class LineError extends Error {}

const OWN_SHELL = 'put it in quotes, or begin the line with ! to run it in your own shell'

/**
 * Reads a whole line (see `unfinished`) as a POSIX shell would, as far as it goes: words, both kinds of quotes, backslashes,
 * comments, `~/`, `;`, `&&`, `||`, `|`, `>`, `>>`, `<` and here-documents. Patterns of file names stay as they are. Throws LineError.
 */
export function parseLine(text: string, home: string): Step[] {
  return new Parser(text, home).steps()
}

class Parser {
  readonly #text: string
  readonly #home: string
  #at = 0
  #steps: Step[] = []
  #step: Step = { words: [], after: ';' }
  #document?: Document

  /** Where the last word began. */
  wordAt = 0

  constructor(text: string, home: string) {
    this.#text = text
    this.#home = home
  }

  steps(): Step[] {
    while (this.#at < this.#text.length) {
      const char = this.#text[this.#at]!
      const two = this.#text.slice(this.#at, this.#at + 2)
      if (char === '\n') this.#newLine()
      else if (/\s/.test(char)) this.#at++
      else if (char === '#') this.#at = this.#endOfLine()
      else if (two === '&&' || two === '||') this.#next(two, two)
      else if (char === ';') this.#next(char, ';')
      else if (char === '|') this.#reader('')
      else if (char === '>') this.#reader('cat ')
      else if (two === '<<') this.#hereDocument()
      else if (char === '<') this.#input()
      else if (char === '&') throw new LineError(`nothing runs in the background here: open a second terminal instead`)
      else if (/^\d>/.test(two)) throw new LineError(`the prompt does not redirect ${two}: ${OWN_SHELL}`)
      else this.#step.words.push(this.#word())
    }
    this.#end()
    return this.#steps
  }

  #endOfLine(): number {
    const end = this.#text.indexOf('\n', this.#at)
    return end < 0 ? this.#text.length : end
  }

  /** Ends a step, and takes the text of the here-document that it began. */
  #newLine(): void {
    this.#at++
    if (this.#document) {
      const { text, end } = readDocument(this.#text, this.#at, this.#document)
      this.#step.input = { text }
      this.#at = end
      this.#document = undefined
    }
    if (this.#step.words.length > 0) this.#next('', ';')
  }

  #next(operator: string, after: Step['after']): void {
    if (this.#step.words.length === 0) throw new LineError(`syntax error near ${operator}`)
    this.#at += operator.length
    this.#steps.push(this.#step)
    this.#step = { words: [], after }
  }

  #end(): void {
    if (this.#step.words.length > 0) this.#steps.push(this.#step)
    else if (this.#step.after !== ';')
      throw new LineError(`syntax error: a command is missing after ${this.#step.after}`)
    else if (this.#step.input) throw new LineError('syntax error: a command is missing before <')
  }

  /** All that follows a `|` or `>`, up to the next step, is text for the user's shell. */
  #reader(prefix: string): void {
    if (this.#step.words.length === 0) throw new LineError(`syntax error near ${this.#text[this.#at]}`)
    const from = prefix === '' ? this.#at + 1 : this.#at
    this.#at = from + (prefix === '' ? 0 : 1)
    while (this.#at < this.#text.length) {
      const rest = this.#text.slice(this.#at)
      const quoted = /^(?:'[^']*'|"(?:\\.|[^"\\])*"|\\.|>&|&>)/s.exec(rest)
      if (!quoted && /^(?:;|&&|\|\||\n)/.test(rest)) break
      this.#at += quoted ? quoted[0].length : 1
    }
    const text = this.#text.slice(from, this.#at).trim()
    if (text === '') throw new LineError('syntax error: a command is missing after |')
    this.#step.reader = prefix + text
  }

  #input(): void {
    this.#at++
    this.#blanks()
    const file = this.#at < this.#text.length ? this.#word() : ''
    if (file === '') throw new LineError('syntax error: a file is missing after <')
    this.#step.input = { file }
  }

  #hereDocument(): void {
    const found = documentAt(this.#text, this.#at)
    if (!found) throw new LineError('syntax error: a word is missing after <<')
    this.#document = found.document
    this.#at = found.end
  }

  #blanks(): void {
    while (this.#text[this.#at] === ' ' || this.#text[this.#at] === '\t') this.#at++
  }

  #word(): string {
    let word = ''
    this.wordAt = this.#at
    if (/^~(?=\/|\s|$)/.test(this.#text.slice(this.#at, this.#at + 2))) {
      word = this.#home
      this.#at++
    }
    for (; this.#at < this.#text.length; this.#at++) {
      const char = this.#text[this.#at]!
      if (/[\s;|<>&]/.test(char)) break
      if (char === "'") word += this.#single()
      else if (char === '"') word += this.#double()
      else if (char === '\\') word += this.#text[++this.#at] ?? ''
      else if (char === '(' || char === ')') throw new LineError(`the prompt does not understand ${char}: ${OWN_SHELL}`)
      else word += this.#literal(char)
    }
    return word
  }

  #single(): string {
    const from = this.#at + 1
    this.#at = this.#text.indexOf("'", from)
    return this.#text.slice(from, this.#at)
  }

  #double(): string {
    let inside = ''
    for (this.#at++; this.#text[this.#at] !== '"'; this.#at++) {
      const char = this.#text[this.#at]!
      if (char === '\\' && '"\\$`'.includes(this.#text[this.#at + 1]!)) inside += this.#text[++this.#at]
      else inside += this.#literal(char)
    }
    return inside
  }

  /** A character that stands for itself unless a shell would put something in its place. */
  #literal(char: string): string {
    const expansion = /^(?:`|\$[\w({?!#@*$-])/.exec(this.#text.slice(this.#at, this.#at + 2))
    if (expansion) {
      const what =
        expansion[0] === '`' || expansion[0] === '$(' ? 'runs no commands inside a line' : 'knows no variables'
      throw new LineError(
        `the prompt ${what}: write ${expansion[0]} in single quotes, or begin the line with ! to run it in your own shell`,
      )
    }
    return char
  }
}

interface Document {
  delimiter: string
  /** `<<-`: tabs at the beginning of lines are no part of the text. */
  tabs: boolean
}

/** The `<<END` at a place of a text. */
function documentAt(text: string, at: number): { document: Document; end: number } | undefined {
  const found = /^<<(-?)[ \t]*(?:'([^'\n]+)'|"([^"\n]+)"|\\?([^\s;|<>&'"]+))/.exec(text.slice(at))
  if (!found) return undefined
  const delimiter = found[2] ?? found[3] ?? found[4]!
  return { document: { delimiter, tabs: found[1] === '-' }, end: at + found[0].length }
}

/** The text of a here-document whose lines begin at `from`, and where the line after its end begins. */
function readDocument(
  whole: string,
  from: number,
  { delimiter, tabs }: Document,
): { text: string; end: number; closed: boolean } {
  let text = ''
  let at = from
  while (at <= whole.length) {
    const end = whole.indexOf('\n', at)
    const line = whole.slice(at, end < 0 ? undefined : end)
    const shown = tabs ? line.replace(/^\t+/, '') : line
    at = end < 0 ? whole.length + 1 : end + 1
    if (shown === delimiter) return { text, end: Math.min(at, whole.length), closed: true }
    text += `${shown}\n`
  }
  return { text, end: whole.length, closed: false }
}

/** What a text lacks to be a whole line; undefined for one that is whole. */
export function missing(text: string): 'the rest of the line' | 'a quote' | 'the end of a here-document' | undefined {
  let document: Document | undefined
  for (let at = 0; at < text.length; at++) {
    const char = text[at]!
    if (char === '\\') {
      if (at === text.length - 1) return 'the rest of the line'
      at++
    } else if (char === "'") {
      at = text.indexOf("'", at + 1)
      if (at < 0) return 'a quote'
    } else if (char === '"') {
      const inside = /^"(?:\\.|[^"\\])*"/s.exec(text.slice(at))
      if (!inside) return 'a quote'
      at += inside[0].length - 1
    } else if (char === '#' && (at === 0 || /\s/.test(text[at - 1]!))) {
      const end = text.indexOf('\n', at)
      at = end < 0 ? text.length : end - 1
    } else if (text.startsWith('<<', at)) {
      const found = documentAt(text, at)
      document = found?.document ?? document
      at = found ? found.end - 1 : at + 1
    } else if (char === '\n' && document) {
      const { end, closed } = readDocument(text, at + 1, document)
      if (!closed) return 'the end of a here-document'
      document = undefined
      at = end - 1
    }
  }
  return document && 'the end of a here-document'
}

/** A text that is not whole, and the next line of it. */
export const joined = (text: string, line: string): string =>
  missing(text) === 'the rest of the line' ? text.slice(0, -1) + line : `${text}\n${line}`

const CURSOR = '\u0001'

/** The words of the command that is being typed; the last one is not finished and may be empty. */
export interface Typed {
  words: string[]
  /** The last word as it was typed, with quotes and backslashes. */
  raw: string
  /** The last word is the file after a `<`. */
  input: boolean
}

/** What stands before the cursor; undefined where it is no command of ours. */
export function typed(text: string, home: string): Typed | undefined {
  const whole = ['', "'", '"'].map(quote => text + CURSOR + quote).find(candidate => !missing(candidate))
  if (whole === undefined || text.trimStart().startsWith('!')) return undefined
  try {
    const parser = new Parser(whole, home)
    const { words, input, reader } = parser.steps().at(-1) ?? { words: [] }
    if (reader !== undefined) return undefined
    const raw = text.slice(parser.wordAt)
    if (input && 'file' in input && input.file.endsWith(CURSOR)) {
      return { words: [...words, input.file.slice(0, -1)], raw, input: true }
    }
    if (!words.at(-1)?.endsWith(CURSOR)) return undefined
    return { words: [...words.slice(0, -1), words.at(-1)!.slice(0, -1)], raw, input: false }
  } catch (error) {
    if (error instanceof LineError) return undefined
    throw error
  }
}
