import { Reader } from './reader.ts'
import type { Assignment, Chain, Command, Pipeline, Redirect, Script, Word } from './syntax.ts'

/** Words that end a list of commands when they stand where a command would begin. */
const CLOSING = ['then', 'elif', 'else', 'fi', 'do', 'done', 'esac', '}']

/** The tree of a script. Throws ShellSyntaxError. */
export function parseShell(text: string): Script {
  const reader = new Reader(text, (inner, end) => script(inner, end))
  const result = script(reader, '')
  if (!reader.done) throw reader.unexpected()
  return result
}

/** Commands until the end, `end` (not taken), `;;` or a closing word. */
function script(reader: Reader, end: string): Script {
  const chains: Script = []
  for (;;) {
    reader.lines()
    if (reader.done || (end && reader.looksAt(end)) || reader.looksAt(';;') || closing(reader)) return chains
    const chain = andOr(reader)
    chains.push(chain)
    reader.blanks()
    if (!reader.looksAt(';;') && reader.take(';')) continue
    if (!reader.looksAt('&&') && reader.take('&')) chain.background = true
    else if (!reader.looksAt('\n')) {
      if (reader.done || (end && reader.looksAt(end)) || reader.looksAt(';;')) return chains
      throw reader.unexpected()
    }
  }
}

