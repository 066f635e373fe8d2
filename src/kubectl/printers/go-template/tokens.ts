/** Words of a Go template action. Modelled on text/template/parse's lexer, errors included. */
export interface Token {
  type: 'field' | 'variable' | 'dot' | 'identifier' | 'string' | 'number' | 'symbol'
  /** The text; of strings the value. */
  text: string
  /** Directly behind the token before, as `.name` behind `)`. */
  glued: boolean
}

/** A text, or the tokens of an action, and the line on which it begins. */
export type Piece = { line: number; text: string } | { line: number; tokens: Token[] }

/** Throws Error: `1: unclosed action`. */
export function pieces(template: string): Piece[] {
  const found: Piece[] = []
  let at = 0
  let trim = false
  while (at < template.length) {
    const open = template.indexOf('{{', at)
    let text = template.slice(at, open < 0 ? undefined : open)
    if (trim) text = text.trimStart()
    const trimsBefore = open >= 0 && /^\{\{-\s/.test(template.slice(open))
    if (trimsBefore) text = text.trimEnd()
    if (text !== '') found.push({ line: lineAt(template, at), text })
    if (open < 0) break
    const line = lineAt(template, open)
    const inside = open + (trimsBefore ? 3 : 2)
    const action = readAction(template, inside, line)
    if (action.tokens) found.push({ line, tokens: action.tokens })
    trim = action.trimsAfter
    at = action.end
  }
  return found
}

const lineAt = (template: string, at: number): number => template.slice(0, at).split('\n').length

const PATTERNS: [Token['type'], RegExp][] = [
  ['field', /\.[\p{L}_][\p{L}\p{Nd}_]*/uy],
  ['number', /[+-]?(?:0[xX][\da-fA-F]+|\d+(?:\.\d*)?(?:[eE][+-]?\d+)?|\.\d+)/y],
  ['dot', /\./y],
  ['variable', /\$[\p{L}\p{Nd}_]*/uy],
  ['identifier', /[\p{L}_][\p{L}\p{Nd}_]*/uy],
  ['symbol', /:=|[=|(),]/y],
]

function readAction(template: string, start: number, line: number) {
  const comment = /\s*\/\*[\s\S]*?\*\/(\s+-)?\}\}/y
  comment.lastIndex = start
  const skipped = comment.exec(template)
  if (skipped) return { end: comment.lastIndex, trimsAfter: skipped[1] !== undefined }

  const tokens: Token[] = []
  let at = start
  let glued = false
  for (;;) {
    const space = /\s*/y
    space.lastIndex = at
    if (space.exec(template)![0] !== '') glued = false
    at = space.lastIndex
    const close = /(-?)\}\}/y
    close.lastIndex = at
    const closed = close.exec(template)
    if (closed && (closed[1] === '' || !glued)) return { tokens, end: close.lastIndex, trimsAfter: closed[1] !== '' }
    if (at >= template.length) throw new Error(`${line}: unclosed action`)
    const quote = template[at]!
    if (quote === '"' || quote === '`' || quote === "'") {
      const { token, end } = readQuoted(template, at, line)
      tokens.push({ ...token, glued })
      at = end
    } else {
      const token = readWord(template, at)
      if (!token) throw new Error(`${line}: unexpected ${JSON.stringify(quote)} in command`)
      tokens.push({ ...token, glued })
      at += token.text.length
    }
    glued = true
  }
}

function readWord(template: string, at: number): Omit<Token, 'glued'> | undefined {
  for (const [type, pattern] of PATTERNS) {
    pattern.lastIndex = at
    const text = pattern.exec(template)?.[0]
    if (text) return { type, text }
  }
  return undefined
}

function readQuoted(template: string, at: number, line: number): { token: Omit<Token, 'glued'>; end: number } {
  const patterns = { '"': /"(?:\\.|[^"\\\n])*"/y, "'": /'(?:\\.|[^'\\\n])+'/y, '`': /`[^`]*`/y }
  const quote = template[at] as keyof typeof patterns
  const pattern = patterns[quote]
  pattern.lastIndex = at
  const text = pattern.exec(template)?.[0]
  if (text === undefined) {
    const what = { '"': 'quoted string', "'": 'character constant', '`': 'raw quoted string' }[quote]
    throw new Error(`${line}: unterminated ${what}`)
  }
  const end = at + text.length
  if (quote === '`') return { token: { type: 'string', text: text.slice(1, -1) }, end }
  const value = unquoted(text.slice(1, -1))
  if (quote === '"') return { token: { type: 'string', text: value }, end }
  return { token: { type: 'number', text: String(value.codePointAt(0)) }, end }
}

const ESCAPES: Record<string, string> = { n: '\n', t: '\t', r: '\r', a: '\x07', b: '\b', f: '\f', v: '\v' }

const unquoted = (text: string): string =>
  text.replace(/\\(x[\da-f]{2}|u[\da-f]{4}|U[\da-f]{8}|[0-7]{3}|.)/gi, (_, code: string) => {
    if (code.length === 1) return ESCAPES[code] ?? code
    return String.fromCodePoint(/^[0-7]{3}$/.test(code) ? Number.parseInt(code, 8) : Number.parseInt(code.slice(1), 16))
  })
