import type { Overload } from './overload.ts'
import type { Offset } from './problems.ts'
import type { Type } from './types.ts'
import type { Value } from './values.ts'

export type Expr =
  | Literal
  | Identifier
  | Select
  | CallExpr
  | ListExpr
  | MapExpr
  | MessageExpr
  | Comprehension
  | OptionalMap

interface Node {
  at: Offset
  /** How deep the tree below is, for the limit on recursion. */
  depth: number
}
export interface Literal extends Node {
  is: 'literal'
  type: Type
  value: Value
}
export interface Identifier extends Node {
  is: 'identifier'
  name: string
  /** The value of a name that stands for one, e.g. of a type; set by the checker. */
  value?: Value
}
export interface Select extends Node {
  is: 'select'
  operand: Expr
  field: string
  /** `has(a.b)` */
  test: boolean
  /** `a.?b` */
  optional: boolean
  /** As for an identifier, when the whole is a qualified name. */
  value?: Value
  /** The whole is the name of a variable; set by the checker. */
  variable?: string
}
export interface CallExpr extends Node {
  is: 'call'
  function: string
  target?: Expr
  args: Expr[]
  /** Those that may be meant, set by the checker; the values decide among them. */
  overloads?: readonly Overload[]
  /** `a.b(c)` where `a.b` is the name of a function. */
  qualified?: boolean
}
export interface ListExpr extends Node {
  is: 'list'
  items: { value: Expr; optional: boolean }[]
}
export interface MapExpr extends Node {
  is: 'map'
  entries: { at: Offset; key: Expr; value: Expr; optional: boolean }[]
}
export interface MessageExpr extends Node {
  is: 'message'
  name: string
}
export type Macro =
  | 'all'
  | 'exists'
  | 'exists_one'
  | 'map'
  | 'filter'
  | 'transformList'
  | 'transformMap'
  | 'transformMapEntry'
/** A macro that walks over a list or a map. */
export interface Comprehension extends Node {
  is: 'comprehension'
  macro: Macro
  range: Expr
  /** One name, or two: index or key, and value. */
  names: string[]
  filter?: Expr
  body: Expr
}
/** `a.optMap(name, body)`, `a.optFlatMap(name, body)` */
export interface OptionalMap extends Node {
  is: 'optional-map'
  flat: boolean
  target: Expr
  name: string
  body: Expr
}
/** `a.b.c` as a name; undefined for what is none. */
export function qualifiedName(expr: Expr): string | undefined {
  if (expr.is === 'identifier') return expr.name
  if (expr.is !== 'select' || expr.test || expr.optional) return undefined
  const before = qualifiedName(expr.operand)
  return before === undefined ? undefined : `${before}.${expr.field}`
}
