import { compileRegexp } from '../re2/regexp.ts'
import { PatternError } from '../re2/syntax.ts'
import type { CallExpr, Expr } from './ast.ts'
import { parseDuration, parseTimestamp } from './moment.ts'
import type { Problems } from './problems.ts'

/** Literals that a function will refuse whenever it is called: durations, timestamps, regular expressions (cel-go cel/validator.go). */
export function validateLiterals(expr: Expr, problems: Problems): void {
  if (expr.is === 'call') validateCall(expr, problems)
  for (const part of partsOf(expr)) validateLiterals(part, problems)
}

function validateCall({ function: name, target, args }: CallExpr, problems: Problems): void {
  const refuse = (arg: Expr) => problems.add(arg.at, `invalid ${name} argument`)
  if ((name === 'duration' || name === 'timestamp') && args.length === 1) {
    const text = literal(args[0]!)
    if (text !== undefined && !(name === 'duration' ? parseDuration : parseTimestamp)(text)) refuse(args[0]!)
  }
  if (name === 'matches') {
    const pattern = target ? args[0]! : args[1]!
    const text = literal(pattern)
    if (text !== undefined && !compiles(text)) refuse(pattern)
  }
}

const literal = (expr: Expr): string | undefined =>
  expr.is === 'literal' && typeof expr.value === 'string' ? expr.value : undefined

function compiles(pattern: string): boolean {
  try {
    compileRegexp(pattern)
    return true
  } catch (error) {
    if (error instanceof PatternError) return false
    throw error
  }
}

function partsOf(expr: Expr): Expr[] {
  switch (expr.is) {
    case 'select':
      return [expr.operand]
    case 'call':
      return expr.target ? [expr.target, ...expr.args] : expr.args
    case 'list':
      return expr.items.map(({ value }) => value)
    case 'map':
      return expr.entries.flatMap(({ key, value }) => [key, value])
    case 'comprehension':
      return [expr.range, ...(expr.filter ? [expr.filter] : []), expr.body]
    case 'optional-map':
      return [expr.target, expr.body]
    default:
      return []
  }
}
