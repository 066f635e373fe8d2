import { resolvePath, type Tool } from '../shell/world.ts'
import { options } from './options.ts'
import { inputs, linesOf } from './text.ts'

/** One rule of the small awk: `/re/ { print $1, "x" }`, `NR==2 {print}`, `{print $NF}`, `$3 > 5`. */
interface Rule {
  selects(line: Line): boolean
  /** Undefined prints the line. Each entry is one printed line's expressions. */
  prints: string[][] | undefined
}

interface Line {
  fields: string[]
  number: number
  variables: Record<string, string>
}

/** awk with patterns (`/re/`, comparisons of fields and NR) and the action `print`. Everything else is refused by name. */
export const awk: Tool = use => {
  const { values, words } = options(use.args, ['F', 'v'])
  const program = words.shift() ?? ''
  const variables: Record<string, string> = {}
  const given = values['v']?.split('=')
  if (given) variables[given[0]!] = given.slice(1).join('=')
  const rules = parse(program)
  if (!rules) {
    use.io.err(`${use.name}: kubesim simulates only patterns and print, not: ${program}\n`)
    return 2
  }
  const separator =
    values['F'] === undefined ? /\s+/ : new RegExp(values['F'].length === 1 ? `\\${values['F']}` : values['F'])
  const names = words.filter(
    word => use.world.files.read(resolvePath(use.cwd, word)) !== undefined || !word.includes('='),
  )
  const { text, missing } = inputs(use, names)
  linesOf(text).forEach((content, i) => {
    const parts = (values['F'] === undefined ? content.trim() : content).split(separator)
    const line: Line = { fields: [content, ...parts], number: i + 1, variables }
    for (const rule of rules) {
      if (!rule.selects(line)) continue
      for (const expressions of rule.prints ?? [['$0']]) {
        use.io.out(`${expressions.map(expression => value(expression, line)).join(' ')}\n`)
      }
    }
  })
  return missing ? 2 : 0
}

function parse(program: string): Rule[] | undefined {
  const rules: Rule[] = []
  let rest = program.trim()
  while (rest) {
    const match = /^((?:\/(?:\\.|[^/])*\/|"(?:\\.|[^"])*"|[^{/"])*)(?:\{([^}]*)\})?\s*;?\s*/.exec(rest)
    if (!match?.[0]) return undefined
    rest = rest.slice(match[0].length)
    const selects = condition(match[1]!.trim())
    const prints = match[2] === undefined ? undefined : actions(match[2])
    if (!selects || prints === null) return undefined
    rules.push({ selects, prints })
  }
  return rules
}

function condition(text: string): Rule['selects'] | undefined {
  if (text === '' || text === '1') return () => true
  const negated = /^!\s*\/(.*)\/$/.exec(text)
  if (negated) return line => !new RegExp(negated[1]!).test(line.fields[0]!)
  const pattern = /^\/(.*)\/$/.exec(text)
  if (pattern) return line => new RegExp(pattern[1]!).test(line.fields[0]!)
  const compared = /^(\$?\w+)\s*(==|!=|>=|<=|>|<|~)\s*(\/.*\/|"[^"]*"|\$?[\w.]+)$/.exec(text)
  if (!compared) return undefined
  const [, left = '', operator = '', right = ''] = compared
  return line => {
    const a = value(left, line)
    if (operator === '~') return new RegExp(right.slice(1, -1)).test(a)
    const b = value(right, line)
    const [x, y] =
      a !== '' && b !== '' && !Number.isNaN(Number(a)) && !Number.isNaN(Number(b)) ? [Number(a), Number(b)] : [a, b]
    return { '==': x === y, '!=': x !== y, '>': x > y, '<': x < y, '>=': x >= y, '<=': x <= y }[operator]!
  }
}

/** The expressions of each `print`; null for an action that is not simulated. */
function actions(text: string): string[][] | null {
  const lines: string[][] = []
  for (const statement of text.split(';').map(part => part.trim())) {
    if (!statement) continue
    const match = /^print\b\s*(.*)$/.exec(statement)
    if (!match) return null
    const list = match[1]!.match(/"(?:\\.|[^"])*"|,|\$?\w+|\S/g) ?? ['$0']
    const words: string[] = []
    let joins = false
    for (const token of list) {
      if (token === ',') joins = false
      else if (!/^("|\$?\w)/.test(token)) return null
      else if (joins) words[words.length - 1] += `\u0000${token}`
      else words.push(token)
      if (token !== ',') joins = true
    }
    lines.push(words)
  }
  return lines
}

/** A field, a text, a number or a variable; parts joined by NUL stand beside each other. */
function value(expression: string, line: Line): string {
  if (expression.includes('\u0000')) {
    return expression
      .split('\u0000')
      .map(part => value(part, line))
      .join('')
  }
  if (expression.startsWith('"')) return expression.slice(1, -1).replace(/\\n/g, '\n').replace(/\\t/g, '\t')
  if (expression === '$NF') return line.fields.at(-1) ?? ''
  if (expression.startsWith('$')) return line.fields[Number(expression.slice(1))] ?? ''
  if (expression === 'NR') return String(line.number)
  if (expression === 'NF') return String(line.fields.length - 1)
  return line.variables[expression] ?? (/^\d/.test(expression) ? expression : '')
}
