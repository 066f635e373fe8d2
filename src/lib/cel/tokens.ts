import type { Offset, Problems } from './problems.ts'
import { unquote } from './unquote.ts'
import { Uint } from './values.ts'

export type TokenKind = 'int' | 'uint' | 'double' | 'string' | 'bytes' | 'identifier' | 'keyword' | 'operator' | 'end'
export interface Token {
  kind: TokenKind
  /** As it is written; `<EOF>` for the end. */
  text: string
  at: Offset
  value?: bigint | Uint | number | string | Uint8Array
}

/** Words that are no identifiers, not even as a field. */
const KEYWORDS = new Set(['in', 'true', 'false', 'null'])
const OPERATORS = /&&|\|\||==|!=|<=|>=|[<>[\]{}().,\-!?:+*/%]/y
const SPACE = /(?:[ \t\r\n\f]+|\/\/[^\n]*)+/y
const NUMBER =
  /0x[0-9a-fA-F]+[uU]?|[0-9]+\.[0-9]+(?:[eE][+-]?[0-9]+)?|[0-9]+[eE][+-]?[0-9]+|\.[0-9]+(?:[eE][+-]?[0-9]+)?|[0-9]+[uU]?/y
const IDENTIFIER = /[_a-zA-Z][_a-zA-Z0-9]*/y
const STRING =
  /([bB]?)(?:([rR])('''[\s\S]*?'''|"""[\s\S]*?"""|'[^'\n\r]*'|"[^"\n\r]*")|()('''(?:\\[\s\S]|[^\\])*?'''|"""(?:\\[\s\S]|[^\\])*?"""|'(?:\\.|[^\\'\n\r])*'|"(?:\\.|[^\\"\n\r])*"))/y
const BAD_ESCAPE = /\\(?![abfnrtv"'`\\?]|[xX][0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[0-3][0-7]{2}|$)/

const MAX_INT = 2n ** 63n - 1n
const MAX_UINT = 2n ** 64n - 1n

/** Takes an expression apart. What is no token is told and left out, as ANTLR does. */
export function tokenize(source: string, problems: Problems): Token[] {
  const tokens: Token[] = []
  let i = 0
  // Places count code points; they differ from indices behind a character outside the basic plane.
  let wide = 0
  const match = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = i
    return pattern.exec(source)
  }
  const advance = (text: string) => {
    for (const character of text) if (character.length > 1) wide++
    i += text.length
  }
  const unrecognized = (text: string) => {
    problems.add(i - wide, `Syntax error: token recognition error at: '${text}'`)
    advance(text)
  }
  while (i < source.length) {
    const space = match(SPACE)
    if (space) {
      advance(space[0])
      continue
    }
    const at = i - wide
    const string = match(STRING)
    if (string) {
      const [all, bytes, raw] = string
      const quoted = (string[3] ?? string[5])!
      const quote = /^('''|"""|'|")/.exec(quoted)![0]
      const body = quoted.slice(quote.length, -quote.length)
      const bad = raw ? undefined : badEscape(body)
      if (bad !== undefined) {
        unrecognized(all.slice(0, all.length - quoted.length + quote.length + bad))
        continue
      }
      const value = raw && !bytes ? body : unquote(body, bytes !== '', raw !== undefined)
      if (value === undefined) problems.add(at, 'invalid unicode code point')
      else tokens.push({ kind: bytes ? 'bytes' : 'string', text: all, at, value })
      advance(all)
      continue
    }
    const identifier = match(IDENTIFIER)
    const next = source[i + (identifier?.[0].length ?? 0)]
    if (identifier && !((next === '"' || next === "'") && /^(?:[bB]?[rR]?)$/.test(identifier[0]))) {
      const [text] = identifier
      tokens.push({ kind: KEYWORDS.has(text) ? 'keyword' : 'identifier', text, at })
      advance(text)
      continue
    }
    const number = match(NUMBER)
    if (number) {
      tokens.push(numberToken(number[0], at, problems))
      advance(number[0])
      continue
    }
    const operator = match(OPERATORS)
    if (operator) {
      tokens.push({ kind: 'operator', text: operator[0], at })
      advance(operator[0])
      continue
    }
    const [first] = source.slice(i)
    if (first === '"' || first === "'" || identifier) unrecognized(/[^\n\r]+/.exec(source.slice(i))![0])
    else if (first === '=' || first === '&' || first === '|') {
      const [, second = ''] = source.slice(i, i + 3)
      unrecognized(first + second)
    } else unrecognized(String.fromCodePoint(source.codePointAt(i)!))
  }
  tokens.push({ kind: 'end', text: '<EOF>', at: i - wide })
  return tokens
}

/** How much of a string there is up to an escape that is none. */
function badEscape(body: string): number | undefined {
  for (let i = body.indexOf('\\'); i >= 0; ) {
    const bad = BAD_ESCAPE.exec(body.slice(i, i + 12))
    if (bad?.index === 0) {
      const partial = /^\\(?:[xX][0-9a-fA-F]*|u[0-9a-fA-F]*|U[0-9a-fA-F]*|[0-3][0-7]*)?/.exec(body.slice(i))![0]
      return Math.min(i + partial.length + 1, body.length)
    }
    i = body.indexOf('\\', i + 2)
  }
  return undefined
}

function numberToken(text: string, at: Offset, problems: Problems): Token {
  if (/[uU]$/.test(text)) {
    const value = BigInt(text.slice(0, -1))
    if (value > MAX_UINT) problems.add(at, 'invalid uint literal')
    return { kind: 'uint', text, at, value: new Uint(value) }
  }
  if (/^0x/.test(text) || /^[0-9]+$/.test(text)) {
    const value = BigInt(text)
    // The least number has no positive twin: whether there is a sign before, the parser knows.
    if (value > MAX_INT + 1n) problems.add(at, 'invalid int literal')
    return { kind: 'int', text, at, value }
  }
  const value = Number(text)
  if (!Number.isFinite(value)) problems.add(at, 'invalid double literal')
  return { kind: 'double', text, at, value }
}
