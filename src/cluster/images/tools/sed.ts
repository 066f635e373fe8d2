import { resolvePath, type Tool } from '../shell/world.ts'
import { options } from './options.ts'
import { basicPattern, inputs, linesOf } from './text.ts'

interface Edit {
  applies(line: string, number: number, count: number): boolean
  /** Undefined deletes the line. */
  apply(line: string): { text: string; changed: boolean } | undefined
  prints: boolean
}

/** sed with `s///`, `d`, `p` and addresses (number, `$`, `/re/`, `a,b`); -n -E -i. Everything else is refused by name. */
export const sed: Tool = use => {
  const { flags, values, words } = options(use.args, ['e'])
  const script = values['e'] ?? words.shift() ?? ''
  const extended = flags.has('E') || flags.has('r')
  const edits = split(script).map(text => parse(text, extended))
  if (edits.some(edit => !edit)) {
    use.io.err(`sed: kubesim simulates only s, d and p, not: ${script}\n`)
    return 1
  }
  const { parts, missing } = inputs(use, words)
  for (const [name, text] of parts) {
    const lines = linesOf(text)
    const shown: string[] = []
    lines.forEach((original, i) => {
      let line: string | undefined = original
      for (const edit of edits as Edit[]) {
        if (line === undefined || !edit.applies(line, i + 1, lines.length)) continue
        const result = edit.apply(line)
        line = result?.text
        if (line !== undefined && edit.prints && result!.changed) shown.push(line)
      }
      if (line !== undefined && !flags.has('n')) shown.push(line)
    })
    const result = shown.map(line => `${line}\n`).join('')
    if (flags.has('i') && name !== '-') use.world.files.write(resolvePath(use.cwd, name), result)
    else use.io.out(result)
  }
  return missing ? 1 : 0
}

const split = (script: string) =>
  script
    .split(/;(?=\s*(?:[\d$/]|[sdp]\b|s\W))|\n/)
    .map(text => text.trim())
    .filter(Boolean)

function parse(text: string, extended: boolean): Edit | undefined {
  const pattern = (source: string, flags = '') => new RegExp(extended ? source : basicPattern(source), flags)
  const match = /^(?:(\d+|\$|\/(?:\\.|[^/])*\/)(?:,(\d+|\$))?)?\s*(!?)\s*(.*)$/.exec(text)!
  const [, from, to, not, command = ''] = match
  const applies: Edit['applies'] = (line, number, count) => {
    const one = (address: string) =>
      address.startsWith('/')
        ? pattern(address.slice(1, -1)).test(line)
        : (address === '$' ? count : Number(address)) === number
    if (!from) return true
    const last = to === '$' ? count : Number(to)
    const inside = to === undefined ? one(from) : number >= Number(from) && number <= last
    return inside !== (not === '!')
  }
  if (command === 'd') return { applies, apply: () => undefined, prints: false }
  if (command === 'p') return { applies, apply: line => ({ text: line, changed: true }), prints: true }
  const separator = command[0] === 's' ? command[1] : undefined
  if (!separator) return undefined
  const parts = command
    .slice(2)
    .match(
      new RegExp(
        `^((?:\\\\.|[^\\\\${separator}])*)[${separator}]((?:\\\\.|[^\\\\${separator}])*)[${separator}]([gip]*)$`,
      ),
    )
  if (!parts) return undefined
  const [, source = '', replacement = '', flags = ''] = parts
  const regexp = pattern(source.replaceAll(`\\${separator}`, separator), flags.replace('p', ''))
  const filled = (all: string, groups: string[]) =>
    replacement.replace(/\\(.)|&/g, (token, c: string | undefined) =>
      c === undefined ? all : /\d/.test(c) ? (groups[Number(c) - 1] ?? '') : c === 'n' ? '\n' : token.slice(1),
    )
  const apply = (line: string) => {
    const changed = regexp.test(line)
    regexp.lastIndex = 0
    return {
      text: line.replace(regexp, (all, ...groups) =>
        filled(
          all,
          groups.filter(g => typeof g === 'string'),
        ),
      ),
      changed,
    }
  }
  return { applies, apply, prints: flags.includes('p') }
}
