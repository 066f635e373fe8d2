/** JSON as Go's encoding/json writes it: `<`, `>` and `&` escaped, fields that are `undefined` left out. */

// What JSON.stringify does not escape but Go does.
const GO_ESCAPES = /[<>&\u2028\u2029]/
const goEscape = /[<>&\u2028\u2029]/g

/** A JSON string literal. */
export function goString(text: string): string {
  const quoted = JSON.stringify(text)
  if (!GO_ESCAPES.test(quoted)) return quoted
  return quoted.replace(goEscape, c => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

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
export function goJsonPretty(value: unknown, sorted = true, indent = '    ', margin = ''): string {
  if (typeof value !== 'object' || value === null) return goJson(value)
  const inner = margin + indent
  const parts: string[] = []
  if (Array.isArray(value)) {
    for (const item of value) parts.push(inner + goJsonPretty(item, sorted, indent, inner))
    return parts.length === 0 ? '[]' : `[\n${parts.join(',\n')}\n${margin}]`
  }
  for (const key of keysOf(value, sorted)) {
    const field = (value as Record<string, unknown>)[key]
    parts.push(`${inner}${goString(key)}: ${goJsonPretty(field, sorted, indent, inner)}`)
  }
  return parts.length === 0 ? '{}' : `{\n${parts.join(',\n')}\n${margin}}`
}
