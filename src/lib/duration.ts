import type { Ms } from './time.ts'
import { parseTime } from './time.ts'

const UNITS: Record<string, number> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  μs: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
}

/** A duration as Go's time.ParseDuration reads it (`1m30s`, `-1.5h`, `0`), to whole milliseconds; `undefined` if it is none. */
export function parseGoDuration(text: string): Ms | undefined {
  const sign = text[0] === '-' ? -1 : 1
  const rest = text[0] === '-' || text[0] === '+' ? text.slice(1) : text
  if (rest === '0') return 0
  const part = /([0-9]+\.?[0-9]*|\.[0-9]+)(ns|us|µs|μs|ms|s|m|h)/y
  let total = 0
  while (part.lastIndex < rest.length) {
    const found = part.exec(rest)
    if (!found) return undefined
    total += Number(found[1]) * UNITS[found[2]!]!
  }
  return rest === '' ? undefined : sign * Math.round(total)
}

/** As Go prints a time.Duration: `1m30s`, `1h0m0s`, `1.5s`, `812ms`, `0s`. */
export function formatGoDuration(ms: Ms): string {
  if (ms === 0) return '0s'
  const sign = ms < 0 ? '-' : ''
  const all = Math.abs(ms)
  if (all < 1000) return `${sign}${all}ms`
  const hours = Math.floor(all / 3_600_000)
  const minutes = Math.floor(all / 60_000) % 60
  const seconds = (all % 60_000) / 1000
  if (hours > 0) return `${sign}${hours}h${minutes}m${seconds}s`
  return minutes > 0 ? `${sign}${minutes}m${seconds}s` : `${sign}${seconds}s`
}

const two = (big: number, unit: string, small: number, lesser: string) =>
  small === 0 ? `${big}${unit}` : `${big}${unit}${small}${lesser}`

/** kubectl's ages: two units while they tell something, then one (apimachinery duration.HumanDuration). */
export function humanDuration(ms: Ms): string {
  const seconds = Math.trunc(ms / 1000)
  if (seconds < -1) return '<invalid>'
  if (seconds < 0) return '0s'
  if (seconds < 120) return `${seconds}s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 10) return two(minutes, 'm', seconds % 60, 's')
  if (minutes < 180) return `${minutes}m`
  const hours = Math.floor(minutes / 60)
  if (hours < 8) return two(hours, 'h', minutes % 60, 'm')
  if (hours < 48) return `${hours}h`
  const days = Math.floor(hours / 24)
  if (hours < 192) return two(days, 'd', hours % 24, 'h')
  if (days < 730) return `${days}d`
  const years = Math.floor(days / 365)
  return days < 2920 ? two(years, 'y', days % 365, 'd') : `${years}y`
}

/** The AGE of something that began at `timestamp`; `<unknown>` when absent. */
export function age(timestamp: string | null | undefined, now: Ms): string {
  const at = parseTime(timestamp)
  return at === undefined ? '<unknown>' : humanDuration(now - at)
}
