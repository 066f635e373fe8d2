/** How Go's `%v` prints JSON data: `map[a:1 b:[x y] c:<nil>]`, keys sorted. */
export function goPrint(value: unknown): string {
  if (value === null || value === undefined) return '<nil>'
  if (Array.isArray(value)) return `[${value.map(goPrint).join(' ')}]`
  if (typeof value === 'object') {
    const map = value as Record<string, unknown>
    const entries = Object.keys(map)
      .sort()
      .map(key => `${key}:${goPrint(map[key])}`)
    return `map[${entries.join(' ')}]`
  }
  return String(value)
}

/** How Go's `%#v` prints JSON data: `map[string]interface {}{"a":1}`, keys sorted. */
export function goSyntax(value: unknown): string {
  if (value === null || value === undefined) return 'interface {}(nil)'
  if (typeof value === 'string') return JSON.stringify(value)
  if (typeof value !== 'object') return String(value)
  if (Array.isArray(value)) return `[]interface {}{${value.map(goSyntax).join(', ')}}`
  const map = value as Record<string, unknown>
  const keys = Object.keys(map).sort()
  return `map[string]interface {}{${keys.map(key => `${JSON.stringify(key)}:${goSyntax(map[key])}`).join(', ')}}`
}
