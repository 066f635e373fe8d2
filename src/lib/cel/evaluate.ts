import type { CallExpr, Comprehension, Expr, ListExpr, MapExpr, Select } from './ast.ts'
import { overloadsNamed } from './library.ts'
import { matches } from './match.ts'
import type { Runtime } from './overload.ts'
import { attempt, Failure, noSuchOverload } from './problems.ts'
import { showKey } from './show.ts'
import { Dict, type Key, keyText, List, Optional, type Value } from './values.ts'

/** The value of a checked expression. */
export function evaluate(expr: Expr, variables: ReadonlyMap<string, Value>, runtime: Runtime): Value {
  return new Evaluation(runtime).value(expr, new Scope(variables, undefined))
}

class Scope {
  private readonly names: ReadonlyMap<string, Value>
  private readonly outer: Scope | undefined
  constructor(names: ReadonlyMap<string, Value>, outer: Scope | undefined) {
    this.names = names
    this.outer = outer
  }
  get(name: string): Value | undefined {
    if (name.startsWith('.')) return this.outer ? this.outer.get(name) : this.names.get(name.slice(1))
    const found = this.names.get(name)
    return found === undefined ? this.outer?.get(name) : found
  }
}

class Evaluation {
  private readonly runtime: Runtime
  constructor(runtime: Runtime) {
    this.runtime = runtime
  }

  value(expr: Expr, scope: Scope): Value {
    this.runtime.charge(1)
    switch (expr.is) {
      case 'literal':
        return expr.value
      case 'identifier':
        return expr.value ?? variable(expr.name, scope)
      case 'select':
        return this.select(expr, scope)
      case 'call':
        return this.call(expr, scope)
      case 'list':
        return this.list(expr, scope)
      case 'map':
        return this.map(expr, scope)
      case 'message':
        throw new Failure(`unknown type: ${expr.name}`)
      case 'comprehension':
        return this.comprehension(expr, scope)
      case 'optional-map': {
        const target = optional(this.value(expr.target, scope))
        if (target.value === undefined) return target
        const body = this.value(expr.body, new Scope(new Map([[expr.name, target.value]]), scope))
        return expr.flat ? optional(body) : new Optional(body)
      }
    }
  }

  private select(expr: Select, scope: Scope): Value {
    if (expr.value !== undefined) return expr.value
    if (expr.variable !== undefined) return variable(`.${expr.variable}`, scope)
    const operand = this.value(expr.operand, scope)
    const found = member(operand, expr.field, expr.optional)
    if (expr.test) return found instanceof Optional ? found.value !== undefined : found !== undefined
    if (expr.optional || operand instanceof Optional) return found instanceof Optional ? found : new Optional(found)
    if (found === undefined) throw new Failure(`no such key: ${expr.field}`)
    return found
  }

  private call(expr: CallExpr, scope: Scope): Value {
    switch (expr.function) {
      case '_&&_':
        return this.logical(expr.args as [Expr, Expr], scope, false)
      case '_||_':
        return this.logical(expr.args as [Expr, Expr], scope, true)
      case '_?_:_': {
        const [condition, yes, no] = expr.args as [Expr, Expr, Expr]
        return this.value(this.truth(condition, scope) ? yes : no, scope)
      }
      case 'orValue':
      case 'or': {
        // The alternative is looked at only when it is needed.
        const target = this.value(expr.target!, scope)
        if (!(target instanceof Optional)) break
        if (target.value === undefined) return this.value(expr.args[0]!, scope)
        return expr.function === 'or' ? target : target.value
      }
    }
    const all = expr.target && !expr.qualified ? [expr.target, ...expr.args] : expr.args
    const args = all.map(arg => this.value(arg, scope))
    const overloads = expr.overloads ?? overloadsNamed(expr.function)
    for (const overload of overloads) {
      if (overload.args.every((type, i) => matches(args[i]!, type))) return overload.run(args, this.runtime)
    }
    throw noSuchOverload()
  }

  private truth(expr: Expr, scope: Scope): boolean {
    const value = this.value(expr, scope)
    if (typeof value !== 'boolean') throw noSuchOverload()
    return value
  }

  /** `&&` and `||` ask both sides before they fail: what decides alone hides an error on the other side. */
  private logical([left, right]: [Expr, Expr], scope: Scope, decides: boolean): boolean {
    const first = attempt(() => this.truth(left, scope))
    if (first === decides) return decides
    const second = attempt(() => this.truth(right, scope))
    if (second === decides) return decides
    if (first instanceof Failure) throw first
    if (second instanceof Failure) throw second
    return !decides
  }

