import type { YAMLError } from 'yaml'

/** A text that is no YAML: the words of Go's parser, `yaml: line 4: did not find expected key`. */
export class YamlError extends Error {}

/**
 * Errors of the yaml package in the words of Go's parser. Go's scanner counts lines from 1, its parser from 0 (and leaves
 * out line 0), so `error.line` is as it is or one less.
 */
export function goYamlError(error: YAMLError, text: string): string {
  const line = error.linePos?.[0].line ?? 1
  const { message: said } = error
  switch (error.code) {
    case 'TAB_AS_INDENT':
      return scanner(line, afterPlainValue(text, line) ? 'found a tab character that violates indentation' : NO_TOKEN)
    case 'MISSING_CHAR':
      if (said.startsWith('Missing closing')) return scanner(text.split('\n').length, 'found unexpected end of stream')
      if (said.startsWith('Implicit map keys')) return missingColon(error, text)
      if (said.startsWith('Sequence item')) return parser(line, brokenBlock(text, line))
      if (/flow/i.test(said)) return parser(line, flowEnd(said))
      return parser(line, 'did not find expected key')
    case 'MULTILINE_IMPLICIT_KEY':
      return hasSibling(text, error.pos[0]) ? missingColon(error, text) : badColon(error, text)
    case 'BLOCK_AS_IMPLICIT_KEY':
      if (said.startsWith('Nested')) return badColon(error, text)
      return parser(line, 'did not find expected key')
    case 'BAD_INDENT':
      return parser(line, said.startsWith('Flow') ? flowEnd(said) : brokenBlock(text, line))
    case 'BLOCK_IN_FLOW':
      return parser(line, flowEnd(said))
    case 'UNEXPECTED_TOKEN':
      if (said.includes('block-seq-ind')) return scanner(line, 'block sequence entries are not allowed in this context')
      if (/:\s*[\]}]\s*$/.test(text.slice(0, error.pos[0] + 1)))
        return parser(line, 'did not find expected node content')
      return parser(line, 'did not find expected key')
    case 'BAD_SCALAR_START':
      if (said.includes('flow indicator')) return parser(line, 'did not find expected node content')
      return scanner(line, NO_TOKEN)
    case 'BAD_ALIAS':
      return scanner(line, 'did not find expected alphabetic or numeric character')
    case 'BAD_DQ_ESCAPE':
      return scanner(line, 'found unknown escape character')
    case 'RESOURCE_EXHAUSTION':
      return 'yaml: exceeded max depth of 10000'
    case 'TAG_RESOLVE_FAILED':
      return `yaml: ${said.replace(/ at line[\s\S]*/, '')}`
    default:
      return parser(line, 'did not find expected key')
  }
}

const NO_TOKEN = 'found character that cannot start any token'

const scanner = (line: number, problem: string): string =>
  line > 1 ? `yaml: line ${line}: ${problem}` : `yaml: ${problem}`
const parser = (line: number, problem: string): string =>
  line > 1 ? `yaml: line ${line - 1}: ${problem}` : `yaml: ${problem}`

const flowEnd = (said: string): string =>
  `did not find expected ',' or '${/flow map|end with a }/i.test(said) ? '}' : ']'}'`

const lineAt = (text: string, offset: number): number => text.slice(0, offset).split('\n').length

/** A second colon where only a value can stand: Go points at the colon. */
function badColon(error: YAMLError, text: string): string {
  const [start] = error.pos
  const word = /^\s*\S/.exec(text.slice(start))?.[0].trim()
  if (word === '@' || word === '`' || word === '%') return scanner(lineAt(text, start), NO_TOKEN)
  if (word === '?') return scanner(lineAt(text, start), 'mapping keys are not allowed in this context')
  const colon = /:(?=\s|$)/.exec(text.slice(start))?.index ?? 0
  return scanner(lineAt(text, start + colon), 'mapping values are not allowed in this context')
}

/** A key without a colon: Go points at what comes next. */
function missingColon(error: YAMLError, text: string): string {
  const lines = text.split('\n')
  let next = lineAt(text, error.pos[0])
  while (next < lines.length - 1 && /^\s*(#.*)?$/.test(lines[next]!)) next++
  return scanner(next + 1, "could not find expected ':'")
}

/** Whether a key stands at the same column further up in the same map. */
function hasSibling(text: string, offset: number): boolean {
  const lines = text.slice(0, offset).split('\n')
  const column = lines.pop()!.length
  for (const line of lines.reverse()) {
    const start = line
      .replace(/^( *)((?:- +)*)/, (_, spaces, dashes) => spaces + ' '.repeat(dashes.length))
      .search(/[^ ]/)
    if (start < 0 || line[start] === '#') continue
    if (start <= column) return start === column
  }
  return false
}

/** Whether the line before ends in a plain value, which the next line might continue. */
function afterPlainValue(text: string, line: number): boolean {
  const lines = text.split('\n').slice(0, line - 1)
  const before = lines.reverse().find(l => !/^\s*(#.*)?$/.test(l)) ?? ''
  const value = /^\s*(?:- +)*(?:[^\s:]+:(?: +|$))?(.*)$/.exec(before.replace(/\s+#.*$/, ''))?.[1] ?? ''
  return value !== '' && !/^["'[{|>]/.test(value)
}

const brokenBlock = (text: string, line: number): string =>
  breaksList(text, line) ? "did not find expected '-' indicator" : 'did not find expected key'

/** Whether a line breaks off a list that stands deeper than the key it belongs to. */
function breaksList(text: string, line: number): boolean {
  const lines = text.split('\n')
  const column = lines[line - 1]!.search(/[^ ]/)
  if (lines[line - 1]![column] === '-') return false
  let inList = false
  for (const above of lines.slice(0, line - 1).reverse()) {
    const start = above.search(/[^ ]/)
    if (start < 0 || above[start] === '#' || start > column) continue
    if (start < column) return inList
    if (above[start] !== '-') return false
    inList = true
  }
  return inList
}
