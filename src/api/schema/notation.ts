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
  const space = line.indexOf(' ')
  const name = line.slice(0, Math.min(space, colon))
  const dot = name.lastIndexOf('.')
  const fields = new Map<string, Field>()
  for (let at = colon + 2; at < line.length; ) {
    const semicolon = line.indexOf('; ', at)
    const end = semicolon < 0 ? line.length : semicolon
    const field = parseField(line.slice(at, end), definition)
    fields.set(field.name, field)
    at = end + 2
  }
  return {
    name,
    version: name.slice(name.lastIndexOf('.', dot - 1) + 1, dot),
    struct: name.slice(dot + 1),
    atomic: line.slice(space + 1, colon) === '#atomic',
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
  const space = text.indexOf(' ')
  const behind = text.indexOf(' ', space + 1)
  const name = text.slice(0, space)
  const expression = text.slice(space + 1, behind < 0 ? undefined : behind)
  // Behind the type: `<a|b>`, then `+` or `~`, then `!`.
  let end = expression.length
  const required = expression[end - 1] === '!'
  if (required) end--
  const sign = expression[end - 1]
  if (sign === '+' || sign === '~') end--
  const values = expression[end - 1] === '>' ? expression.indexOf('<') : -1
  const type = typeOf(expression.slice(0, values < 0 ? end : values))
  const field: Field = { name, type, always: sign === '+', omitZero: sign === '~', required }
  if (values >= 0) field.enum = expression.slice(values + 1, end - 1).split('|')
  if (behind >= 0) for (const word of text.slice(behind + 1).split(' ')) mark(field, word, definition)
  return field
}

/** What stands behind the type: how patches and server-side apply take it. */
function mark(field: Field, word: string, definition: LookUp): void {
  if (word[0] === '^') {
    field.embedded = word.slice(1)
    return
  }
  const open = word.indexOf('(')
  const verb = word.slice(1, open < 0 ? undefined : open)
  const inside = open < 0 ? undefined : word.slice(open + 1, -1)
  if (word[0] === '#') field.list = { type: verb as 'map' | 'set' | 'atomic', keys: inside?.split('/') ?? [] }
  else {
    field.merge ??= { schema: schemaOf(field.type, definition) }
    if (verb === 'retainKeys') field.merge.retainKeys = true
    else field.merge.strategy = verb as 'merge' | 'replace'
    if (inside) field.merge.key = inside
  }
}

/** Most fields have one of a few types. */
const types = new Map<string, Type>()

function typeOf(text: string): Type {
  let type = types.get(text)
  if (!type) types.set(text, (type = parseType(text)))
  return type
}

function parseType(text: string): Type {
  if (text.startsWith('*')) return { ...parseType(text.slice(1)), pointer: true }
  if (text.startsWith('[]')) {
    const of = typeOf(text.slice(2))
    return { kind: 'list', go: `[]${of.go}`, of }
  }
  if (text.startsWith('map[')) {
    const close = text.indexOf(']')
    const of = typeOf(text.slice(close + 1))
    return { kind: 'map', go: `map[${text.slice(4, close).split('=')[0]}]${of.go}`, of }
  }
  const named = text.indexOf('=')
  if (named > 0) return { ...parseType(text.slice(named + 1)), go: text.slice(0, named) }
  if (!text.includes('.')) return { kind: text as Scalar, go: GO_NAMES[text as Scalar] ?? text }
  return { kind: 'struct', go: text.split('.').slice(-2).join('.'), struct: text }
}
