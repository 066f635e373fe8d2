import { has, isMap, own, put } from './own.ts'

/** The words of strategic merge patches: schema, directives, errors. */

export type Json = Record<string, any>

/** What merging must know about a type. */
export interface MergeSchema {
  /** Undefined: the type has no such field. */
  field(name: string): MergeField | undefined
}

export interface MergeField {
  strategy?: 'merge' | 'replace'
  retainKeys?: boolean
  /** Merge key of a list of maps with strategy `merge`. */
  key?: string
  /** The type of the value, or of the list's elements. */
  schema?: MergeSchema
}

/** `kind` is how the API server answers: BadRequest (400), or a failure it does not classify (500). */
export class StrategicMergeError extends Error {
  readonly kind: 'BadRequest' | 'Unknown'
  constructor(message: string, kind: 'BadRequest' | 'Unknown' = 'Unknown') {
    super(message)
    this.kind = kind
  }
}

export const PATCH = '$patch'
export const RETAIN_KEYS = '$retainKeys'
export const ORDER = '$setElementOrder/'
export const DELETE_PRIMITIVES = '$deleteFromPrimitiveList/'

/** `apply`: the patch meets an object. `combine`: it meets another patch, whose directives and nulls must survive. */
export type Mode = 'apply' | 'combine'

export function lookUp(schema: MergeSchema | undefined, name: string): MergeField {
  const field = schema?.field(name)
  if (!field) throw new StrategicMergeError(`unable to find api field "${name}"`)
  return field
}

/** What a patch adds where nothing was: without directives, and without nulls when it meets an object. */
export function withoutDirectives(value: unknown, mode: Mode): unknown {
  if (Array.isArray(value)) return value.map(item => withoutDirectives(item, mode)).filter(item => item !== undefined)
  if (!isMap(value)) return value
  if (has(value, PATCH)) return undefined
  const copy: Json = {}
  for (const key of Object.keys(value)) {
    const inner = own(value, key)
    if (inner === null && mode === 'apply') continue
    const plain = withoutDirectives(inner, mode)
    if (plain !== undefined) put(copy, key, plain)
  }
  return copy
}
