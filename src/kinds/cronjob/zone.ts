import type { Ms } from '../../lib/time.ts'

/** A time zone of the IANA database, as it comes with the JavaScript engine. */
export interface Zone {
  /** What its clocks are ahead of UTC at a moment (ms). */
  offset(at: Ms): Ms
}

const UTC: Zone = { offset: () => 0 }
const zones = new Map<string, Zone | undefined>([
  ['', UTC],
  ['UTC', UTC],
])

/** Clocks are only ever set at the quarters of an hour. */
const QUARTER: Ms = 900_000
/** Offsets kept for a zone. */
const MOST = 5000

/** Undefined for a name that no zone has; the case of the letters counts. */
export function zoneOf(name: string): Zone | undefined {
  if (!zones.has(name)) zones.set(name, load(name))
  return zones.get(name)
}

function load(name: string): Zone | undefined {
  let format: Intl.DateTimeFormat
  try {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: name,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
  } catch {
    return undefined
  }
  const { timeZone } = format.resolvedOptions()
  if (/^[+-]/.test(name) || (timeZone !== name && timeZone.toLowerCase() === name.toLowerCase())) return undefined
  if (!/[A-Z]/.test(name)) return undefined
  const known = new Map<number, Ms>()
  return {
    offset(at) {
      const slot = Math.floor(at / QUARTER)
      let offset = known.get(slot)
      if (offset === undefined) {
        if (known.size >= MOST) known.clear()
        offset = ask(format, slot * QUARTER)
        known.set(slot, offset)
      }
      return offset
    },
  }
}

function ask(format: Intl.DateTimeFormat, at: Ms): Ms {
  const part: Record<string, number> = {}
  for (const { type, value } of format.formatToParts(at)) part[type] = Number(value)
  const { year, month, day, hour, minute, second } = part as Record<string, number>
  return Date.UTC(year!, month! - 1, day!, hour!, minute!, second!) - at
}
