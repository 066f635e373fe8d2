import { resolvePath, Suspended, type Tool, type Use } from '../shell/world.ts'
import { options } from './options.ts'

/** Lines of a text; a final newline begins no line. */
export const linesOf = (text: string): string[] => (text === '' ? [] : text.replace(/\n$/, '').split('\n'))
const joined = (lines: string[]) => lines.map(line => `${line}\n`).join('')

/** Text of the named files, or of the input when there are none. Complains about missing ones and counts them. */
export function inputs(
  use: Use,
  names: string[],
): { text: string; missing: number; parts: [name: string, text: string][] } {
  const parts: [string, string][] = []
  let missing = 0
  for (const name of names.length ? names : ['-']) {
    if (name === '-') {
      parts.push(['-', use.io.input.text])
      use.io.input.text = ''
      continue
    }
    const path = resolvePath(use.cwd, name)
    const text = path === '/dev/null' ? '' : use.world.files.read(path)
    if (text !== undefined) parts.push([name, text])
    else {
      missing++
      const why = use.world.files.list(path) ? 'Is a directory' : 'No such file or directory'
      use.io.err(`${use.name}: ${cannotOpen(use, name)}: ${why}\n`)
    }
  }
  return { text: parts.map(([, text]) => text).join(''), missing, parts }
}

/** busybox and GNU word it differently. */
const cannotOpen = (use: Use, name: string) =>
  use.world.userland === 'debian' || use.name === 'grep' ? name : `can't open '${name}'`

const cat: Tool = use => {
  const { text, missing } = inputs(use, options(use.args).words)
  use.io.out(text)
  return missing ? 1 : 0
}

/** Reads `-n 5`, `-5`, `-n +2`. */
function count(args: string[]): { lines: number; from: boolean; words: string[]; follow: boolean } {
  const expanded = args.flatMap(arg => (/^-\d+$/.test(arg) ? ['-n', arg.slice(1)] : [arg]))
  const { flags, values, words } = options(expanded, ['n', 'c', 'lines'])
  const text = values['n'] ?? values['lines'] ?? '10'
  const follow = flags.has('f') || flags.has('F') || flags.has('follow')
  return { lines: Number(text.replace('+', '')) || 0, from: text.startsWith('+'), words, follow }
}

const head: Tool = use => {
  const { lines, words } = count(use.args)
  const { text, missing } = inputs(use, words)
  use.io.out(joined(linesOf(text).slice(0, lines)))
  return missing ? 1 : 0
}

/** `tail -f` shows what is there and never ends. */
const tail: Tool = use => {
  const { lines, from, words, follow } = count(use.args)
  const { text, missing } = inputs(use, words)
  const all = linesOf(text)
  use.io.out(joined(from ? all.slice(Math.max(0, lines - 1)) : lines ? all.slice(-lines) : []))
  if (follow && !missing) throw new Suspended(Number.POSITIVE_INFINITY)
  return missing ? 1 : 0
}

const grep: Tool = use => {
  const { flags, values, words } = options(use.args, ['e', 'm', 'A', 'B', 'C'])
  const source = values['e'] ?? words.shift() ?? ''
  const extended = flags.has('E') || flags.has('P') || use.name === 'egrep'
  const pattern = flags.has('F')
    ? source.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    : extended
      ? source
      : basicPattern(source)
  const regexp = new RegExp(flags.has('w') ? `\\b(?:${pattern})\\b` : pattern, flags.has('i') ? 'i' : '')
  const { parts, missing } = inputs(use, words)
  let found = 0
  const shown: string[] = []
  for (const [name, text] of parts) {
    const label = parts.length > 1 && !flags.has('h') ? `${name}:` : ''
    linesOf(text).forEach((line, i) => {
      if (regexp.test(line) === flags.has('v')) return
      found++
      const number = flags.has('n') ? `${i + 1}:` : ''
      if (!flags.has('o')) shown.push(label + number + line)
      else for (const match of line.matchAll(new RegExp(regexp, `${regexp.flags}g`))) shown.push(label + match[0])
    })
  }
  if (flags.has('c')) use.io.out(`${found}\n`)
  else if (!flags.has('q')) use.io.out(joined(values['m'] ? shown.slice(0, Number(values['m'])) : shown))
  return missing ? 2 : found ? 0 : 1
}

/** A basic regular expression (`\(`, `\+`, `\|`) as JavaScript writes it. */
export const basicPattern = (source: string) =>
  source.replace(/\\([(){}|+?])|([(){}|+?])/g, (_, special, plain) => (special ? special : `\\${plain}`))

const wc: Tool = use => {
  const { flags, words } = options(use.args)
  const { parts, missing } = inputs(use, words)
  for (const [name, text] of parts) {
    const counts: [string, number][] = [
      ['l', text.split('\n').length - 1],
      ['w', text.split(/\s+/).filter(Boolean).length],
      ['c', text.length],
    ]
    const wanted = counts.filter(([flag]) => flags.has(flag) || (flag === 'c' && flags.has('m')))
    const shown = (wanted.length ? wanted : counts).map(([, n]) => String(n).padStart(wanted.length === 1 ? 0 : 9))
    use.io.out(`${shown.join(' ')}${name === '-' ? '' : ` ${name}`}\n`)
  }
  return missing ? 1 : 0
}

