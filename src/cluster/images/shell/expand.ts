import { arithmetic } from './arithmetic.ts'
import { matchesPattern, patternSource, trimPattern } from './pattern.ts'
import type { Part, Script, Word } from './syntax.ts'
import { resolvePath, type World } from './world.ts'

/** What expansion needs to know of a shell. */
export interface Scope {
  readonly world: World
  cwd: string
  positional: string[]
  /** Undefined for a variable that is not set. */
  value(name: string): string | undefined
  assign(name: string, value: string): void
  /** Standard output of a command, without the final newlines. */
  capture(script: Script): string
  /** Ends the script: `NAME: message`. */
  abort(message: string): never
}

/** Words after expansion: variables, substitutions, field splitting, file names. */
export function expandWords(words: Word[], scope: Scope): string[] {
  const fields: string[] = []
  for (const word of words) expandWord(word, scope, fields)
  return fields
}

/** A word as one text, as in an assignment: no splitting, no file names. */
export function expandText(word: Word, scope: Scope): string {
  let text = ''
  for (const part of word) {
    if (isAll(part)) text += scope.positional.join(' ')
    else text += partText(part, scope)
  }
  return word[0]?.kind === 'text' && !word[0].quoted && text.startsWith('~') ? tilde(text, scope) : text
}

/** A word as a pattern: quoted parts stand for themselves. */
export function expandPattern(word: Word, scope: Scope): string {
  return word
    .map(part => {
      const text = partText(part, scope)
      return part.quoted ? text.replace(/[\\*?[\]]/g, '\\$&') : text
    })
    .join('')
}

const isAll = (part: Part) => part.kind === 'variable' && part.name === '@' && !part.operator
const tilde = (text: string, scope: Scope) => text.replace(/^~(?=\/|$)/, scope.value('HOME') ?? '/root')

function expandWord(word: Word, scope: Scope, fields: string[]): void {
  let text: string | undefined
  let pattern = ''
  let wild = false
  const append = (piece: string, quoted: boolean) => {
    text = (text ?? '') + piece
    pattern += quoted ? piece.replace(/[\\*?[\]]/g, '\\$&') : piece
    if (!quoted && /[*?[]/.test(piece)) wild = true
  }
  const finish = () => {
    if (text !== undefined) {
      const names = wild ? glob(pattern, scope) : []
      if (names.length) fields.push(...names)
      else fields.push(text)
    }
    text = undefined
    pattern = ''
    wild = false
  }
  for (let i = 0; i < word.length; i++) {
    const part = word[i]!
    if (part.kind === 'text') {
      append(i === 0 && !part.quoted ? tilde(part.text, scope) : part.text, part.quoted)
    } else if (isAll(part)) {
      scope.positional.forEach((value, n) => {
        if (n > 0) finish()
        append(value, part.quoted)
      })
    } else if (part.quoted) append(partText(part, scope), true)
    else {
      const value = partText(part, scope)
      const pieces = value.split(/[ \t\n]+/)
      pieces.forEach((piece, n) => {
        if (n > 0) finish()
        if (piece) append(piece, false)
      })
    }
  }
  finish()
}

/** Files whose path matches a pattern with wild cards in its last part. */
function glob(pattern: string, scope: Scope): string[] {
  const slash = pattern.lastIndexOf('/')
  const folder = pattern.slice(0, slash + 1)
  const names = scope.world.files.list(resolvePath(scope.cwd, folder || '.')) ?? []
  const last = pattern.slice(slash + 1)
  return names.filter(name => !name.startsWith('.') && matchesPattern(name, last)).map(name => folder + name)
}

function partText(part: Part, scope: Scope): string {
  switch (part.kind) {
    case 'text':
      return part.text
    case 'command':
      return scope.capture(part.script)
    case 'arithmetic': {
      const text = expandText(part.expression, scope)
      try {
        return String(arithmetic(text, name => scope.value(name) ?? '', scope.assign.bind(scope)))
      } catch (error) {
        return scope.abort((error as Error).message)
      }
    }
    case 'variable':
      return variableText(part, scope)
  }
}

function variableText(part: Part & { kind: 'variable' }, scope: Scope): string {
  const value = part.name === '@' || part.name === '*' ? scope.positional.join(' ') : scope.value(part.name)
  const operand = () => expandText(part.operand ?? [], scope)
  const pattern = () => expandPattern(part.operand ?? [], scope)
  const operator = part.operator ?? ''
  const missing = operator.startsWith(':') ? !value : value === undefined
  switch (operator.replace(/^:(?=.)/, '')) {
    case '':
      return value ?? ''
    case 'length':
      return String((value ?? '').length)
    case '-':
      return missing ? operand() : value!
    case '+':
      return missing ? '' : operand()
    case '=':
      if (missing) scope.assign(part.name, operand())
      return scope.value(part.name) ?? ''
    case '?':
      return missing ? scope.abort(`${part.name}: ${operand() || 'parameter not set'}`) : value!
    case '#':
    case '##':
    case '%':
    case '%%':
      return trimPattern(value ?? '', operator as '#', pattern())
    case ':': {
      const [from, count] = operand().split(':').map(Number)
      return (value ?? '').substr(from!, count)
    }
    default: {
      const [from = '', to = ''] = split(pattern())
      return (value ?? '').replace(new RegExp(patternSource(from), operator === '//' ? 'g' : ''), () => to)
    }
  }
}

/** `from/to` at the first slash that is not escaped. */
function split(text: string): [string, string] {
  const slash = /(?<!\\)\//.exec(text)
  return slash ? [text.slice(0, slash.index), text.slice(slash.index + 1)] : [text, '']
}
