import { typeNameOf } from '../match.ts'
import { formatDuration, formatTimestamp, inRange, parseDuration, parseTimestamp } from '../moment.ts'
import type { Family } from '../overload.ts'
import { Failure } from '../problems.ts'
import { showDouble } from '../show.ts'
import { BOOL } from '../types.ts'
import { Duration, type Timestamp, TypeValue, Uint, type Value } from '../values.ts'
import { fromUtf8, utf8 } from '../utf8.ts'
import { int, uint } from './operators.ts'

function converted<T>(value: T | undefined, from: string, to: string): T {
  if (value === undefined) throw new Failure(`type conversion error from '${from}' to '${to}'`)
  return value
}

const digits = (text: string, pattern: RegExp): bigint | undefined =>
  pattern.test(text) && text.length < 40 ? BigInt(text.replace('+', '')) : undefined

function fits(value: bigint | undefined, low: bigint, high: bigint): bigint | undefined {
  return value !== undefined && value >= low && value <= high ? value : undefined
}

function truncated(value: number, what: string): bigint {
  if (!Number.isFinite(value)) throw new Failure(`${what} overflow`)
  return BigInt(Math.trunc(value))
}

const FLOAT = /^[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$|^[+-]?(?:inf|infinity|nan)$/i

function double(text: string): number | undefined {
  if (!FLOAT.test(text)) return undefined
  if (/nan/i.test(text)) return Number.NaN
  if (/inf/i.test(text)) return text.startsWith('-') ? -Infinity : Infinity
  return Number(text)
}

const TRUE = ['1', 't', 'true', 'TRUE', 'True', 'T']
const FALSE = ['0', 'f', 'false', 'FALSE', 'False', 'F']

export const conversions = (): Family => ({
  'int(int) -> int': (value: bigint) => value,
  'int(uint) -> int': (value: Uint) => int(value.value),
  'int(double) -> int': (value: number) => int(truncated(value, 'integer')),
  'int(string) -> int': (text: string) =>
    converted(fits(digits(text, /^[+-]?[0-9]+$/), -(2n ** 63n), 2n ** 63n - 1n), 'string', 'int'),
  'int(timestamp) -> int': (at: Timestamp) => {
    const seconds = at.nanos / 1_000_000_000n
    return at.nanos % 1_000_000_000n < 0n ? seconds - 1n : seconds
  },
  'int(duration) -> int': (value: Duration) => value.nanos,
  'uint(uint) -> uint': (value: Uint) => value,
  'uint(int) -> uint': (value: bigint) => uint(value),
  'uint(double) -> uint': (value: number) => uint(truncated(value, 'unsigned integer')),
  'uint(string) -> uint': (text: string) =>
    new Uint(converted(fits(digits(text, /^[0-9]+$/), 0n, 2n ** 64n - 1n), 'string', 'uint')),
  'double(double) -> double': (value: number) => value,
  'double(int) -> double': (value: bigint) => Number(value),
  'double(uint) -> double': (value: Uint) => Number(value.value),
  'double(string) -> double': (text: string) => converted(double(text), 'string', 'double'),
  'string(string) -> string': (text: string) => text,
  'string(bool) -> string': (value: boolean) => String(value),
  'string(int) -> string': (value: bigint) => String(value),
  'string(uint) -> string': (value: Uint) => String(value.value),
  'string(double) -> string': (value: number) => showDouble(value),
  'string(bytes) -> string': (bytes: Uint8Array) => {
    const text = fromUtf8(bytes)
    if (text === undefined) throw new Failure('invalid UTF-8 in bytes, cannot convert to string')
    return text
  },
  'string(duration) -> string': (value: Duration) => formatDuration(value),
  'string(timestamp) -> string': (at: Timestamp) => formatTimestamp(at),
  'bytes(bytes) -> bytes': (bytes: Uint8Array) => bytes,
  'bytes(string) -> bytes': (text: string) => utf8(text),
  'bool(bool) -> bool': (value: boolean) => value,
  'bool(string) -> bool': (text: string) => {
    const value = TRUE.includes(text) ? true : FALSE.includes(text) ? false : undefined
    return converted(value, 'string', BOOL.name)
  },
  'duration(duration) -> duration': (value: Duration) => value,
  'duration(string) -> duration': (text: string) =>
    converted(parseDuration(text), 'string', 'google.protobuf.Duration'),
  'duration(int) -> duration': (nanos: bigint) => new Duration(nanos),
  'timestamp(timestamp) -> timestamp': (at: Timestamp) => at,
  'timestamp(string) -> timestamp': (text: string) =>
    converted(parseTimestamp(text), 'string', 'google.protobuf.Timestamp'),
  'timestamp(int) -> timestamp': (seconds: bigint) => {
    const at = inRange(seconds * 1_000_000_000n)
    if (!at) throw new Failure('timestamp overflow')
    return at
  },
  'dyn(A) -> dyn': (value: Value) => value,
  'type(A) -> type(A)': (value: Value) => new TypeValue(typeNameOf(value)),
})
