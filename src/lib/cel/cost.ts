import type { CallExpr, Comprehension, Expr, Select } from './ast.ts'
import { type CallCost, callCost, type Sized } from './cost-of-calls.ts'
import type { Type } from './types.ts'
import { lengthOf } from './functions/collections.ts'

/**
 * The size of data at its most, by the way that leads there from a variable: field names, `@items`, `@values`, `@keys`.
 * Undefined when nothing is known.
 */
export type SizeOf = (path: readonly string[]) => number | undefined

export interface Size {
  min: number
  max: number
}

/** What is not known is taken to be as large as can be. */
export const UNKNOWN: Size = { min: 0, max: 2 ** 64 }

const CONSTANT: Record<string, number> = { list: 10, map: 30, message: 40 }

/**
 * The most that an expression may cost, by the sizes of the data that it is about (cel-go checker/cost.go). Macros cost what
 * the loops cost that they stand for.
 */
export function estimateCost(expr: Expr, typeOf: (part: Expr) => Type, sizeOf: SizeOf): number {
  return Math.min(new Estimate(typeOf, sizeOf).cost(expr), 2 ** 64)
}

class Estimate {
  private readonly typeOf: (part: Expr) => Type
  private readonly sizeOf: SizeOf
  private readonly paths = new Map<Expr, readonly string[]>()
  private readonly sizes = new Map<Expr, Size>()
  /** The ways of the variables of the loops around. */
  private readonly locals = new Map<string, (readonly string[])[]>()
  constructor(typeOf: (part: Expr) => Type, sizeOf: SizeOf) {
    this.typeOf = typeOf
    this.sizeOf = sizeOf
  }

  cost(expr: Expr): number {
    switch (expr.is) {
      case 'literal':
        return 0
      case 'identifier':
        this.paths.set(expr, this.locals.get(expr.name)?.at(-1) ?? [expr.name])
        return 1
      case 'select':
        return this.costOfSelect(expr)
      case 'call':
        return this.costOfCall(expr)
      case 'list':
        return expr.items.reduce((sum, { value }) => sum + this.cost(value), CONSTANT['list']!)
      case 'map':
        return expr.entries.reduce((sum, { key, value }) => sum + this.cost(key) + this.cost(value), CONSTANT['map']!)
      case 'message':
        return CONSTANT['message']!
      case 'comprehension':
        return this.costOfLoop(expr)
      case 'optional-map': {
        const target = this.cost(expr.target)
        const body = this.within([[expr.name, []]], () => this.cost(expr.body))
        // It is asked whether there is a value, which is then bound for the body by a loop over nothing.
        return target + 1 + CONSTANT['list']! + target + 1 + body + 1
      }
    }
  }

  private within<T>(names: [string, readonly string[]][], run: () => T): T {
    for (const [name, path] of names) {
      const stack = this.locals.get(name)
      if (stack) stack.push(path)
      else this.locals.set(name, [path])
    }
    const result = run()
    for (const [name] of names) this.locals.get(name)!.pop()
    return result
  }

  private pathOf = (expr: Expr): readonly string[] => this.paths.get(expr) ?? []

  private costOfSelect(expr: Select): number {
    const operand = this.cost(expr.operand)
    if (expr.test) return operand
    if (expr.optional) return operand + 1
    this.paths.set(expr, [...this.pathOf(expr.operand), expr.field])
    const { kind } = this.typeOf(expr.operand)
    return operand + (kind === 'map' || kind === 'object' ? 1 : 0)
  }

  private costOfCall(expr: CallExpr): number {
    const target = expr.target && !expr.qualified ? expr.target : undefined
    const costs = expr.args.map(arg => this.cost(arg))
    const before = target ? this.cost(target) : 0
    const [first] = expr.args
    if (expr.function === '_[_]' && first) {
      const { kind } = this.typeOf(first)
      if (kind === 'list' || kind === 'map') {
        this.paths.set(expr, [...this.pathOf(first), kind === 'list' ? '@items' : '@values'])
      }
    }
    if (expr.function === 'dyn' && first) {
      const size = this.known(first)
      if (size) this.sizes.set(expr, size)
      return 1 + costs[0]!
    }
    const found = this.ownCost(expr, target, costs)
    if (found.size) this.sizes.set(expr, found.size)
    return before + found.cost
  }

