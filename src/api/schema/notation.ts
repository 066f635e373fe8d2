import type { MergeField, MergeSchema } from '../../lib/strategic-merge.ts'
import type { Definition, Field, Scalar, Type } from './schema.ts'

/** Reads the lines of definitions.ts, whose head describes them. */

const GO_NAMES: Partial<Record<Scalar, string>> = {
  bytes: '[]uint8',
  Time: 'v1.Time',
  MicroTime: 'v1.MicroTime',
  Duration: 'v1.Duration',
  Quantity: 'resource.Quantity',
  IntOrString: 'intstr.IntOrString',
  any: 'runtime.RawExtension',
}

/** Finds the definition of a type that a field names. */
type LookUp = (name: string) => Definition

export function parseDefinition(line: string, definition: LookUp): Definition {
  const colon = line.indexOf(': ')
  const [name, atomic] = line.slice(0, colon).split(' ') as [string, string?]
  const words = name.split('.')
  const fields = new Map<string, Field>()
  for (const text of line.slice(colon + 2).split('; ')) {
    if (text === '') continue
    const field = parseField(text, definition)
    fields.set(field.name, field)
  }
  return {
    name,
    version: words.at(-2)!,
    struct: words.at(-1)!,
    atomic: atomic === '#atomic',
    fields,
    merge: { field: key => mergeField(fields.get(key), definition) },
  }
}

function mergeField(field: Field | undefined, definition: LookUp): MergeField | undefined {
  if (!field) return undefined
  return (field.merge ??= { schema: schemaOf(field.type, definition) })
}

function schemaOf(type: Type, definition: LookUp): MergeSchema | undefined {
  const inner = type.kind === 'list' || type.kind === 'map' ? type.of! : type
  const { struct } = inner
  if (!struct) return undefined
  const own = { field: (key: string) => definition(struct).merge.field(key) }
  return type.kind === 'map' ? { field: () => ({ schema: own }) } : own
}

function parseField(text: string, definition: LookUp): Field {
  const [name, expression, ...words] = text.split(' ') as [string, string, ...string[]]
  // Behind the type: `<a|b>`, then `+` or `~`, then `!`.
  let end = expression.length
  const required = expression[end - 1] === '!'
  if (required) end--
  const sign = expression[end - 1]
  if (sign === '+' || sign === '~') end--
  const values = expression[end - 1] === '>' ? expression.indexOf('<') : -1
  const type = parseType(expression.slice(0, values < 0 ? end : values))
  const field: Field = { name, type, always: sign === '+', omitZero: sign === '~', required }
  if (values >= 0) field.enum = expression.slice(values + 1, end - 1).split('|')
  for (const word of words) {
    if (word[0] === '^') {
      field.embedded = word.slice(1)
      continue
    }
    const open = word.indexOf('(')
    const verb = word.slice(1, open < 0 ? undefined : open)
    const inside = open < 0 ? undefined : word.slice(open + 1, -1)
    if (word[0] === '#') field.list = { type: verb as 'map' | 'set' | 'atomic', keys: inside?.split('/') ?? [] }
    else {
      field.merge ??= { schema: schemaOf(type, definition) }
      if (verb === 'retainKeys') field.merge.retainKeys = true
      else field.merge.strategy = verb as 'merge' | 'replace'
      if (inside) field.merge.key = inside
    }
  }
  return field
}

function parseType(text: string): Type {
  if (text.startsWith('*')) return { ...parseType(text.slice(1)), pointer: true }
  if (text.startsWith('[]')) {
    const of = parseType(text.slice(2))
    return { kind: 'list', go: `[]${of.go}`, of }
  }
  if (text.startsWith('map[')) {
    const close = text.indexOf(']')
    const of = parseType(text.slice(close + 1))
    return { kind: 'map', go: `map[${text.slice(4, close).split('=')[0]}]${of.go}`, of }
  }
  const named = text.indexOf('=')
  if (named > 0) return { ...parseType(text.slice(named + 1)), go: text.slice(0, named) }
  if (!text.includes('.')) return { kind: text as Scalar, go: GO_NAMES[text as Scalar] ?? text }
  return { kind: 'struct', go: text.split('.').slice(-2).join('.'), struct: text }
}
