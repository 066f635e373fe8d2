import { type CallExpr, type Comprehension, type Expr, type MapExpr, qualifiedName, type Select } from './ast.ts'
import { isGlobalFunction, overloadsNamed } from './library.ts'
import { type Overload, typeNames } from './overload.ts'
import type { Problems } from './problems.ts'
import * as types from './types.ts'
import { type Bindings, formatType, substitute, type Type } from './types.ts'
import { TypeValue } from './values.ts'

export interface Checked {
  type: Type
  /** The variables that it mentions. */
  used: ReadonlySet<string>
  typeOf(part: Expr): Type
}

/** Gives every call its overloads and tells `problems` what does not fit (cel-go checker/checker.go). */
export function check(expr: Expr, variables: ReadonlyMap<string, Type>, problems: Problems): Checked {
  const checker = new Checker(variables, problems)
  const type = checker.whole(expr)
  return { type, used: checker.used, typeOf: part => checker.typeOf(part) }
}

class Checker {
  private readonly bindings: Bindings = new Map()
  private readonly scopes: Map<string, Type>[]
  private readonly problems: Problems
  private readonly names = typeNames()
  private free = 0
  readonly used = new Set<string>()
  private readonly types = new Map<Expr, Type>()
  constructor(variables: ReadonlyMap<string, Type>, problems: Problems) {
    this.scopes = [new Map(variables)]
    this.problems = problems
  }

  whole(expr: Expr): Type {
    return this.solid(this.check(expr), true)
  }

  /** Of a part that has been checked. */
  typeOf(part: Expr): Type {
    return this.solid(this.types.get(part) ?? types.DYN, true)
  }

  private solid(type: Type, toDyn = false): Type {
    return substitute(this.bindings, type, toDyn)
  }

  private freeVariable(): Type {
    return types.param(`_var${this.free++}`)
  }

  private check(expr: Expr): Type {
    const type = this.checkPart(expr)
    this.types.set(expr, type)
    return type
  }

  private checkPart(expr: Expr): Type {
    switch (expr.is) {
      case 'literal':
        return expr.type
      case 'identifier': {
        const found = this.lookup(expr.name)
        if (found) {
          if (found.value) expr.value = found.value
          return found.type
        }
        return this.undeclared(expr, expr.name)
      }
      case 'select':
        return this.checkSelect(expr)
      case 'call':
        return this.checkCall(expr)
      case 'list':
        return types.listOf(
          this.join(expr.items.map(({ value, optional }) => [value, this.element(value, optional)] as const)),
        )
      case 'map':
        return this.checkMap(expr)
      case 'message':
        return this.undeclared(expr, expr.name)
      case 'comprehension':
        return this.checkComprehension(expr)
      case 'optional-map': {
        const target = this.unwrapped(expr.target, this.check(expr.target))
        const body = this.within([[expr.name, target]], () => this.check(expr.body))
        if (!expr.flat) return types.optionalOf(body)
        return types.optionalOf(this.unwrapped(expr.body, body))
      }
    }
  }

  private undeclared({ at }: { at: number }, name: string): Type {
    this.problems.add(at, `undeclared reference to '${name}' (in container '')`)
    return types.ERROR
  }

  private lookup(name: string): { type: Type; value?: TypeValue } | undefined {
    const plain = name.startsWith('.') ? name.slice(1) : name
    const scopes = name.startsWith('.') ? this.scopes.slice(0, 1) : this.scopes
    for (let i = scopes.length - 1; i >= 0; i--) {
      const type = scopes[i]!.get(plain)
      if (i === 0 && type) this.used.add(plain)
      if (type) return { type }
    }
    const named = this.names.get(plain)
    return named && { type: types.typeOf(named), value: new TypeValue(plain) }
  }

  private within<T>(names: (readonly [string, Type])[], run: () => T): T {
    this.scopes.push(new Map(names))
    const result = run()
    this.scopes.pop()
    return result
  }

  /** The type in an optional; it must be one. */
  private unwrapped(expr: Expr, type: Type): Type {
    const inner = this.freeVariable()
    if (types.assign(this.bindings, [type], [types.optionalOf(inner)])) return this.solid(inner)
    this.mismatch(expr, types.optionalOf(inner), type)
    return types.ERROR
  }

  private mismatch({ at }: Expr, wanted: Type, found: Type): void {
    const [expected, actual] = [wanted, found].map(type => formatType(this.solid(type)))
    this.problems.add(at, `expected type '${expected}' but found '${actual}'`)
  }

  private element(expr: Expr, optional: boolean): Type {
    const type = this.check(expr)
    return optional ? this.unwrapped(expr, type) : type
  }

  /** What all have in common: literals are of one type. */
  private join(items: (readonly [Expr, Type])[]): Type {
    let all: Type | undefined
    for (const [expr, type] of items) {
      if (all === undefined) all = type
      else if (types.assign(this.bindings, [all], [type])) all = types.mostGeneral(all, type)
      else {
        this.mismatch(expr, all, type)
        all = types.ERROR
      }
    }
    return all ?? this.freeVariable()
  }

  private checkMap({ entries }: MapExpr): Type {
    const keys = entries.map(({ key }) => [key, this.check(key)] as const)
    const values = entries.map(({ value, optional }) => [value, this.element(value, optional)] as const)
    const key = this.join(keys)
    return types.mapOf(key, this.join(values))
  }

