import { typeNameOf } from '../match.ts'
import { formatDuration, formatTimestamp } from '../moment.ts'
import type { Runtime } from '../overload.ts'
import { Failure } from '../problems.ts'
import { decimal } from '../show.ts'
import { utf8 } from '../utf8.ts'
import { Dict, Duration, List, Timestamp, TypeValue, Uint, type Value } from '../values.ts'

/** `'%s has %d'.format([a, b])` (cel-go ext/formatting.go). */
export function formatString(text: string, args: readonly Value[], runtime: Runtime): string {
  let used = 0
  const made = text.replace(/%(?:%|(?:\.(\d+))?([\s\S]?))/g, (all, precision: string | undefined, verb: string) => {
    if (all === '%%') return '%'
    if (verb === '') throw new Failure('could not parse formatting clause: unexpected end of string')
    if (used >= args.length) throw new Failure(`index ${used} out of range`)
    return clause(verb, args[used++]!, precision === undefined ? 6 : Number(precision), runtime)
  })
  return made
}

function clause(verb: string, value: Value, precision: number, runtime: Runtime): string {
  const wrong = (wanted: string) =>
    new Failure(
      `error during formatting: ${wanted} clause can only be used on ${NUMBERS[verb]}, was given ${typeNameOf(value)}`,
    )
  switch (verb) {
    case 's':
      return plain(value, runtime)
    case 'd':
      if (value instanceof Uint) return String(value.value)
      if (typeof value === 'bigint') return String(value)
      if (typeof value === 'number' && !Number.isFinite(value)) return infinite(value)
      throw wrong('decimal')
    case 'f':
    case 'e': {
      const number = value instanceof Uint ? Number(value.value) : typeof value === 'bigint' ? Number(value) : value
      if (typeof number !== 'number') throw wrong(verb === 'f' ? 'fixed-point' : 'scientific')
      if (!Number.isFinite(number)) return infinite(number)
      if (precision > 100) throw new Failure('precision too large')
      if (verb === 'f') return number.toFixed(precision)
      return number.toExponential(precision).replace(/e([+-])(\d)$/, 'e$10$2')
    }
    case 'b':
      if (typeof value === 'boolean') return value ? '1' : '0'
      if (value instanceof Uint) return value.value.toString(2)
      if (typeof value === 'bigint') return value.toString(2)
      throw wrong('binary')
    case 'o':
      if (value instanceof Uint) return value.value.toString(8)
      if (typeof value === 'bigint') return value.toString(8)
      throw wrong('octal')
    case 'x':
    case 'X': {
      const hex = hexadecimal(value)
      if (hex === undefined) throw wrong('hex')
      return verb === 'x' ? hex : hex.toUpperCase()
    }
    default:
      throw new Failure(`could not parse formatting clause: unrecognized formatting clause "${verb}"`)
  }
}

const NUMBERS: Record<string, string> = {
  d: 'integers',
  f: 'doubles',
  e: 'doubles',
  b: 'integers and bools',
  o: 'integers',
  x: 'integers, byte buffers, and strings',
  X: 'integers, byte buffers, and strings',
}

const infinite = (value: number): string => (Number.isNaN(value) ? 'NaN' : value > 0 ? 'Infinity' : '-Infinity')

function hexadecimal(value: Value): string | undefined {
  if (typeof value === 'bigint') return value.toString(16)
  if (value instanceof Uint) return value.value.toString(16)
  const bytes = typeof value === 'string' ? utf8(value) : value
  if (!(bytes instanceof Uint8Array)) return undefined
  return [...bytes].map(byte => byte.toString(16).padStart(2, '0')).join('')
}

function plain(value: Value, runtime: Runtime): string {
  runtime.charge(typeof value === 'string' ? Math.ceil(value.length / 10) : 1)
  switch (typeof value) {
    case 'string':
      return value
    case 'number':
      return Number.isFinite(value) ? decimal(value) : infinite(value)
    case 'bigint':
    case 'boolean':
      return String(value)
  }
  if (value === null) return 'null'
  if (value instanceof Uint) return String(value.value)
  if (value instanceof Uint8Array) return new TextDecoder().decode(value)
  if (value instanceof Duration) return formatDuration(value)
  if (value instanceof Timestamp) return formatTimestamp(value)
  if (value instanceof TypeValue) return value.name
  if (value instanceof List) return `[${value.items.map(item => plain(item, runtime)).join(', ')}]`
  if (value instanceof Dict) {
    const pairs = [...value.entries.values()].map(([key, item]) => `${plain(key, runtime)}: ${plain(item, runtime)}`)
    return `{${pairs.sort().join(', ')}}`
  }
  throw new Failure(
    `error during formatting: string clause can only be used on strings, bools, bytes, ints, doubles, maps, lists, types, durations, and timestamps, was given ${typeNameOf(value)}`,
  )
}
