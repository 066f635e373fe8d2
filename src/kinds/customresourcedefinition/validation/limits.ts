import type { Program } from '../../../lib/cel/compile.ts'
import { isMap, own } from '../../../lib/own.ts'
import type { Schema } from '../types.ts'
import { isEmbedded, withObjectMeta } from './declare.ts'
import { unescapeName } from './property-names.ts'

/** The largest request, in bytes: what has no bound of its own is no larger. */
const REQUEST = 3 * 1024 * 1024

/** The largest that an estimate says. */
const LARGEST = 2 ** 64

/** The most that an evaluation may cost on a value of a schema (apiextensions pkg/apiserver/schema/cel/compilation.go). */
export function costOf(program: Program, node: Schema, root: boolean): number {
  return program.cost(([, ...steps]) => {
    let at: Schema | undefined = root ? withObjectMeta(node) : node
    for (const step of steps) {
      at = at && stepInto(at, step)
      if (!at) return undefined
    }
    return at && maxElements(at)
  })
}

const NO_BOUND_OF_KEYS: Schema = { type: 'boolean' }

function stepInto(schema: Schema, step: string): Schema | undefined {
  const { items, additionalProperties: values, properties = {} } = schema
  if (step === '@keys') return NO_BOUND_OF_KEYS
  let inner: Schema | undefined
  if (step === '@items' || step === '@values') inner = items ?? (isMap(values) ? (values as Schema) : undefined)
  else {
    const name = unescapeName(step)
    inner = name === undefined ? undefined : own(properties, name)
  }
  return inner && isEmbedded(inner) ? withObjectMeta(inner) : inner
}

/** How many items, entries or bytes there can be; 0 for what has no parts (apiserver pkg/cel/common/schemas.go). */
function maxElements(schema: Schema): number {
  const { type, format, items, additionalProperties: values, maxLength } = schema
  if (schema['x-kubernetes-int-or-string']) return maxLength === undefined ? REQUEST - 2 : bytes(maxLength)
  switch (type) {
    case 'array':
      return schema.maxItems ?? Math.floor((REQUEST - 2) / (items ? minSize(items, isEmbedded(items)) + 1 : 1))
    case 'object': {
      if (!isMap(values)) return 0
      const inner = values as Schema
      return schema.maxProperties ?? Math.floor((REQUEST - 2) / (minSize(inner, isEmbedded(inner)) + 6))
    }
    case 'string':
      if (format === 'byte') return maxLength ?? REQUEST - 2
      if (format === 'date') return 12
      if (format === 'date-time' || format === 'duration') return 32
      if (maxLength !== undefined) return bytes(maxLength)
      if (schema.enum?.length) return Math.max(...schema.enum.map(text => (typeof text === 'string' ? text.length : 0)))
      return REQUEST - 2
    default:
      return 0
  }
}

/** A character has up to four bytes. */
const bytes = (length: number): number => Math.max(0, length) * 4

const SMALLEST: Record<string, number> = { array: 2, string: 2, boolean: 4, number: 1, integer: 1 }
const SMALLEST_TEXT: Record<string, number> = { duration: 3, date: 12, 'date-time': 21 }

/** The least that a value takes as JSON. */
function minSize(schema: Schema, root: boolean): number {
  if (schema['x-kubernetes-int-or-string']) return 1
  const { type, format, properties } = schema
  if (type === 'string' && format !== undefined) return own(SMALLEST_TEXT, format) ?? 2
  if (type !== 'object' || isMap(schema.additionalProperties)) return own(SMALLEST, type ?? '') ?? 2
  const declared = (root ? withObjectMeta(schema).properties : properties) ?? {}
  let size = 2
  for (const name of new Set(schema.required ?? [])) {
    const inner = own(declared, name) as Schema | undefined
    if (inner && inner.default === undefined) size += name.length + minSize(inner, isEmbedded(inner)) + 4
  }
  return size
}

/** How often a value of a schema may be in an object when nothing above bounds it. */
export const mostTimes = (schema: Schema, root: boolean): number => Math.floor(REQUEST / (minSize(schema, root) + 1))

/** How often each part below a schema may be in its value; undefined without a bound. */
export function timesBelow({ type, additionalProperties, maxItems, maxProperties }: Schema): number | undefined {
  if (type === 'array') return maxItems
  return type === 'object' && additionalProperties ? maxProperties : 1
}

/** The most that a rule, and all rules of a definition, may be estimated to cost. */
export const PER_RULE = 10_000_000
const PER_DEFINITION = 100_000_000

/** What is wrong with an estimate; undefined when it is within the limit. */
export function costProblem(what: string, cost: number, limit = PER_RULE): string | undefined {
  if (cost <= limit) return undefined
  const times = cost / limit
  const factor = times > 100 ? 'more than 100x' : times < 1.5 ? `${times.toFixed(6)}x` : `${times.toFixed(1)}x`
  return `${what} exceeds budget by factor of ${factor} (try simplifying the rule, or adding maxItems, maxProperties, and maxLength where arrays, maps, and strings are declared)`
}

/** The cost of all rules of a definition together. */
export class TotalCost {
  private total = 0
  private readonly expensive: { path: string; cost: number }[] = []

  add(path: string, cost: number): void {
    this.total = Math.min(LARGEST, this.total + cost)
    if (cost >= PER_DEFINITION / 100) this.expensive.push({ path, cost })
  }

  /** What is too much, and where the most of it comes from. */
  problems(path: string): { path: string; detail: string }[] {
    const all = 'x-kubernetes-validations estimated rule cost total for entire OpenAPIv3 schema'
    const problem = costProblem(all, this.total, PER_DEFINITION)
    if (problem === undefined) return []
    const most = this.expensive.sort((a, b) => b.cost - a.cost).slice(0, 4)
    const detail = 'contributed to estimated rule cost total exceeding cost limit for entire OpenAPIv3 schema'
    return [...most.map(each => ({ path: each.path, detail })), { path, detail: problem }]
  }
}
