import type { MergeField, MergeSchema } from '../../lib/strategic-merge.ts'
import type { Definition, Field, Fields, Scalar, Type } from './schema.ts'

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
  const fields = new LineFields(line, colon + 2, definition)
  return {
    name,
    version: name.slice(name.lastIndexOf('.', dot - 1) + 1, dot),
    struct: name.slice(dot + 1),
    atomic: line.slice(space + 1, colon) === '#atomic',
    fields,
    get written() {
      return fields.written()
    },
    merge: { field: key => mergeField(fields.get(key), definition) },
  }
}

const END = '; '

/** The fields of a line, each read when it is first asked for: an object has three of its type's forty. */
class LineFields implements Fields {
  readonly #line: string
  readonly #start: number
  readonly #definition: LookUp
  readonly #known = new Map<string, Field>()
  #written: readonly Field[] | undefined

  constructor(line: string, start: number, definition: LookUp) {
    this.#line = line
    this.#start = start
    this.#definition = definition
  }

  get(name: string): Field | undefined {
    const known = this.#known.get(name)
    if (known) return known
    const at = this.#find(name)
    return at < 0 ? undefined : this.#read(name, at)
  }

  has(name: string): boolean {
    return this.#known.has(name) || this.#find(name) >= 0
  }

  *keys(): MapIterator<string> {
    for (const [name] of this.#places()) yield name
  }

  *values(): MapIterator<Field> {
    for (const [name, at] of this.#places()) yield this.#known.get(name) ?? this.#read(name, at)
  }

  written(): readonly Field[] {
    this.#written ??= this.#places()
      .filter(([name, at]) => mayBeWritten(this.#line, at + name.length + 1))
      .map(([name]) => this.get(name)!)
      .filter(isWritten)
    return this.#written
  }

  #find(name: string): number {
    if (this.#line.startsWith(`${name} `, this.#start)) return this.#start
    // A name that somebody made up may look like the end of one field and the begin of another.
    const before = name.includes(' ') ? -1 : this.#line.indexOf(`${END}${name} `, this.#start)
    return before < 0 ? -1 : before + END.length
  }

  #read(name: string, at: number): Field {
    const end = this.#line.indexOf(END, at)
    const field = parseField(this.#line.slice(at, end < 0 ? undefined : end), this.#definition)
    this.#known.set(name, field)
    return field
  }

  /** Names and where they stand. */
  #places(): [string, number][] {
    const places: [string, number][] = []
    for (let at = this.#start; at < this.#line.length; ) {
      places.push([this.#line.slice(at, this.#line.indexOf(' ', at)), at])
      const end = this.#line.indexOf(END, at)
      if (end < 0) break
      at = end + END.length
    }
    return places
  }
}

/** A glance at a type: what may be written is a struct or a time, or the notation says so. */
function mayBeWritten(line: string, at: number): boolean {
  const end = line.indexOf(END, at)
  const type = line.slice(at, end < 0 ? undefined : end)
  return type.includes('+') || (type[0] !== '*' && type[0] !== '[' && (type.includes('.') || type.includes('Time')))
}

function isWritten({ type, always, omitZero }: Field): boolean {
  if (omitZero || type.kind === 'any') return false
  // Defaults tell an absent port from 0, although Go does not.
  if (type.kind === 'IntOrString') return false
  return always || (!type.pointer && (type.kind === 'struct' || type.kind === 'Time' || type.kind === 'MicroTime'))
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
