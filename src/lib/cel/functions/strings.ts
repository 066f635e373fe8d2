import type { Family, Runtime } from '../overload.ts'
import { Failure } from '../problems.ts'
import { List } from '../values.ts'
import { formatString } from './format-string.ts'

const scan = (text: string, runtime: Runtime): void => runtime.charge(Math.ceil(text.length / 10))

/** Offsets are in code points. */
const points = (text: string): string[] => [...text]

function at(text: readonly string[], index: bigint): number {
  if (index < 0n || index > BigInt(text.length)) throw new Failure(`index out of range: ${index}`)
  return Number(index)
}

function indexOf(text: string, part: string, from: bigint, runtime: Runtime): bigint {
  scan(text, runtime)
  if (part === '') return from
  const all = points(text)
  if (from < 0n || from > BigInt(all.length)) throw new Failure(`index out of range: ${from}`)
  const before = all.slice(0, Number(from)).join('').length
  const found = text.indexOf(part, before)
  return found < 0 ? -1n : BigInt(points(text.slice(0, found)).length)
}

function lastIndexOf(text: string, part: string, from: bigint, runtime: Runtime): bigint {
  scan(text, runtime)
  const all = points(text)
  if (from < 0n || from > BigInt(all.length)) throw new Failure(`index out of range: ${from}`)
  if (part === '') return from
  const found = text.lastIndexOf(part, all.slice(0, Number(from)).join('').length)
  return found < 0 ? -1n : BigInt(points(text.slice(0, found)).length)
}

function replace(text: string, from: string, to: string, limit: bigint, runtime: Runtime): string {
  if (limit === 0n) return text
  // Between all code points, too, as Go does for an empty text.
  const parts = from === '' ? ['', ...points(text), ''] : text.split(from)
  const most = limit < 0n ? parts.length - 1 : Math.min(Number(limit), parts.length - 1)
  runtime.charge(Math.ceil((text.length + most * to.length) / 10))
  const head = parts.slice(0, most + 1).join(to)
  return most === parts.length - 1 ? head : head + from + parts.slice(most + 1).join(from)
}

function split(text: string, separator: string, limit: bigint, runtime: Runtime): List {
  scan(text, runtime)
  if (limit === 0n) return new List([])
  const parts = separator === '' ? points(text) : text.split(separator)
  if (limit < 0n || BigInt(parts.length) <= limit) return new List(parts)
  const most = Number(limit) - 1
  return new List([...parts.slice(0, most), parts.slice(most).join(separator)])
}

function join(list: List, separator: string, runtime: Runtime): string {
  const items = list.items as readonly string[]
  const length = items.reduce((sum, item) => sum + item.length + separator.length, 0)
  runtime.charge(Math.ceil(length / 10))
  return items.join(separator)
}

const ascii = (text: string, pattern: RegExp, change: (letters: string) => string, runtime: Runtime): string => {
  scan(text, runtime)
  return text.replace(pattern, change)
}

/** What Go's unicode.IsSpace knows. */
const SPACES = '[\\t\\n\\v\\f\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]+'

/** The standard functions and the strings extension, version 2. */
export const strings = (): Family => ({
  'string.contains(string) -> bool': (text: string, part: string, runtime) => {
    scan(text, runtime)
    return text.includes(part)
  },
  'string.startsWith(string) -> bool': (text: string, part: string) => text.startsWith(part),
  'string.endsWith(string) -> bool': (text: string, part: string) => text.endsWith(part),
  'string.charAt(int) -> string': (text: string, i: bigint, runtime) => {
    scan(text, runtime)
    const all = points(text)
    return all[at(all, i)] ?? ''
  },
  'string.indexOf(string) -> int': (text: string, part: string, runtime) => indexOf(text, part, 0n, runtime),
  'string.indexOf(string, int) -> int': indexOf,
  'string.lastIndexOf(string) -> int': (text: string, part: string, runtime) =>
    lastIndexOf(text, part, BigInt(points(text).length), runtime),
  'string.lastIndexOf(string, int) -> int': lastIndexOf,
  'list(string).join() -> string': (list: List, runtime) => join(list, '', runtime),
  'list(string).join(string) -> string': join,
  'string.lowerAscii() -> string': (text: string, runtime) => ascii(text, /[A-Z]+/g, s => s.toLowerCase(), runtime),
  'string.upperAscii() -> string': (text: string, runtime) => ascii(text, /[a-z]+/g, s => s.toUpperCase(), runtime),
  'string.replace(string, string) -> string': (text: string, from: string, to: string, runtime) =>
    replace(text, from, to, -1n, runtime),
  'string.replace(string, string, int) -> string': replace,
  'string.split(string) -> list(string)': (text: string, by: string, runtime) => split(text, by, -1n, runtime),
  'string.split(string, int) -> list(string)': split,
  'string.substring(int) -> string': (text: string, from: bigint, runtime) => {
    scan(text, runtime)
    const all = points(text)
    return all.slice(at(all, from)).join('')
  },
  'string.substring(int, int) -> string': (text: string, from: bigint, to: bigint, runtime) => {
    scan(text, runtime)
    const all = points(text)
    if (from > to) throw new Failure(`invalid substring range. start: ${from}, end: ${to}`)
    return all.slice(at(all, from), at(all, to)).join('')
  },
  'string.trim() -> string': (text: string, runtime) => {
    scan(text, runtime)
    return text.replace(new RegExp(`^${SPACES}`), '').replace(new RegExp(`${SPACES}$`), '')
  },
  'strings.quote(string) -> string': (text: string, runtime) => {
    scan(text, runtime)
    return quote(text)
  },
  'string.format(list(dyn)) -> string': (text: string, list: List, runtime) => {
    return formatString(text, list.items, runtime)
  },
})

const ESCAPES: Record<string, string> = {
  '\x07': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
  '\\': '\\\\',
  '"': '\\"',
}

export const quote = (text: string): string => `"${text.replace(/[\x07\b\f\n\r\t\v\\"]/g, c => ESCAPES[c]!)}"`