  private checkSelect(expr: Select): Type {
    const name = qualifiedName(expr)
    const whole = name === undefined ? undefined : this.wholeVariable(name)
    if (whole) {
      expr.variable = name!
      return whole
    }
    const found = name === undefined || this.isVariable(name) ? undefined : this.lookup(name)
    if (found) {
      if (found.value) expr.value = found.value
      return found.type
    }
    const type = this.select(expr, this.solid(this.check(expr.operand)))
    if (expr.test) return types.BOOL
    return type
  }

  /** A variable may have dots in its name; it goes before the field of a shorter one. */
  private wholeVariable(qualified: string): Type | undefined {
    const type = this.scopes[0]!.get(qualified)
    if (!type || this.scopes.slice(1).some(scope => scope.has(qualified.split('.')[0]!))) return undefined
    this.used.add(qualified)
    return type
  }

  private isVariable(qualified: string): boolean {
    const [first] = qualified.split('.') as [string]
    return this.scopes.some(scope => scope.has(first))
  }

  private select(expr: Select, operand: Type): Type {
    if (expr.optional || operand.kind === 'optional_type') {
      const inner = operand.kind === 'optional_type' ? this.solid(operand.of[0]!) : operand
      const field = this.fieldOf(expr, inner)
      return field.kind === 'optional_type' ? field : types.optionalOf(field)
    }
    return this.fieldOf(expr, operand)
  }

  private fieldOf(expr: Select, operand: Type): Type {
    switch (operand.kind) {
      case 'error':
      case 'dyn':
        return types.DYN
      case 'map':
        return operand.of[1]!
      case 'object': {
        const field = operand.fields!.get(expr.field)
        if (field) return field
        this.problems.add(expr.at, `undefined field '${expr.field}'`)
        return types.ERROR
      }
      case 'param':
        return types.DYN
      default:
        this.problems.add(expr.at, `type '${formatType(operand)}' does not support field selection`)
        return types.ERROR
    }
  }

  private checkCall(expr: CallExpr): Type {
    const { target } = expr
    const qualified = target && qualifiedName(target)
    const name = qualified === undefined || this.isVariable(qualified) ? undefined : `${qualified}.${expr.function}`
    if (name !== undefined && isGlobalFunction(name)) {
      expr.function = name
      expr.qualified = true
      return this.resolve(expr, expr.args)
    }
    if (target) return this.resolve(expr, [target, ...expr.args])
    return this.resolve(expr, expr.args)
  }

  private resolve(expr: CallExpr, args: Expr[]): Type {
    const argTypes = args.map(arg => this.check(arg))
    const known = overloadsNamed(expr.function)
    if (known.length === 0) return this.undeclared(expr, expr.function)
    const member = expr.target !== undefined && !expr.qualified
    const found: Overload[] = []
    let result: Type | undefined
    for (const overload of known) {
      if (overload.member !== member) continue
      const fresh: Bindings = new Map(overload.params.map(name => [name, this.freeVariable()]))
      const wanted = overload.args.map(type => substitute(fresh, type, false))
      if (!types.assign(this.bindings, argTypes, wanted)) continue
      found.push(overload)
      const type = this.solid(substitute(fresh, overload.result, false))
      if (result === undefined) result = type
      else if (formatType(result) !== formatType(type)) result = types.DYN
    }
    if (result === undefined) {
      const shown = argTypes.map(type => formatType(this.solid(type, true)))
      const signature = member ? `${shown[0]}.(${shown.slice(1).join(', ')})` : `(${shown.join(', ')})`
      this.problems.add(expr.at, `found no matching overload for '${expr.function}' applied to '${signature}'`)
      return types.ERROR
    }
    expr.overloads = found
    return result
  }

  private checkComprehension(expr: Comprehension): Type {
    const range = this.solid(this.check(expr.range))
    const [first, second] = expr.names as [string, string?]
    const [key, value] = this.rangeOf(expr, range)
    // One variable walks the keys of a map and the items of a list.
    const one = range.kind === 'list' ? value : key
    const names: [string, Type][] =
      second === undefined
        ? [[first, one]]
        : [
            [first, key],
            [second, value],
          ]
    return this.within(names, () => {
      if (expr.filter) this.wants(expr.filter, types.BOOL)
      switch (expr.macro) {
        case 'all':
        case 'exists':
        case 'exists_one':
          this.wants(expr.body, types.BOOL)
          return types.BOOL
        case 'filter':
          this.wants(expr.body, types.BOOL)
          return types.listOf(one)
        case 'map':
        case 'transformList':
          return types.listOf(this.check(expr.body))
        case 'transformMap':
          return types.mapOf(key, this.check(expr.body))
        case 'transformMapEntry': {
          const wanted = types.mapOf(this.freeVariable(), this.freeVariable())
          this.wants(expr.body, wanted)
          return this.solid(wanted)
        }
      }
    })
  }

  private wants(expr: Expr, wanted: Type): void {
    const type = this.check(expr)
    if (types.assign(this.bindings, [type], [wanted])) return
    this.mismatch(expr, wanted, type)
  }

  private rangeOf(expr: Comprehension, range: Type): [key: Type, value: Type] {
    switch (range.kind) {
      case 'list':
        return [types.INT, range.of[0]!]
      case 'map':
        return [range.of[0]!, range.of[1]!]
      case 'dyn':
      case 'error':
      case 'param':
        return [types.DYN, types.DYN]
      default:
        this.problems.add(
          expr.range.at,
          `expression of type '${formatType(range)}' cannot be range of a comprehension (must be list, map, or dynamic)`,
        )
        return [types.ERROR, types.ERROR]
    }
  }
}
