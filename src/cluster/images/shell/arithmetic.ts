/** Value of a shell arithmetic expression (`$(( ))`, `let`): whole numbers. Throws Error with a shell's words. */
export function arithmetic(
  text: string,
  variable: (name: string) => string,
  assign: (name: string, value: string) => void,
): number {
  const tokens =
    text.match(/\d+|[A-Za-z_]\w*|\$|\+\+|--|[-+*/%]=|<<|>>|<=|>=|==|!=|&&|\|\||\*\*|[-+*/%<>!~()?:=&|^]/g) ?? []
  let at = 0
  const fail = () => new Error(`arithmetic syntax error`)
  const number = (name: string) => Number.parseInt(variable(name) || '0', 10) || 0

  const primary = (): number => {
    const token = tokens[at++]
    if (token === undefined) throw fail()
    if (token === '(') {
      const value = ternary()
      if (tokens[at++] !== ')') throw fail()
      return value
    }
    if (token === '-') return -primary()
    if (token === '+') return primary()
    if (token === '!') return primary() ? 0 : 1
    if (token === '~') return ~primary()
    if (token === '$') return primary()
    if (token === '++' || token === '--') {
      const name = tokens[at++]!
      const value = number(name) + (token === '++' ? 1 : -1)
      assign(name, String(value))
      return value
    }
    if (/^\d/.test(token)) return Number.parseInt(token, token.startsWith('0') ? 8 : 10)
    if (!/^[A-Za-z_]/.test(token)) throw fail()
    const next = tokens[at]
    if (next === '++' || next === '--') {
      at++
      const value = number(token)
      assign(token, String(value + (next === '++' ? 1 : -1)))
      return value
    }
    if (next && /^[-+*/%]?=$/.test(next)) {
      at++
      const right = ternary()
      const value = next === '=' ? right : apply(next[0]!, number(token), right)
      assign(token, String(value))
      return value
    }
    return number(token)
  }

  const binary = (level: number): number => {
    const operators = LEVELS[level]
    if (!operators) return primary()
    let left = binary(level + 1)
    while (operators.includes(tokens[at] ?? '')) left = apply(tokens[at++]!, left, binary(level + 1))
    return left
  }

  const ternary = (): number => {
    const condition = binary(0)
    if (tokens[at] !== '?') return condition
    at++
    const yes = ternary()
    if (tokens[at++] !== ':') throw fail()
    const no = ternary()
    return condition ? yes : no
  }

  if (!tokens.length) return 0
  const value = ternary()
  if (at < tokens.length) throw fail()
  return value
}

const LEVELS = [
  ['||'],
  ['&&'],
  ['|'],
  ['^'],
  ['&'],
  ['==', '!='],
  ['<', '>', '<=', '>='],
  ['<<', '>>'],
  ['+', '-'],
  ['*', '/', '%'],
  ['**'],
]

function apply(operator: string, a: number, b: number): number {
  switch (operator) {
    case '+':
      return a + b
    case '-':
      return a - b
    case '*':
      return a * b
    case '/':
    case '%':
      if (b === 0) throw new Error('divide by zero')
      return operator === '/' ? Math.trunc(a / b) : a % b
    case '**':
      return a ** b
    case '<<':
      return a << b
    case '>>':
      return a >> b
    case '&':
      return a & b
    case '|':
      return a | b
    case '^':
      return a ^ b
    default:
      return compare(operator, a, b) ? 1 : 0
  }
}

function compare(operator: string, a: number, b: number): boolean {
  switch (operator) {
    case '==':
      return a === b
    case '!=':
      return a !== b
    case '<':
      return a < b
    case '>':
      return a > b
    case '<=':
      return a <= b
    case '>=':
      return a >= b
    case '&&':
      return a !== 0 && b !== 0
    default:
      return a !== 0 || b !== 0
  }
}
