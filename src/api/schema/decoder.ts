import { clone } from '../../lib/clone.ts'
import type { KubeObject } from '../../lib/objects.ts'
import { isMap, put } from '../../lib/own.ts'
import { decodeScalar, isEmpty, kindOf } from './scalar.ts'
import type { Definition, Type } from './schema.ts'
import { definition } from './schema.ts'

const SELF_READING = new Set<Type['kind']>(['Quantity', 'Time', 'MicroTime', 'Duration', 'IntOrString'])

/** Walks one body along its type. */
export class Decoder {
  readonly unknown: string[] = []
  /** The first value of a wrong type, in Go's words. */
  error: string | undefined
  private final = false
  private readonly style: 'json' | 'unstructured'
  /** Names of the fields we are in, as type errors show them; `path` has list positions and map keys too. */
  private readonly names: string[] = []
  private readonly path: string[] = []
  private struct = ''

  constructor(style: 'json' | 'unstructured') {
    this.style = style
  }

  object(schema: string, body: unknown): KubeObject {
    const type = definition(schema)
    if (!isMap(body)) {
      this.error = `json: cannot unmarshal ${kindOf(body, 'json')} into Go value of type ${type.version}.${type.struct}`
      return {} as KubeObject
    }
    return this.readStruct(type, body) as KubeObject
  }

  private readStruct(type: Definition, body: Record<string, unknown>): Record<string, unknown> {
    const outer = this.struct
    const result: Record<string, unknown> = {}
    for (const key of this.keys(type, body)) {
      if (body[key] === undefined) continue
      const field = type.fields.get(key)
      if (!field && type.open) {
        put(result, key, clone(body[key]))
        continue
      }
      if (!field) {
        this.unknown.push(`unknown field ${JSON.stringify([...this.path, this.step(key)].join(''))}`)
        continue
      }
      this.struct = type.struct
      this.names.push(field.embedded ? `${field.embedded}.${key}` : key)
      this.path.push(this.step(key))
      const value = this.read(field.type, body[key])
      this.names.pop()
      this.path.pop()
      if (value !== undefined && (field.always || field.type.pointer || !isEmpty(value, field))) result[key] = value
    }
    this.struct = outer
    fill(type, result)
    return result
  }

  /** The converter of patched objects goes by the type, the reader of JSON by the document. */
  private keys(type: Definition, body: Record<string, unknown>): string[] {
    const keys = Object.keys(body)
    if (this.style === 'json') return keys
    return [
      ...[...type.fields.keys()].filter(key => Object.hasOwn(body, key)),
      ...keys.filter(key => !type.fields.has(key)),
    ]
  }

  private step(key: string): string {
    return this.path.length > 0 ? `.${key}` : key
  }

  /** Undefined for null and for what has a wrong type. */
  private read(type: Type, value: unknown): unknown {
    if (value === null || value === undefined) return undefined
    switch (type.kind) {
      case 'struct':
        return isMap(value) ? this.readStruct(definition(type.struct!), value) : this.wrong(value, type)
      case 'list':
        return Array.isArray(value) ? this.readList(type.of!, value) : this.wrong(value, type)
      case 'map':
        return isMap(value) ? this.readMap(type.of!, value) : this.wrong(value, type)
      default: {
        const outcome = decodeScalar(type, value, this.style)
        if (outcome.error === undefined) return outcome.value
        this.fail(outcome.error, outcome.plain, SELF_READING.has(type.kind))
        return undefined
      }
    }
  }

  private readList(of: Type, values: unknown[]): unknown[] {
    const list = new Array(values.length)
    for (let i = 0; i < values.length; i++) {
      this.path.push(`[${i}]`)
      list[i] = this.read(of, values[i]) ?? zero(of)
      this.path.pop()
    }
    return list
  }

  private readMap(of: Type, values: Record<string, unknown>): Record<string, unknown> {
    const map: Record<string, unknown> = {}
    for (const key of Object.keys(values)) {
      if (values[key] === undefined) continue
      this.path.push(`.${key}`)
      put(map, key, this.read(of, values[key]) ?? zero(of))
      this.path.pop()
    }
    return map
  }

  private wrong(value: unknown, type: Type): unknown {
    if (type.lenient) return clone(value)
    const kind = kindOf(value, this.style)
    if (this.style === 'json') this.fail(`cannot unmarshal ${kind} into`, type.go)
    else if (type.kind === 'struct') this.fail(`cannot restore struct from: ${kind}`)
    else this.fail(`cannot restore ${type.kind === 'list' ? 'slice' : 'map'} from ${kind}`)
    return undefined
  }

  /**
   * `type`: the Go type that the value does not fit; the place is added. Without it the text stands as it is. A type that
   * reads its JSON itself ends the whole reading, so that its error counts even if there was one before.
   */
  private fail(text: string, type?: string, final = false): void {
    if (this.final || (this.error !== undefined && !(final && this.style === 'json'))) return
    this.final = final
    if (type === undefined) this.error = text
    else if (this.style === 'json') {
      this.error = `json: ${text} Go struct field ${this.struct}.${this.names.join('.')} of type ${type}`
    } else this.error = `json: ${text} Go value of type ${type}`
  }
}

/** The value Go gives to what is null inside a list or map. */
function zero(type: Type): unknown {
  switch (type.kind) {
    case 'struct': {
      const empty = {}
      fill(definition(type.struct!), empty)
      return empty
    }
    case 'string':
    case 'bytes':
    case 'Duration':
      return ''
    case 'bool':
      return false
    case 'int32':
    case 'int64':
    case 'float64':
    case 'IntOrString':
      return 0
    case 'Quantity':
      return '0'
    default:
      return null
  }
}

/** Adds the absent fields that the API server always writes. */
function fill(type: Definition, result: Record<string, unknown>): void {
  for (const field of type.written) {
    if (result[field.name] === undefined) result[field.name] = field.type.pointer ? null : zero(field.type)
  }
}