const sort: Tool = use => {
  const { flags, values, words } = options(use.args, ['k', 't'])
  const { text, missing } = inputs(use, words)
  const column = Number.parseInt(values['k'] ?? '0', 10)
  const key = (line: string) => (column ? (line.trim().split(values['t'] ?? /\s+/)[column - 1] ?? '') : line)
  const lines = linesOf(text).sort((a, b) => {
    const [x, y] = [key(a), key(b)]
    return flags.has('n') ? (Number.parseFloat(x) || 0) - (Number.parseFloat(y) || 0) : x < y ? -1 : x > y ? 1 : 0
  })
  if (flags.has('r')) lines.reverse()
  use.io.out(joined(flags.has('u') ? [...new Set(lines)] : lines))
  return missing ? 2 : 0
}

const uniq: Tool = use => {
  const { flags, words } = options(use.args)
  const runs: [string, number][] = []
  for (const line of linesOf(inputs(use, words).text)) {
    const last = runs.at(-1)
    if (last?.[0] === line) last[1]++
    else runs.push([line, 1])
  }
  use.io.out(joined(runs.map(([line, n]) => (flags.has('c') ? `${String(n).padStart(7)} ${line}` : line))))
  return 0
}

const cut: Tool = use => {
  const { values, words } = options(use.args, ['d', 'f', 'c'])
  const ranges = (values['f'] ?? values['c'] ?? '1').split(',').map(range => {
    const [from, to] = range.split('-')
    return [Number(from) || 1, range.includes('-') ? Number(to) || Number.POSITIVE_INFINITY : Number(from)] as const
  })
  const wanted = (_: string, i: number) => ranges.some(([from, to]) => i + 1 >= from && i + 1 <= to)
  const separator = values['f'] ? (values['d'] ?? '\t') : ''
  const pick = (line: string) =>
    separator && !line.includes(separator) ? line : line.split(separator).filter(wanted).join(separator)
  use.io.out(joined(linesOf(inputs(use, words).text).map(pick)))
  return 0
}

const CLASSES: [RegExp, string][] = [
  [/\[:upper:\]/g, 'A-Z'],
  [/\[:lower:\]/g, 'a-z'],
  [/\[:digit:\]/g, '0-9'],
  [/\[:space:\]/g, ' \t\n\r'],
  [/\[:alnum:\]/g, 'A-Za-z0-9'],
]

function characters(set: string): string[] {
  let text = set.replace(/\\n/g, '\n').replace(/\\t/g, '\t').replace(/\\r/g, '\r')
  for (const [name, range] of CLASSES) text = text.replace(name, range)
  text = text.replace(/(.)-(.)/g, (_, a: string, b: string) => {
    let run = ''
    for (let code = a.charCodeAt(0); code <= b.charCodeAt(0); code++) run += String.fromCharCode(code)
    return run
  })
  return [...text]
}

const tr: Tool = use => {
  const { flags, words } = options(use.args)
  const from = characters(words[0] ?? '')
  const to = characters(words[1] ?? '')
  const complement = flags.has('c')
  let text = ''
  for (const c of inputs(use, []).text) {
    const at = from.indexOf(c)
    if (at < 0 !== complement) text += c
    else if (!flags.has('d'))
      text += flags.has('s') && !to.length ? (text.endsWith(c) ? '' : c) : (to[at] ?? to.at(-1) ?? c)
  }
  use.io.out(text)
  return 0
}

const tee: Tool = use => {
  const { flags, words } = options(use.args)
  const { text } = inputs(use, [])
  for (const name of words) {
    const path = resolvePath(use.cwd, name)
    use.world.files.write(path, (flags.has('a') ? (use.world.files.read(path) ?? '') : '') + text)
  }
  use.io.out(text)
  return 0
}

const seq: Tool = use => {
  const numbers = use.args.filter(arg => !/^-[a-z]/.test(arg)).map(Number)
  const [first, step, last] =
    numbers.length === 1 ? [1, 1, numbers[0]!] : numbers.length === 2 ? [numbers[0]!, 1, numbers[1]!] : numbers
  const all: number[] = []
  for (let n = first!; step! > 0 ? n <= last! : n >= last!; n += step!) {
    all.push(n)
    if (all.length > 100_000) break
  }
  use.io.out(joined(all.map(String)))
  return 0
}

const base64: Tool = use => {
  const { flags, words } = options(use.args, ['w'])
  const text = inputs(use, words).text
  if (flags.has('d') || flags.has('decode')) use.io.out(Buffer.from(text, 'base64').toString())
  else use.io.out(`${Buffer.from(text).toString('base64')}\n`)
  return 0
}

export const textTools: Record<string, Tool> = {
  cat,
  head,
  tail,
  grep,
  egrep: grep,
  wc,
  sort,
  uniq,
  cut,
  tr,
  tee,
  seq,
  base64,
}
