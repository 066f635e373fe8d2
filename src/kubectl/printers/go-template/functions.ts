import { goPrint } from '../../../lib/go-print.ts'
import { isMap, own } from '../../../lib/own.ts'
import { sprintf } from './printf.ts'

/** Functions of Go's text/template, and kubectl's own. Errors have Go's words. */
export const FUNCTIONS: Record<string, (...args: any[]) => unknown> = {
  and: (...args) => (args.slice(0, -1).every(isTrue) ? args.at(-1) : args.find(value => !isTrue(value))),
  or: (...args) => (args.some(isTrue) ? args.find(isTrue) : args.at(-1)),
  not: value => !isTrue(value),
  len: length,
  index: (value, ...keys) => keys.reduce(indexed, value),
  slice: (value, from = 0, to = value.length) => value.slice(from, to),
  print: (...args) => joined(args),
  println: (...args) => `${args.map(text).join(' ')}\n`,
  printf: (format, ...args) => sprintf(String(format), args),
  html: (...args) => joined(args).replace(/[&<>"'\0]/g, c => HTML[c]!),
  js: (...args) => JSON.stringify(joined(args)).slice(1, -1).replaceAll("'", "\\'"),
  urlquery: (...args) => encodeURIComponent(joined(args)).replaceAll('%20', '+'),
  eq: (first, ...others) => others.some(other => isEqual(first, other)),
  ne: (a, b) => !isEqual(a, b),
  lt: (a, b) => isLess(a, b),
  le: (a, b) => isLess(a, b) || isEqual(a, b),
  gt: (a, b) => isLess(b, a),
  ge: (a, b) => isLess(b, a) || isEqual(a, b),
  exists: (value, ...keys) => exists(value, keys),
  base64decode: value => Buffer.from(String(value), 'base64').toString('utf8'),
}

const HTML: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&#34;',
  "'": '&#39;',
  '\0': '\uFFFD',
}

/** Neither false, zero, nothing nor empty. */
export function isTrue(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0
  if (isMap(value)) return Object.keys(value).length > 0
  return Boolean(value)
}

/** As an action prints it. */
export const text = (value: unknown): string => (value === undefined || value === null ? '<no value>' : goPrint(value))

/** fmt.Sprint: a space between operands of which neither is a string. */
function joined(args: unknown[]): string {
  let result = ''
  args.forEach((arg, i) => {
    const apart = i > 0 && typeof arg !== 'string' && typeof args[i - 1] !== 'string'
    result += (apart ? ' ' : '') + text(arg)
  })
  return result
}

function length(value: unknown): number {
  if (typeof value === 'string') return Buffer.byteLength(value)
  if (Array.isArray(value)) return value.length
  if (isMap(value)) return Object.keys(value).length
  if (value === undefined || value === null) throw new Error('len of nil pointer')
  throw new Error(`len of type ${typeof value === 'number' ? 'float64' : 'bool'}`)
}

function indexed(value: unknown, key: unknown): unknown {
  if (isMap(value)) return own(value, String(key))
  if (value === undefined || value === null) throw new Error('index of untyped nil')
  const list: ArrayLike<unknown> = typeof value === 'string' ? Buffer.from(value) : (value as unknown[])
  if (typeof key !== 'number') throw new Error(`cannot index slice/array with type ${typeof key}`)
  if (key < 0 || key >= list.length) throw new Error(`index out of range: ${key}`)
  return list[key]
}

function isEqual(a: unknown, b: unknown): boolean {
  const kinds = [a, b].map(value => (value === null ? 'undefined' : typeof value))
  if (kinds.includes('object')) throw new Error('non-comparable type')
  if (kinds[0] !== kinds[1] && !kinds.includes('undefined')) throw new Error('incompatible types for comparison')
  return a === b || (a ?? undefined) === (b ?? undefined)
}

function isLess(a: any, b: any): boolean {
  if (typeof a !== typeof b) throw new Error('incompatible types for comparison')
  if (typeof a !== 'number' && typeof a !== 'string') throw new Error('invalid type for comparison')
  return a < b
}

function exists(value: unknown, keys: unknown[]): boolean {
  let current = value
  for (const key of keys) {
    if (Array.isArray(current) && typeof key === 'number' && key >= 0 && key < current.length) current = current[key]
    else if (isMap(current) && Object.hasOwn(current, String(key))) current = current[String(key)]
    else return false
  }
  return true
}
