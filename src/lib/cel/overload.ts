import * as types from './types.ts'
import type { Type } from './types.ts'
import type { Value } from './values.ts'

/** What a function may do besides computing. */
export interface Runtime {
  /** Counts work; throws CostError when it has become too much. */
  charge(work: number): void
}

export interface Overload {
  name: string
  member: boolean
  args: readonly Type[]
  result: Type
  /** Its type variables. */
  params: readonly string[]
  run(args: any[], runtime: Runtime): Value
}

/**
 * Functions by signature: `string.startsWith(string) -> bool` is called on its first argument, `size(string) -> int` is not.
 * `A` and `B` stand for any type. The arguments are followed by the Runtime.
 */
export type Family = Record<string, (...args: any[]) => Value>

/** The types of the libraries, by the names they have in signatures. */
const LIBRARY_TYPES: Record<string, string> = {
  Quantity: 'kubernetes.Quantity',
  URL: 'kubernetes.URL',
  IP: 'net.IP',
  CIDR: 'net.CIDR',
  Semver: 'kubernetes.Semver',
  Format: 'kubernetes.NamedFormat',
  Authorizer: 'kubernetes.authorization.Authorizer',
  PathCheck: 'kubernetes.authorization.PathCheck',
  GroupCheck: 'kubernetes.authorization.GroupCheck',
  ResourceCheck: 'kubernetes.authorization.ResourceCheck',
  Decision: 'kubernetes.authorization.Decision',
}
const SIMPLE: Record<string, Type> = {
  int: types.INT,
  uint: types.UINT,
  double: types.DOUBLE,
  bool: types.BOOL,
  string: types.STRING,
  bytes: types.BYTES,
  null: types.NULL,
  dyn: types.DYN,
  duration: types.DURATION,
  timestamp: types.TIMESTAMP,
}

export function libraryType(name: string): Type {
  return types.opaque(LIBRARY_TYPES[name]!)
}

/** Type names that expressions may mention as values. */
export const typeNames = (): Map<string, Type> =>
  new Map([
    ...Object.entries(SIMPLE)
      .filter(([name]) => !['null', 'dyn', 'duration', 'timestamp'].includes(name))
      .map(([name, type]) => [name, type] as const),
    ['list', types.listOf(types.DYN)],
    ['map', types.mapOf(types.DYN, types.DYN)],
    ['null_type', types.NULL],
    ['type', types.typeOf(types.DYN)],
    ['optional_type', types.optionalOf(types.DYN)],
    ['google.protobuf.Duration', types.DURATION],
    ['google.protobuf.Timestamp', types.TIMESTAMP],
    ...Object.values(LIBRARY_TYPES).map(name => [name, types.opaque(name)] as const),
  ])

/** Reads the signatures of families into overloads, by function name. */
export function overloadsOf(families: readonly Family[]): Map<string, Overload[]> {
  const found = new Map<string, Overload[]>()
  for (const family of families) {
    for (const [signature, run] of Object.entries(family)) {
      const overload = new Signature(signature).read((args, runtime) => run(...args, runtime))
      const known = found.get(overload.name)
      if (known) known.push(overload)
      else found.set(overload.name, [overload])
    }
  }
  return found
}

class Signature {
  private i = 0
  private readonly params = new Set<string>()
  private readonly text: string
  constructor(text: string) {
    this.text = text
  }

  read(run: Overload['run']): Overload {
    const target = this.target()
    const args = target ? [target] : []
    const start = this.i
    const open = this.text.indexOf('(', start)
    const name = this.text.slice(start, open)
    this.i = open + 1
    while (this.text[this.i] !== ')') {
      args.push(this.type())
      if (this.text[this.i] === ',') this.i += 2
    }
    this.i += ') -> '.length
    const result = this.type()
    return { name, member: target !== undefined, args, result, params: [...this.params], run }
  }

  /** What it is called on. `ip.isCanonical(...)` is the name of a function. */
  private target(): Type | undefined {
    const [, name = '', next] = /^(\w+)(.)/.exec(this.text) ?? []
    const known = Object.hasOwn(SIMPLE, name) || Object.hasOwn(LIBRARY_TYPES, name) || /^[A-Z]$/.test(name)
    if (!known && !(next === '(' && CONSTRUCTORS.has(name))) return undefined
    const type = this.type()
    if (this.text[this.i] === '.') {
      this.i++
      return type
    }
    // A conversion is named like its type.
    this.i = 0
    this.params.clear()
    return undefined
  }

  private type(): Type {
    const [name] = /^\w+/.exec(this.text.slice(this.i))!
    this.i += name.length
    if (Object.hasOwn(SIMPLE, name)) return SIMPLE[name]!
    if (Object.hasOwn(LIBRARY_TYPES, name)) return libraryType(name)
    if (/^[A-Z]$/.test(name)) {
      this.params.add(name)
      return types.param(name)
    }
    const of: Type[] = []
    if (this.text[this.i] === '(') {
      this.i++
      while (this.text[this.i] !== ')') {
        of.push(this.type())
        if (this.text[this.i] === ',') this.i += 2
      }
      this.i++
    }
    if (name === 'list') return types.listOf(of[0]!)
    if (name === 'map') return types.mapOf(of[0]!, of[1]!)
    if (name === 'optional') return types.optionalOf(of[0]!)
    return types.typeOf(of[0]!)
  }
}

const CONSTRUCTORS = new Set(['list', 'map', 'optional', 'type'])
