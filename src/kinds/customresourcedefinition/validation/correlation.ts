import { equal } from '../../../lib/equal.ts'
import { isMap, own } from '../../../lib/own.ts'
import type { Schema } from '../types.ts'

/** A new value and the old one of the same place (apiserver pkg/cel/common/equality.go). */
export class Correlation {
  readonly value: unknown
  readonly old: unknown
  private readonly schema: Schema
  private same: boolean | undefined
  constructor(value: unknown, old: unknown, schema: Schema) {
    this.value = value
    this.old = old
    this.schema = schema
  }

  /** Items of a list with keys may have changed their places. */
  get isUnchanged(): boolean {
    this.same ??= this.compare()
    return this.same
  }

  private compare(): boolean {
    const { value, old, schema } = this
    if (!Array.isArray(value) || schema['x-kubernetes-list-type'] !== 'map') return equal(value, old)
    if (!Array.isArray(old) || old.length !== value.length) return false
    return value.every((_, i) => this.index(i)?.isUnchanged ?? false)
  }

  key(field: string): Correlation | undefined {
    const { value, old, schema } = this
    if (!isMap(value) || !isMap(old) || !Object.hasOwn(value, field) || !Object.hasOwn(old, field)) return undefined
    const inner = own(schema.properties ?? {}, field) ?? schema.additionalProperties
    return isMap(inner) ? new Correlation(value[field], old[field], inner as Schema) : undefined
  }

  index(i: number): Correlation | undefined {
    const { value, old, schema } = this
    if (!Array.isArray(value) || !Array.isArray(old) || !schema.items) return undefined
    const type = schema['x-kubernetes-list-type']
    if (type === 'set' || type === 'atomic') return undefined
    const before = type === 'map' ? sameItem(value[i], old, schema) : old[i]
    return before === undefined || before === null ? undefined : new Correlation(value[i], before, schema.items)
  }
}

/** The item of a list with keys that has the same keys; undefined in other lists. */
export function sameItem(item: unknown, old: unknown, schema: Schema): unknown {
  if (schema['x-kubernetes-list-type'] !== 'map' || !Array.isArray(old) || !isMap(item)) return undefined
  const keys = schema['x-kubernetes-list-map-keys'] ?? []
  return old.find(each => isMap(each) && keys.every(key => equal(own(each, key), own(item, key))))
}

/** Where a rule stands: the old value of its place, else of the nearest place above that has one. */
export class Ratchet {
  private readonly current: Correlation | undefined
  private readonly above: Correlation | undefined
  constructor(current: Correlation | undefined, above?: Correlation) {
    this.current = current
    this.above = above
  }

  /** Nothing has changed here: what is wrong was wrong before. */
  get holds(): boolean {
    return (this.current ?? this.above)?.isUnchanged ?? false
  }

  key(field: string): Ratchet {
    if (!this.current) return this
    if (!this.above && (field === 'apiVersion' || field === 'kind')) return new Ratchet(undefined)
    return new Ratchet(this.current.key(field), this.current)
  }

  index(i: number): Ratchet {
    return this.current ? new Ratchet(this.current.index(i), this.current) : this
  }

  /** For the branches of allOf, which are not correlated. */
  get uncorrelated(): Ratchet {
    return new Ratchet(undefined, this.above)
  }
}