  private ownCost(expr: CallExpr, target: Expr | undefined, costs: readonly number[]): CallCost {
    const all = costs.reduce((sum, cost) => sum + cost, 0)
    if (expr.function === '_?_:_') {
      const [, yes, no] = expr.args as [Expr, Expr, Expr]
      const [a, b] = [this.size(yes), this.size(no)]
      const size = { min: Math.min(a.min, b.min), max: Math.max(a.max, b.max) }
      return { cost: costs[0]! + Math.max(costs[1]!, costs[2]!), size }
    }
    if (expr.function === '_&&_' || expr.function === '_||_') return { cost: all }
    const { cost, size } = callCost(
      expr,
      target && this.sized(target),
      expr.args.map(arg => this.sized(arg)),
    )
    return { cost: cost + all, ...(size ? { size } : {}) }
  }

  private sized(expr: Expr): Sized {
    const type = this.typeOf(expr)
    const path = this.pathOf(expr)
    return {
      expr,
      type,
      size: this.size(expr),
      itemSize: () => {
        const found = path.length > 0 ? this.sizeOf([...path, '@items']) : undefined
        return found === undefined ? UNKNOWN : { min: 0, max: found }
      },
    }
  }

  private size(expr: Expr): Size {
    return this.known(expr) ?? UNKNOWN
  }

  private known(expr: Expr): Size | undefined {
    const computed = this.sizes.get(expr) ?? literalSize(expr)
    if (computed) return computed
    const path = this.pathOf(expr)
    const found = path.length > 0 ? this.sizeOf(path) : undefined
    if (found !== undefined) return { min: 0, max: found }
    return isScalar(this.typeOf(expr)) ? { min: 1, max: 1 } : undefined
  }

  private costOfLoop(expr: Comprehension): number {
    const range = this.cost(expr.range)
    const path = this.pathOf(expr.range)
    const isList = this.typeOf(expr.range).kind === 'list'
    const [first, second] = expr.names as [string, string?]
    const value = [...path, isList ? '@items' : '@values']
    const names: [string, readonly string[]][] =
      second === undefined
        ? [[first, isList ? value : [...path, '@keys']]]
        : [
            [first, isList ? [] : [...path, '@keys']],
            [second, value],
          ]
    const body = this.within(names, () => this.cost(expr.body))
    const filter = expr.filter ? this.within(names, () => this.cost(expr.filter!)) : undefined
    const size = this.size(expr.range)
    const { start, step, end, makes } = loop(expr, body, filter)
    if (makes) this.sizes.set(expr, size)
    return range + start + size.max * step + end
  }
}

/** What a macro costs before, in each round and after, written out as the loop that it stands for. */
function loop(
  { macro }: Comprehension,
  body: number,
  filter: number | undefined,
): { start: number; step: number; end: number; makes?: boolean } {
  const { list, map } = CONSTANT as { list: number; map: number }
  switch (macro) {
    case 'all':
      return { start: 0, step: body + 3, end: 1 }
    case 'exists':
      return { start: 0, step: body + 4, end: 1 }
    case 'exists_one':
      return { start: 0, step: body + 2, end: 2 }
    case 'filter':
      return { start: list, step: body + list + 3, end: 1, makes: true }
    case 'map':
    case 'transformList':
      return { start: list, step: (filter ?? 0) + body + list + 2, end: 1, makes: true }
    case 'transformMap':
      return { start: map, step: (filter ?? 0) + body + 3, end: 1, makes: true }
    case 'transformMapEntry':
      return { start: map, step: (filter ?? 0) + body + 2, end: 1, makes: true }
  }
}

function literalSize(expr: Expr): Size | undefined {
  const exactly = (size: number): Size => ({ min: size, max: size })
  if (expr.is === 'list') return exactly(expr.items.length)
  if (expr.is === 'map') return exactly(expr.entries.length)
  if (expr.is !== 'literal') return undefined
  if (typeof expr.value === 'string') return exactly(lengthOf(expr.value))
  return exactly(expr.value instanceof Uint8Array ? expr.value.length : 1)
}

function isScalar(type: Type): boolean {
  if (type.kind === 'optional_type') return isScalar(type.of[0]!)
  return ['bool', 'double', 'duration', 'int', 'timestamp', 'uint'].includes(type.kind)
}
