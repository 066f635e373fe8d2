import { goString } from '../../lib/go-json.ts'
import type { Printer } from './index.ts'

/** KYAML: YAML in flow style, every string quoted, one field per line; each document begins with `---`. */
export const kyaml = (): Printer => object => `---\n${render(object, '')}\n`

function render(value: unknown, margin: string): string {
  const inner = `${margin}  `
  if (Array.isArray(value)) return value.length === 0 ? '[]' : list(value, margin, inner)
  if (typeof value === 'string') return text(value, margin)
  if (typeof value !== 'object' || value === null) return String(value)
  const map = value as Record<string, unknown>
  const keys = Object.keys(map)
    .filter(key => map[key] !== undefined)
    .sort()
  if (keys.length === 0) return '{}'
  return `{\n${keys.map(key => `${inner}${quotedKey(key)}: ${render(map[key], inner)},\n`).join('')}${margin}}`
}

/** Maps stand inside the brackets of their list: `[{ ... }, { ... }]`. */
function list(items: unknown[], margin: string, inner: string): string {
  if (items.every(item => typeof item === 'object' && item !== null)) {
    return `[${items.map(item => render(item, margin)).join(', ')}]`
  }
  return `[\n${items.map(item => `${inner}${render(item, inner)},\n`).join('')}${margin}]`
}

const AMBIGUOUS = /^(true|false|yes|no|on|off|y|n|null|~|[-+.\d].*)$/i
const quotedKey = (key: string): string =>
  /^[A-Za-z_][\w./-]*$/.test(key) && !AMBIGUOUS.test(key) ? key : goString(key)

/** Text of several lines is broken after each, the breaks escaped. */
function text(value: string, margin: string): string {
  if (!value.includes('\n')) return goString(value)
  const lines = value.split('\n')
  const last = lines.pop()!
  const quoted = lines.map(line => `${margin}   ${goString(`${line}\n`).slice(1, -1)}\\\n`).join('')
  return `"\\\n${quoted}${last === '' ? '' : `${margin}   ${goString(last).slice(1, -1)}\\\n`}${margin}  "`
}
