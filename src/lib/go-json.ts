import { isDigit } from './letters.ts'

/** JSON as Go's encoding/json writes it: `<`, `>` and `&` escaped, fields that are `undefined` left out. */

// What JSON.stringify does not escape but Go does.
const goEscape = /[<>&\u2028\u2029]/g

/** Most texts need none; plain looking is quicker than an expression that is used a few times. */
const needsEscape = (json: string): boolean =>
  json.includes('<') || json.includes('>') || json.includes('&') || json.includes('\u2028') || json.includes('\u2029')

/** A JSON string literal. */
export function goString(text: string): string {
  const quoted = JSON.stringify(text)
  return needsEscape(quoted) ? goEscaped(quoted) : quoted
}

const goEscaped = (json: string): string =>
  json.replace(goEscape, c => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)

function keysOf(value: object, sorted: boolean): string[] {
  const keys: string[] = []
  for (const key in value) if ((value as Record<string, unknown>)[key] !== undefined) keys.push(key)
  return sorted ? keys.sort() : keys
}

/** Compact JSON, keys sorted unless `sorted` is false. */
export function goJson(value: unknown, sorted = true): string {
  if (typeof value === 'string') return goString(value)
  if (typeof value !== 'object' || value === null) return value === undefined ? 'null' : String(value)
  if (Array.isArray(value)) {
    let text = '['
    for (let i = 0; i < value.length; i++) text += (i > 0 ? ',' : '') + goJson(value[i], sorted)
    return `${text}]`
  }
  const keys = keysOf(value, sorted)
  let text = '{'
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i]!
    text += `${i > 0 ? ',' : ''}${goString(key)}:${goJson((value as Record<string, unknown>)[key], sorted)}`
  }
  return `${text}}`
}

/** JSON with an indent of four spaces, as `-o json` prints it; without the trailing newline. */
export function goJsonPretty(value: unknown, sorted = true, indent = '    '): string {
  const ordered = sorted ? inOrder(value) : value
  if (ordered === OTHER_ORDER) return written(value, indent, '')
  const text = JSON.stringify(ordered, null, indent) ?? 'null'
  // Outside of strings there are none of these.
  return needsEscape(text) ? goEscaped(text) : text
}

const OTHER_ORDER = Symbol('other order')

/** JavaScript keeps keys that are numbers in an order of its own, and one name is none. */
function isSpecial(key: string): boolean {
  const first = key.charCodeAt(0)
  return (isDigit(first) && /^\d+$/.test(key)) || key === '__proto__'
}

/** A copy whose keys are sorted; Node writes it much faster than we do. */
function inOrder(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) {
    const list = new Array<unknown>(value.length)
    for (let i = 0; i < value.length; i++) if ((list[i] = inOrder(value[i])) === OTHER_ORDER) return OTHER_ORDER
    return list
  }
  const keys = Object.keys(value)
  for (let i = 1; i < keys.length; i++) {
    if (keys[i]! > keys[i - 1]!) continue
    keys.sort()
    break
  }
  const copy: Record<string, unknown> = {}
  for (const key of keys) {
    const field = inOrder((value as Record<string, unknown>)[key])
    if (field === OTHER_ORDER || isSpecial(key)) return OTHER_ORDER
    copy[key] = field
  }
  return copy
}

/** The same, key by key. */
function written(value: unknown, indent: string, margin: string): string {
  if (typeof value !== 'object' || value === null) return goJson(value)
  const inner = margin + indent
  const parts: string[] = []
  if (Array.isArray(value)) {
    for (const item of value) parts.push(inner + written(item, indent, inner))
    return parts.length === 0 ? '[]' : `[\n${parts.join(',\n')}\n${margin}]`
  }
  for (const key of keysOf(value, true)) {
    const field = (value as Record<string, unknown>)[key]
    parts.push(`${inner}${goString(key)}: ${written(field, indent, inner)}`)
  }
  return parts.length === 0 ? '{}' : `{\n${parts.join(',\n')}\n${margin}}`
}
