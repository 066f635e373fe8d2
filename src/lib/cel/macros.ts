import type { Expr, Macro } from './ast.ts'
import type { Parser } from './parse.ts'
import type { Offset } from './problems.ts'

/**
 * Calls that are no functions: `has(a.b)`, `a.all(x, ...)`, those with two variables, `a.optMap(x, ...)`. Undefined for any
 * other call, and for one with another number of arguments.
 */
export function expandMacro(
  parser: Parser,
  at: Offset,
  name: string,
  target: Expr | undefined,
  args: Expr[],
): Expr | undefined {
  if (!target) return name === 'has' && args.length === 1 ? has(parser, at, args[0]!) : undefined
  const shapes = SHAPES[name]
  if (shapes && Object.hasOwn(SHAPES, name)) {
    const shape = shapes.find(([variables, filters]) => args.length === variables + filters + 1)
    return shape && comprehension(parser, at, name, target, args, shape[0])
  }
  if ((name === 'optMap' || name === 'optFlatMap') && args.length === 2) {
    const variable = nameOf(parser, args[0]!, 'optMap() variable name must be a simple identifier')
    const [, body] = args as [Expr, Expr]
    return parser.node(
      { is: 'optional-map', at, flat: name === 'optFlatMap', target, name: variable, body },
      target,
      body,
    )
  }
  return undefined
}

function has(parser: Parser, at: Offset, arg: Expr): Expr {
  if (arg.is === 'select' && !arg.test) return parser.node({ ...arg, at, test: true }, arg.operand)
  parser.problems.add(arg.at, 'invalid argument to has() macro')
  return arg
}

/** How many variables, and how many conditions before the body. */
const SHAPES: Record<string, [variables: number, filters: number][]> = {
  all: [
    [1, 0],
    [2, 0],
  ],
  exists: [
    [1, 0],
    [2, 0],
  ],
  exists_one: [[1, 0]],
  existsOne: [
    [1, 0],
    [2, 0],
  ],
  filter: [[1, 0]],
  map: [
    [1, 0],
    [1, 1],
  ],
  transformList: [
    [2, 0],
    [2, 1],
  ],
  transformMap: [
    [2, 0],
    [2, 1],
  ],
  transformMapEntry: [
    [2, 0],
    [2, 1],
  ],
}

function comprehension(parser: Parser, at: Offset, name: string, range: Expr, args: Expr[], variables: number): Expr {
  const names = args.slice(0, variables).map(arg => nameOf(parser, arg, 'argument must be a simple name'))
  if (variables === 2 && names[0] === names[1]) {
    parser.problems.add(args[1]!.at, `duplicate variable name: ${names[0]}`)
  }
  const body = args.at(-1)!
  const filter = args.length > variables + 1 ? args[variables] : undefined
  const macro = (name === 'existsOne' ? 'exists_one' : name) as Macro
  return parser.node(
    { is: 'comprehension', at, macro, range, names, body, ...(filter ? { filter } : {}) },
    range,
    body,
    filter,
  )
}

function nameOf(parser: Parser, arg: Expr, problem: string): string {
  if (arg.is === 'identifier' && !arg.name.startsWith('.')) return arg.name
  parser.problems.add(arg.at, problem)
  return '?'
}
