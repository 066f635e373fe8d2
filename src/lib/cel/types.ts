/** The types of the checker, and how they fit each other (cel-go checker/types.go). */
export interface Type {
  /** `int`, `list`, `map`, `optional_type`, `type`; `object` and `opaque` are told apart by their name, `param` is a variable. */
  kind: string
  name: string
  of: readonly Type[]
  /** Of an object; they may be made when somebody asks. */
  fields?: Fields
}

export interface Fields {
  get(name: string): Type | undefined
}

const simple = (kind: string): Type => ({ kind, name: kind, of: [] })

export const INT = simple('int')
export const UINT = simple('uint')
export const DOUBLE = simple('double')
export const BOOL = simple('bool')
export const STRING = simple('string')
export const BYTES = simple('bytes')
export const NULL = simple('null')
export const DYN = simple('dyn')
export const DURATION = simple('duration')
export const TIMESTAMP = simple('timestamp')
/** Of what has been complained about: it fits everywhere, so that there is one complaint. */
export const ERROR: Type = { kind: 'error', name: '!error!', of: [] }

export const listOf = (item: Type): Type => ({ kind: 'list', name: 'list', of: [item] })
export const mapOf = (key: Type, value: Type): Type => ({ kind: 'map', name: 'map', of: [key, value] })
export const optionalOf = (type: Type): Type => ({ kind: 'optional_type', name: 'optional_type', of: [type] })
export const typeOf = (type: Type): Type => ({ kind: 'type', name: 'type', of: [type] })
export const opaque = (name: string): Type => ({ kind: 'opaque', name, of: [] })
export const param = (name: string): Type => ({ kind: 'param', name, of: [] })
export const objectOf = (name: string, fields: Fields): Type => ({
  kind: 'object',
  name,
  of: [],
  fields,
})

export function formatType(type: Type): string {
  return type.of.length === 0 ? type.name : `${type.name}(${type.of.map(formatType).join(', ')})`
}

export const isDyn = (type: Type): boolean => type.kind === 'dyn'
const isDynOrError = (type: Type): boolean => type.kind === 'dyn' || type.kind === 'error'

/** What type variables stand for. */
export type Bindings = Map<string, Type>

/** Whether each of `from` fits `to`; the variables that this needs are bound when all do, else nothing changes. */
export function assign(bindings: Bindings, from: readonly Type[], to: readonly Type[]): boolean {
  if (from.length !== to.length) return false
  const trial = new Map(bindings)
  if (!from.every((type, i) => fits(trial, type, to[i]!))) return false
  for (const [name, type] of trial) bindings.set(name, type)
  return true
}

function fits(bindings: Bindings, from: Type, to: Type): boolean {
  if (to.kind === 'param') {
    const bound = bind(bindings, from, to)
    if (bound !== undefined) return bound
  }
  if (from.kind === 'param') return bind(bindings, to, from) ?? false
  if (isDynOrError(from) || isDynOrError(to)) return true
  if (from.kind === 'null')
    return ['null', 'object', 'opaque', 'optional_type', 'duration', 'timestamp'].includes(to.kind)
  if (from.kind !== to.kind) return false
  if (from.kind === 'type') return true
  if (from.kind === 'object' || from.kind === 'opaque') return from.name === to.name
  return from.of.every((type, i) => fits(bindings, type, to.of[i]!))
}

/** Lets a variable stand for a type; undefined when it cannot and says nothing of the reverse. */
function bind(bindings: Bindings, type: Type, variable: Type): boolean | undefined {
  const known = bindings.get(variable.name)
  if (known) {
    if (same(type, known)) return true
    if (!fits(bindings, type, known)) return false
    bindings.set(variable.name, mostGeneral(type, known))
    return true
  }
  if (refersTo(bindings, type, variable)) return undefined
  bindings.set(variable.name, type)
  return true
}

const same = (a: Type, b: Type): boolean =>
  a.kind === b.kind && a.name === b.name && a.of.every((type, i) => same(type, b.of[i]!))

function refersTo(bindings: Bindings, type: Type, variable: Type): boolean {
  if (type.kind === 'param') {
    if (type.name === variable.name) return true
    const known = bindings.get(type.name)
    return known !== undefined && refersTo(bindings, known, variable)
  }
  return type.of.some(part => refersTo(bindings, part, variable))
}

export const mostGeneral = (a: Type, b: Type): Type => (isLessSpecific(a, b) ? a : b)

function isLessSpecific(a: Type, b: Type): boolean {
  if (isDyn(a) || a.kind === 'param') return true
  if (isDyn(b) || b.kind === 'param') return false
  if (a.kind !== b.kind || a.name !== b.name) return false
  return a.of.every((type, i) => isLessSpecific(type, b.of[i]!))
}

/** The type with its variables replaced; those that stand for nothing become dyn where `toDyn`. */
export function substitute(bindings: Bindings, type: Type, toDyn: boolean): Type {
  if (type.kind === 'param') {
    const known = bindings.get(type.name)
    if (known) return substitute(bindings, known, toDyn)
    return toDyn ? DYN : type
  }
  if (type.of.length === 0) return type
  return { ...type, of: type.of.map(part => substitute(bindings, part, toDyn)) }
}