  private list({ items }: ListExpr, scope: Scope): List {
    const found: Value[] = []
    for (const { value, optional: maybe } of items) {
      const item = this.value(value, scope)
      if (!maybe) found.push(item)
      else if (optional(item).value !== undefined) found.push(optional(item).value!)
    }
    return new List(found)
  }

  private map({ entries }: MapExpr, scope: Scope): Dict {
    const made = new Map<string, readonly [Key, Value]>()
    for (const entry of entries) {
      const key = this.value(entry.key, scope)
      const value = this.value(entry.value, scope)
      const shown = entry.optional ? optional(value).value : value
      if (shown !== undefined) insert(made, key, shown)
    }
    return new Dict(made)
  }

  private comprehension(expr: Comprehension, scope: Scope): Value {
    const pairs = pairsOf(this.value(expr.range, scope), expr.names.length === 1)
    const [first, second] = expr.names as [string, string?]
    const inner = (key: Value, value: Value) => {
      const names = new Map<string, Value>(
        second === undefined
          ? [[first, value]]
          : [
              [first, key],
              [second, value],
            ],
      )
      return new Scope(names, scope)
    }
    switch (expr.macro) {
      case 'all':
      case 'exists':
        return this.quantify(
          pairs.map(([key, value]) => inner(key, value)),
          expr,
        )
      case 'exists_one': {
        const count = pairs.filter(([key, value]) => this.truth(expr.body, inner(key, value))).length
        return count === 1
      }
      case 'filter':
        return new List(
          pairs.filter(([key, value]) => this.truth(expr.body, inner(key, value))).map(([, item]) => item),
        )
      default:
        return this.transform(
          expr,
          pairs.map(([key, value]) => [key, inner(key, value)] as const),
        )
    }
  }

  private quantify(scopes: Scope[], { macro, body }: Comprehension): boolean {
    const decides = macro === 'exists'
    let error: Failure | undefined
    for (const scope of scopes) {
      const answer = attempt(() => this.truth(body, scope))
      if (answer === decides) return decides
      if (answer instanceof Failure) error ??= answer
    }
    if (error) throw error
    return !decides
  }

  private transform({ macro, filter, body }: Comprehension, scopes: (readonly [Value, Scope])[]): Value {
    const kept = filter ? scopes.filter(([, scope]) => this.truth(filter, scope)) : scopes
    if (macro === 'map' || macro === 'transformList') return new List(kept.map(([, scope]) => this.value(body, scope)))
    const made = new Map<string, readonly [Key, Value]>()
    for (const [key, scope] of kept) {
      const value = this.value(body, scope)
      if (macro === 'transformMap') insert(made, key, value)
      else if (value instanceof Dict) for (const [k, v] of value.entries.values()) insert(made, k, v)
      else throw noSuchOverload()
    }
    return new Dict(made)
  }
}

function variable(name: string, scope: Scope): Value {
  const value = scope.get(name)
  if (value === undefined) throw new Failure(`no such attribute(s): ${name.replace(/^\./, '')}`)
  return value
}

function insert(made: Map<string, readonly [Key, Value]>, key: Value, value: Value): void {
  const text = keyText(key)
  if (text === undefined || typeof key === 'number') throw new Failure('unsupported key type')
  if (made.has(text)) throw new Failure(`insert failed: key ${showKey(key)} already exists`)
  made.set(text, [key as Key, value])
}

function optional(value: Value): Optional {
  if (value instanceof Optional) return value
  throw noSuchOverload()
}

/** A field or key; undefined when there is none. Of an optional it is an optional. */
function member(operand: Value, field: string, maybe: boolean): Value | undefined {
  if (operand instanceof Optional) {
    const inner = operand.value === undefined ? undefined : member(operand.value, field, true)
    return inner instanceof Optional ? inner : new Optional(inner)
  }
  if (operand instanceof Dict) return operand.get(field)
  if (maybe && operand === null) return undefined
  throw noSuchOverload()
}

/** Keys and values; with one variable a map gives its keys. */
function pairsOf(range: Value, one: boolean): (readonly [Value, Value])[] {
  if (range instanceof List) return range.items.map((item, i) => [BigInt(i), item] as const)
  if (!(range instanceof Dict)) throw noSuchOverload()
  return [...range.entries.values()].map(([key, value]) => [key, one ? key : value] as const)
}