/** The word that stands here as it is written, without taking it. */
function peekWord(reader: Reader): string {
  return /^[^\s;&|()<>"'$`\\]+/.exec(reader.text.slice(reader.at, reader.at + 40))?.[0] ?? ''
}

function closing(reader: Reader): boolean {
  return CLOSING.includes(peekWord(reader))
}

function keyword(reader: Reader, word: string): boolean {
  reader.lines()
  return peekWord(reader) === word && reader.take(word)
}

function need(reader: Reader, word: string): void {
  if (!keyword(reader, word)) throw reader.unexpected(word)
}

function andOr(reader: Reader): Chain {
  const chain: Chain = { first: pipeline(reader), rest: [], background: false }
  for (;;) {
    reader.blanks()
    const operator = reader.take('&&') ? '&&' : reader.take('||') ? '||' : undefined
    if (!operator) return chain
    reader.lines()
    chain.rest.push({ operator, pipeline: pipeline(reader) })
  }
}

function pipeline(reader: Reader): Pipeline {
  const negated = keyword(reader, '!')
  const commands = [command(reader)]
  for (;;) {
    reader.blanks()
    if (reader.looksAt('||') || !reader.take('|')) return { commands, negated }
    reader.take('&')
    reader.lines()
    commands.push(command(reader))
  }
}

function command(reader: Reader): Command {
  reader.blanks()
  const compound = compoundCommand(reader)
  if (!compound) return simpleCommand(reader)
  for (let next = redirect(reader); next; next = redirect(reader)) compound.redirects.push(next)
  return compound
}

function compoundCommand(reader: Reader): Command | undefined {
  const redirects: Redirect[] = []
  if (reader.take('(')) {
    const body = script(reader, ')')
    reader.expect(')')
    return { kind: 'group', body, subshell: true, redirects }
  }
  switch (peekWord(reader)) {
    case '{': {
      reader.take('{')
      const body = script(reader, '')
      need(reader, '}')
      return { kind: 'group', body, subshell: false, redirects }
    }
    case 'if': {
      const clauses: { condition: Script; body: Script }[] = []
      let otherwise: Script | undefined
      reader.take('if')
      do {
        const condition = script(reader, '')
        need(reader, 'then')
        clauses.push({ condition, body: script(reader, '') })
      } while (keyword(reader, 'elif'))
      if (keyword(reader, 'else')) otherwise = script(reader, '')
      need(reader, 'fi')
      return { kind: 'if', clauses, otherwise, redirects }
    }
    case 'while':
    case 'until': {
      const until = !reader.take('while') && reader.take('until')
      const condition = script(reader, '')
      return { kind: 'loop', until, condition, body: doBody(reader), redirects }
    }
    case 'for':
      return forLoop(reader, redirects)
    case 'case':
      return caseCommand(reader, redirects)
    default:
      return functionDefinition(reader, redirects)
  }
}

function doBody(reader: Reader): Script {
  reader.blanks()
  reader.take(';')
  need(reader, 'do')
  const body = script(reader, '')
  need(reader, 'done')
  return body
}

function forLoop(reader: Reader, redirects: Redirect[]): Command {
  reader.take('for')
  reader.blanks()
  const name = reader.name()
  let words: Word[] | undefined
  if (keyword(reader, 'in')) {
    words = []
    for (reader.blanks(); ; reader.blanks()) {
      const word = reader.word()
      if (!word) break
      words.push(word)
    }
  }
  return { kind: 'for', name, words, body: doBody(reader), redirects }
}

function caseCommand(reader: Reader, redirects: Redirect[]): Command {
  reader.take('case')
  reader.blanks()
  const word = reader.word()
  if (!word) throw reader.unexpected()
  need(reader, 'in')
  const items: { patterns: Word[]; body: Script }[] = []
  while (!keyword(reader, 'esac')) {
    reader.take('(')
    const patterns: Word[] = []
    do {
      reader.blanks()
      const pattern = reader.word()
      if (!pattern) throw reader.unexpected()
      patterns.push(pattern)
      reader.blanks()
    } while (reader.take('|'))
    reader.expect(')')
    items.push({ patterns, body: script(reader, '') })
    reader.lines()
    reader.take(';;')
  }
  return { kind: 'case', word, items, redirects }
}

function functionDefinition(reader: Reader, redirects: Redirect[]): Command | undefined {
  const head = /^(?:function\s+)?([A-Za-z_][A-Za-z0-9_-]*)[ \t]*\([ \t]*\)/.exec(
    reader.text.slice(reader.at, reader.at + 80),
  )
  if (!head) return undefined
  reader.at += head[0].length
  reader.lines()
  return { kind: 'function', name: head[1]!, body: command(reader), redirects }
}

function simpleCommand(reader: Reader): Command {
  const assignments: Assignment[] = []
  const words: Word[] = []
  const redirects: Redirect[] = []
  for (;;) {
    reader.blanks()
    const next = redirect(reader)
    if (next) {
      redirects.push(next)
      continue
    }
    const assigned = words.length ? null : /^([A-Za-z_]\w*)=/.exec(reader.text.slice(reader.at, reader.at + 200))
    if (assigned) {
      reader.at += assigned[0].length
      assignments.push({ name: assigned[1]!, value: reader.word() ?? [] })
      continue
    }
    const word = reader.word()
    if (!word) break
    words.push(word)
  }
  if (!words.length && !assignments.length && !redirects.length) throw reader.unexpected()
  return { kind: 'simple', assignments, words, redirects }
}

function redirect(reader: Reader): Redirect | undefined {
  reader.blanks()
  const head = /^(\d?)(<<<|<<-?|&>>?|>>|>&|<&|>\||<|>)/.exec(reader.text.slice(reader.at, reader.at + 4))
  if (!head) return undefined
  reader.at += head[0].length
  const written = head[2]!
  reader.blanks()
  const target = reader.word()
  if (!target) throw reader.unexpected()
  const fd = head[1] ? Number(head[1]) : written.startsWith('<') ? 0 : 1
  if (written === '<<<') return { fd, operator: '<<', target: [...target, { kind: 'text', text: '\n', quoted: true }] }
  if (written.startsWith('<<')) return { fd, operator: '<<', target: reader.announce(target, written === '<<-') }
  if (written.startsWith('&>')) return { fd: 1, operator: '&>', target }
  if (written === '<&') return { fd, operator: '>&', target }
  return { fd, operator: written === '>|' ? '>' : (written as '<' | '>' | '>>' | '>&'), target }
}
