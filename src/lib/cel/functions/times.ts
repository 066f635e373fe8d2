import { aheadOfUtc, clockOf } from '../../zone-clock.ts'
import { millis, offsetSeconds } from '../moment.ts'
import type { Family } from '../overload.ts'
import { Failure } from '../problems.ts'
import type { Duration, Timestamp } from '../values.ts'

/** The moment as a date whose UTC fields are those of the zone. */
function local(at: Timestamp, zone: string): Date {
  const ms = millis(at)
  if (zone === 'UTC' || zone === '') return new Date(ms)
  const offset = /^[+-]?\d\d:\d\d$/.test(zone) ? offsetSeconds(zone) * 1000 : namedOffset(ms, zone)
  return new Date(ms + offset)
}

function namedOffset(ms: number, zone: string): number {
  try {
    return aheadOfUtc(clockOf(zone), ms)
  } catch {
    throw new Failure(`unknown time zone ${zone}`)
  }
}

function dayOfYear(date: Date): number {
  return Math.floor((date.getTime() - Date.UTC(date.getUTCFullYear(), 0, 1)) / 86_400_000)
}

const FIELDS: Record<string, (date: Date) => number> = {
  getFullYear: date => date.getUTCFullYear(),
  getMonth: date => date.getUTCMonth(),
  getDate: date => date.getUTCDate(),
  getDayOfMonth: date => date.getUTCDate() - 1,
  getDayOfWeek: date => date.getUTCDay(),
  getDayOfYear: dayOfYear,
  getHours: date => date.getUTCHours(),
  getMinutes: date => date.getUTCMinutes(),
  getSeconds: date => date.getUTCSeconds(),
  getMilliseconds: date => date.getUTCMilliseconds(),
}

const UNITS: Record<string, bigint> = {
  getHours: 3_600_000_000_000n,
  getMinutes: 60_000_000_000n,
  getSeconds: 1_000_000_000n,
}

export function times(): Family {
  const family: Family = {
    'duration.getMilliseconds() -> int': ({ nanos }: Duration) => (nanos / 1_000_000n) % 1000n,
  }
  for (const [name, field] of Object.entries(FIELDS)) {
    family[`timestamp.${name}() -> int`] = (at: Timestamp) => BigInt(field(local(at, 'UTC')))
    family[`timestamp.${name}(string) -> int`] = (at: Timestamp, zone: string) => BigInt(field(local(at, zone)))
  }
  for (const [name, unit] of Object.entries(UNITS)) {
    family[`duration.${name}() -> int`] = ({ nanos }: Duration) => nanos / unit
  }
  return family
}
