import type { Type } from './types.ts'

/** What expressions compute with. An int is a bigint, a double a number. */
export type Value =
  | bigint
  | Uint
  | number
  | string
  | boolean
  | null
  | Uint8Array
  | Duration
  | Timestamp
  | List
  | Dict
  | Optional
  | TypeValue
  | Opaque

export class Uint {
  readonly value: bigint
  constructor(value: bigint) {
    this.value = value
  }
}

export class Duration {
  readonly nanos: bigint
  constructor(nanos: bigint) {
    this.nanos = nanos
  }
}

/** Nanoseconds since 1970-01-01T00:00:00Z. */
export class Timestamp {
  readonly nanos: bigint
  constructor(nanos: bigint) {
    this.nanos = nanos
  }
}

/** Its items may be made when somebody looks. */
export class List {
  private made: readonly Value[] | undefined
  private readonly make: () => readonly Value[]
  /** How a list of the API is compared and added to: `set` without order, `map` by the key of each item. */
  readonly merge: Merge | undefined
  constructor(items: readonly Value[] | (() => readonly Value[]), merge?: Merge) {
    if (typeof items === 'function') this.make = items
    else this.make = () => items
    this.merge = merge
  }
  get items(): readonly Value[] {
    this.made ??= this.make()
    return this.made
  }
}

/** Tells items of a set or of a list with keys apart. */
export interface Merge {
  type: 'set' | 'map'
  idOf(item: Value): string
}

export type Key = bigint | Uint | string | boolean

/** One text per key: 1 and 1u are the same key, '1' is another. */
export function keyText(key: Value): string | undefined {
  switch (typeof key) {
    case 'string':
      return `s${key}`
    case 'bigint':
      return `i${key}`
    case 'boolean':
      return `b${key}`
    case 'number':
      return Number.isInteger(key) ? `i${BigInt(key)}` : undefined
    default:
      return key instanceof Uint ? `i${key.value}` : undefined
  }
}

/** A map, or an object with declared fields: then `fields` is true and a field is selected by its escaped name. */
export class Dict {
  private made: ReadonlyMap<string, readonly [Key, Value]> | undefined
  private readonly make: () => ReadonlyMap<string, readonly [Key, Value]>
  readonly fields: boolean
  constructor(
    entries: ReadonlyMap<string, readonly [Key, Value]> | (() => ReadonlyMap<string, readonly [Key, Value]>),
    fields = false,
  ) {
    if (typeof entries === 'function') this.make = entries
    else this.make = () => entries
    this.fields = fields
  }
  /** By key text, see `keyText`. */
  get entries(): ReadonlyMap<string, readonly [Key, Value]> {
    this.made ??= this.make()
    return this.made
  }
  get(key: Value): Value | undefined {
    const text = keyText(key)
    return text === undefined ? undefined : this.entries.get(text)?.[1]
  }
}

/** Its values are made one by one, when somebody asks, and once. */
export class LazyDict extends Dict {
  private readonly makers: ReadonlyMap<string, () => Value>
  private readonly found = new Map<string, Value>()
  constructor(makers: ReadonlyMap<string, () => Value>) {
    super(new Map(), true)
    this.makers = makers
  }
  override get entries(): ReadonlyMap<string, readonly [Key, Value]> {
    return new Map([...this.makers.keys()].map(name => [keyText(name)!, [name, this.get(name)!]]))
  }
  override get(key: Value): Value | undefined {
    const make = typeof key === 'string' ? this.makers.get(key) : undefined
    if (!make) return undefined
    const name = key as string
    const known = this.found.get(name)
    if (known !== undefined) return known
    const value = make()
    this.found.set(name, value)
    return value
  }
}

export function dict(pairs: Iterable<readonly [Key, Value]>): Dict {
  const entries = new Map<string, readonly [Key, Value]>()
  for (const pair of pairs) entries.set(keyText(pair[0])!, pair)
  return new Dict(entries)
}

export class Optional {
  /** Undefined for none. */
  readonly value: Value | undefined
  constructor(value: Value | undefined) {
    this.value = value
  }
}

/** A type as a value: `type(1)`, `int`. */
export class TypeValue {
  readonly name: string
  constructor(name: string) {
    this.name = name
  }
}

/** A value of a library's type: a quantity, an address, ... */
export abstract class Opaque {
  abstract readonly type: Type
  abstract equals(other: Opaque): boolean
}
