import { Duration, Timestamp } from './values.ts'

/** Durations and timestamps as texts, to the nanosecond, as Go reads and writes them. */

const UNITS: Record<string, bigint> = {
  ns: 1n,
  us: 1000n,
  µs: 1000n,
  μs: 1000n,
  ms: 1_000_000n,
  s: 1_000_000_000n,
  m: 60_000_000_000n,
  h: 3_600_000_000_000n,
}
const MAX = 2n ** 63n - 1n
const SECOND = 1_000_000_000n

/** Go's time.ParseDuration: `1h30m`, `-1.5s`, `0`. */
export function parseDuration(text: string): Duration | undefined {
  const [, sign, rest] = /^([+-]?)([\s\S]*)$/.exec(text)!
  if (rest === '0') return new Duration(0n)
  const part = /([0-9]*)(?:\.([0-9]*))?(ns|us|µs|μs|ms|s|m|h)/y
  let nanos = 0n
  while (part.lastIndex < rest!.length) {
    const found = part.exec(rest!)
    if (!found || (!found[1] && !found[2])) return undefined
    const [, whole, fraction = '', name] = found
    const unit = UNITS[name!]!
    nanos += BigInt(whole || '0') * unit + (BigInt(fraction || '0') * unit) / 10n ** BigInt(fraction.length)
    if (nanos > MAX) return undefined
  }
  return rest === '' ? undefined : new Duration(sign === '-' ? -nanos : nanos)
}

const WORDS: Record<string, bigint> = {
  ns: 1n,
  nano: 1n,
  us: 1000n,
  µs: 1000n,
  micro: 1000n,
  ms: 1_000_000n,
  milli: 1_000_000n,
  s: SECOND,
  sec: SECOND,
  m: 60n * SECOND,
  min: 60n * SECOND,
  h: 3600n * SECOND,
  hr: 3600n * SECOND,
  hour: 3600n * SECOND,
  d: 86_400n * SECOND,
  day: 86_400n * SECOND,
  w: 604_800n * SECOND,
  week: 604_800n * SECOND,
  wk: 604_800n * SECOND,
}

/** The format `duration` of OpenAPI, which also knows words: `2 days`, `1w` (kube-openapi pkg/validation/strfmt). */
export function parseWordyDuration(text: string): Duration | undefined {
  const known = parseDuration(text)
  if (known) return known
  const part = /\s*(\d+)\s*([a-zµ]+)/gi
  let nanos = 0n
  let read = 0
  for (const [all, count, word] of text.matchAll(part)) {
    const name = word!.toLowerCase()
    const unit = [name, name.replace(/s$/, '')].find(each => Object.hasOwn(WORDS, each))
    if (unit === undefined) return undefined
    nanos += BigInt(count!) * WORDS[unit]!
    read += all.length
  }
  return read > 0 && read === text.trimEnd().length && nanos <= MAX ? new Duration(nanos) : undefined
}

/** As CEL writes a duration: in seconds, `5400s`, `0.25s`. */
export function formatDuration({ nanos }: Duration): string {
  const size = nanos < 0n ? -nanos : nanos
  const fraction = String(size % SECOND)
    .padStart(9, '0')
    .replace(/0+$/, '')
  return `${nanos < 0n ? '-' : ''}${size / SECOND}${fraction && `.${fraction}`}s`
}

const RFC3339 = /^(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d):(\d\d)(?:[.,](\d{1,9})\d*)?([Zz]|[+-]\d\d:\d\d)$/

/** RFC 3339; undefined for another text and for a day that there is not. */
export function parseTimestamp(text: string): Timestamp | undefined {
  const found = RFC3339.exec(text)
  if (!found) return undefined
  const [year, month, day, hour, minute, second] = found.slice(1, 7).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ]
  if (hour > 23 || minute > 59 || second > 59) return undefined
  const days = daysFrom(year, month, day)
  if (days === undefined) return undefined
  const seconds = days * 86_400 + hour * 3600 + minute * 60 + second - offsetSeconds(found[8]!)
  return inRange(BigInt(seconds) * SECOND + BigInt((found[7] ?? '').padEnd(9, '0')))
}

/** `2006-01-02` */
export function parseDate(text: string): Timestamp | undefined {
  const found = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text)
  const days = found ? daysFrom(Number(found[1]), Number(found[2]), Number(found[3])) : undefined
  return days === undefined ? undefined : new Timestamp(BigInt(days) * 86_400n * SECOND)
}

function daysFrom(year: number, month: number, day: number): number | undefined {
  const date = new Date(0)
  date.setUTCFullYear(year, month - 1, day)
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined
  return date.getTime() / 86_400_000
}

/** Seconds of `Z`, `+02:00`. */
export function offsetSeconds(zone: string): number {
  if (zone === 'Z' || zone === 'z') return 0
  const size = Number(zone.slice(-5, -3)) * 3600 + Number(zone.slice(-2)) * 60
  return zone.startsWith('-') ? -size : size
}

const FIRST = -62_135_596_800n * SECOND
const LAST = 253_402_300_800n * SECOND

/** CEL's timestamps are those of the years 1 to 9999. */
export function inRange(nanos: bigint): Timestamp | undefined {
  return nanos >= FIRST && nanos < LAST ? new Timestamp(nanos) : undefined
}

/** Floor division: whole milliseconds since 1970 and the nanoseconds beyond. */
export function millis({ nanos }: Timestamp): number {
  const quotient = nanos / 1_000_000n
  return Number(nanos % 1_000_000n < 0n ? quotient - 1n : quotient)
}

/** RFC 3339 with as many digits as there are. */
export function formatTimestamp(at: Timestamp): string {
  const text = new Date(millis(at)).toISOString().slice(0, 19)
  const beyond = ((at.nanos % SECOND) + SECOND) % SECOND
  const fraction = String(beyond).padStart(9, '0').replace(/0+$/, '')
  return `${text}${fraction && `.${fraction}`}Z`
}
